// Package command is the framework for commands: what a command is, how a command line
// selects and parses one, help, usage errors and answers to habits of other tools, the
// screens that a command prints to, prompts, and exit codes.
//
// Its promises:
//
//   - Results go to standard output, everything else to standard error. A command
//     whose result cannot be written fails.
//   - Options take one dash or two, and stand before or after arguments.
//   - A command line that is not understood changes nothing. The answer is one
//     sentence and one line that can be pasted.
//
// It knows no command, no provider and no plan. Commands are in runner/cli, and what they
// do with a configuration's directory is in runner/session.
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
