package cli

import (
	"context"
	"fmt"

	"gesso/runner/command"
	"gesso/runner/gitsetup"
)

func initCommand() *command.Command {
	return &command.Command{
		Name: "init", Usage: "",
		Summary: "tell git about the directory's files; no command needs it",
		Detail: `Adds to .gitattributes that gesso.state is merged by gesso, to .gitignore that .gesso is
not committed, and to the settings of this clone how git calls gesso for that. It adds
what is missing, says what it did, and leaves what somebody wrote. Everybody runs it
once in a clone of theirs: git takes settings from nobody else's.

There are no plugins, backends or modules to install. Without it, git merges
gesso.state line by line, and gesso state merge settles what git cannot.`,
		Examples: []string{"gesso init"},
		Run: func(ctx context.Context, a *command.App, _ []string) int {
			place := gitsetup.Place{Dir: a.Dir, Environ: a.Environ}
			code := command.ExitDone
			for _, step := range gitsetup.Prepare(ctx, place) {
				switch step.Outcome {
				case gitsetup.Written:
					fmt.Fprintf(a.Out, "%s: added %q\n", step.Name, step.Line)
				case gitsetup.Already:
					fmt.Fprintf(a.Out, "%s: nothing to do, it says %q\n", step.Name, step.Line)
				case gitsetup.Left:
					fmt.Fprintf(a.Out, "%s: left as it is: it says %q, and not %q\n", step.Name, step.Why, step.Line)
				case gitsetup.Undone:
					code = command.ExitError
					fmt.Fprintf(a.Err, "%s: not done: %s\n", step.Name, step.Why)
					if step.Command != "" {
						fmt.Fprintf(a.Err, "gesso: hint: %s\n", step.Command)
					}
				case gitsetup.Later:
					fmt.Fprintf(a.Out, "%s: not yet: this is no git repository. Run gesso init again when it is one.\n", step.Name)
				}
			}
			return code
		},
	}
}
