// Package cli is the gesso program: its commands, flags, prompts and exit
// codes, one file a command. It owns no other decision; what is planned and
// done is the runner's, and what is printed is the report's.
//
// Results go to standard output, everything else to standard error. Flags take
// one dash or two, and stand before or after arguments.
//
//	code := cli.Run(ctx, cli.Env{Args: []string{"plan"}, Stdout: os.Stdout, Stderr: os.Stderr})
package cli
