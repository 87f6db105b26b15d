// Package cli is the gesso program: the list of its commands, one file a command, and the
// list of the kinds of providers. It decides nothing else: package command handles the
// command line, package runner and its packages plan and do the work, and package report
// prints.
//
// A command reads like: flags, open a session, call a package, print, exit code. To add
// one:
//
//  1. Put its logic into a package of its own, which is tested without a command
//     line.
//  2. Add a file here, named after it, with a function that makes its
//     command.Command: name, usage, help with an example, flags, and a Run that
//     opens a session.Session, calls that package, prints with package report and
//     returns one of package command's exit codes.
//  3. Add its row to commands.go, which puts it into the help. The table of commands
//     in runner/README.md and a scenario in testdata/script say what it promises.
//
// If this package gets large, a new package of commands goes below internal, as look did.
//
//	code := cli.Run(ctx, cli.Env{Args: []string{"plan"}, Stdout: os.Stdout, Stderr: os.Stderr})
package cli
