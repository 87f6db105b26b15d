// Gesso plans and applies AI-generated pictures the way Terraform plans and
// applies infrastructure. Package cli is the program; this file ties it to the
// process.
package main

import (
	"os"
	"os/signal"
	"syscall"

	"gesso/runner/cli"
)

func main() {
	// A reader that went away, as in `gesso apply | head`, must not kill a run.
	signal.Ignore(syscall.SIGPIPE)
	os.Exit(cli.Run(cli.UntilInterrupted(), cli.Env{
		Args: os.Args[1:], Environ: os.Environ(),
		Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr,
	}))
}
