// Package cli is the gesso program: the one list of its commands, one file a
// command, and the one list of the kinds of providers. It owns no other decision;
// what a command line is belongs to package command, what is planned and done is
// the runner's, and what is printed is the report's.
//
// A command reads like: flags, open a session, call a package, print, exit code.
// To add one:
//
//  1. Its logic goes into a package of its own, that is tested without a command
//     line.
//  2. A file here, named after it, has a function that makes its command.Command:
//     name, usage, help with an example, flags, and a Run that opens a
//     session.Session, calls that package, prints by package report and returns one
//     of package command's exit codes.
//  3. Its row in commands.go puts it into the help; runner/README.md's table of
//     commands and a scenario in testdata/script say what it promises.
//
// A new package of commands lies below internal, as look does, when this one gets
// large.
//
//	code := cli.Run(ctx, cli.Env{Args: []string{"plan"}, Stdout: os.Stdout, Stderr: os.Stderr})
package cli
