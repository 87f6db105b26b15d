package setup

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"strings"

	"gesso/runner/command"
	"gesso/runner/gitsetup"
	"gesso/runner/session"
)

// options are the options of gesso init.
type options struct {
	session.Options
	configs     []string // of -backend-config, in order
	migrate     bool
	reconfigure bool
	gitOnly     bool
}

// Init is gesso init.
func Init() *command.Command {
	o := &options{}
	return &command.Command{
		Name: "init", Usage: "[options]",
		Summary: "set up git and, with a backend block, the home of the project",
		Detail: `Adds to .gitattributes that gesso.state is merged by gesso and has the same line ends
everywhere, to .gitignore that .gesso is not committed, and to the settings of this
clone how git calls gesso for that. It adds what is missing, says what it did, and
leaves what somebody wrote. Everybody runs it once in a clone of theirs: git takes
settings from nobody else's. Without it, git merges gesso.state line by line, and gesso
state merge settles what git cannot.

Where the configuration has a backend block, it looks whether the home that the block
names keeps what is promised (one of two who create a name must be refused), founds it if
nobody has, and notes it in .gesso/home/home.json. Another machine needs the
configuration and credentials, and no init. What the block leaves out, or what differs
here, -backend-config says, as KEY=VALUE or in a file of such lines; never a credential.

A project that is kept in this folder, or at another home, goes along by -migrate-state:
pictures, state and ledger of all workspaces, read back and compared before gesso.state
says that it has moved. What was stopped goes on when it is repeated. Without the block
-migrate-state brings the project back into the folder. -reconfigure leaves it where it
is, and works with what the block says now.

There are no plugins and modules to install.`,
		Examples: []string{
			"gesso init",
			"gesso init -backend-config=bucket=studio-pictures",
			"gesso init -migrate-state  # the project goes to the home, or back without the block",
		},
		Flags: o.flags,
		Run: func(ctx context.Context, a *command.App, _ []string) int {
			code := prepareGit(ctx, a)
			if o.gitOnly {
				return code
			}
			if err := o.home(ctx, a); err != nil {
				return a.End(err)
			}
			return code
		},
	}
}

func (o *options) flags(set *flag.FlagSet) {
	set.Func("backend-config", "set an argument of the backend by `KEY=VALUE`, or several by a file of such lines; can be given again", func(text string) error {
		if strings.TrimSpace(text) == "" {
			return errors.New("it is empty")
		}
		o.configs = append(o.configs, text)
		return nil
	})
	set.BoolVar(&o.migrate, "migrate-state", false, "move the project to where the configuration has it now, or back into the folder")
	set.BoolVar(&o.reconfigure, "reconfigure", false, "forget where the project is, and work with what the configuration says now")
	set.BoolVar(&o.AutoApprove, "force-copy", false, "move the project without asking for approval")
	set.BoolVar(&o.AutoApprove, "auto-approve", false, "the same as -force-copy")
	command.Choice(set, "backend", "look at the backend block; with -backend=false only git is told (default true)", &o.gitOnly, false, true)
	command.Choice(set, "input", "ask for approval (default true)", &o.NoInput, false, true)
	o.Waiting(set)
}

// prepareGit tells git about the directory's files.
func prepareGit(ctx context.Context, a *command.App) int {
	code := command.ExitDone
	for _, step := range gitsetup.Prepare(ctx, gitsetup.Place{Dir: a.Dir, Environ: a.Environ}) {
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
}
