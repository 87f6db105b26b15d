// Package command is the framework that commands are written in: what a command
// is, how a command line finds one and is parsed, help, mistakes of usage and the
// answers to habits, the screens that a command prints to, questions, and exit
// codes.
//
// Its promises:
//
//   - Results go to standard output, everything else to standard error. A command
//     whose result cannot be written fails.
//   - Options take one dash or two, and stand before or after arguments.
//   - A command line that is not understood changes nothing, and is answered in one
//     sentence and with one line that can be pasted.
//
// It knows no command, no provider and no plan. Commands are in runner/cli, what
// they do with a configuration's directory in runner/session.
//
//	program := &command.Program{Commands: []*Command{{
//		Name: "hello", Usage: "[NAME]", Summary: "greet", Args: 1,
//		Run: func(_ context.Context, a *App, args []string) int {
//			fmt.Fprintln(a.Out, "hello", args)
//			return command.ExitDone
//		},
//	}}}
//	code := program.Run(ctx, command.Env{Args: os.Args[1:], Stdout: os.Stdout, Stderr: os.Stderr})
package command
