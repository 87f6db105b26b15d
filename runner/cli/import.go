package cli

import (
	"context"
	"errors"
	"flag"
	"fmt"

	"gesso/runner/command"
	"gesso/runner/records"
	"gesso/runner/selection"
	"gesso/runner/session"
)

func importCommand() *command.Command {
	o := &session.Options{}
	dry := false
	return &command.Command{
		Name: "import", Usage: "[options] ADDRESS FILE|TASK",
		Summary: "take over a picture that exists already, for nothing",
		Detail: `Makes a picture that exists already that of a declared image: a file below the
configuration's directory or, of an image without a picture, what a task of the
provider has made, by the task's id. It is recorded, and placed at the image's path;
nothing is bought, and nothing else is done. In place of a picture that the image has,
the file counts as made by hand: see gesso adopt.

An import block says the same in the configuration, and is shown by the plan first.`,
		Examples: []string{"gesso import image.hero photos/hero.png", `gesso import 'image.hero["aria"]' 7f2c9a1e-0b7c-4c57-8f0e-6d1f1a2b3c4d`},
		Args:     2,
		JSON:     command.Lines,
		Flags: func(set *flag.FlagSet) {
			o.Variables(set)
			o.Waiting(set)
			set.BoolVar(&dry, "dry-run", false, "say what would be done, and do nothing")
		},
		Run: func(ctx context.Context, a *command.App, args []string) int {
			if len(args) != 2 {
				return a.Fail(command.Misuse("import needs the address of an image, and a file or the id of a task", "gesso import -help"))
			}
			return importPicture(ctx, a, o, dry, args[0], args[1])
		},
	}
}

func importPicture(ctx context.Context, a *command.App, o *session.Options, dry bool, word, id string) int {
	how := session.Changing
	if dry {
		how = session.Looking
	}
	s := session.New(a, kinds, o)
	defer s.Close()
	diags, err := s.Open("import", how)
	if err != nil {
		return a.End(err)
	}
	p, _, err := s.PlanImport(ctx, diags, word, id)
	var unknown *selection.UnknownError
	switch {
	case errors.As(err, &unknown) && len(unknown.Meant) != 1:
		return a.Fail(command.Misuse(err.Error()+": a picture is imported into an image that is declared", "gesso plan"))
	case err != nil:
		return a.End(err)
	}
	tellPlan(a, p.Plan)
	if dry {
		return command.ExitDone
	}
	if err := s.CheckToken(p); err != nil {
		return a.End(err)
	}
	copied, err := records.Copy(s.Workspace, s.State, "import", a.Now())
	if err != nil {
		return a.End(err)
	}
	if a.AsJSON() {
		return s.Run(ctx, p, "import")
	}
	fmt.Fprintln(a.Stdout)
	code := s.Run(ctx, p, "import")
	session.SayKept(a.Out, s.Workspace, copied)
	return code
}
