package cli

import (
	"context"
	"errors"
	"flag"
	"fmt"

	"gesso/runner/command"
	"gesso/runner/plan"
	"gesso/runner/report"
	"gesso/runner/selection"
	"gesso/runner/session"
)

func adoptCommand() *command.Command {
	o, dry, note := &session.Options{}, false, ""
	return &command.Command{
		Name: "adopt", Usage: "[options] ADDRESS...",
		Summary: "make an output that was changed by hand the picture",
		Detail: `Makes what lies at the outputs of images their pictures: the bytes go to the store, and
the record says what they were made from, when, and the note. The picture serves for
what the image asks for now, also where that has changed, and stays until somebody asks
for another one. apply does the same with what was changed, unless lifecycle.on_drift
says otherwise, and but for that. Nothing is bought, and nothing else is done.

An ADDRESS is that of an image, of a block or a module, or has wildcards. gesso restore
brings back what was made before; gesso import makes a file elsewhere the picture.`,
		Examples: []string{"gesso adopt image.logo", `gesso adopt -note="eyes repainted" 'image.hero["aria"]'`, "gesso adopt -json -dry-run 'image.*'"},
		Args:     -1,
		JSON:     command.Lines,
		Flags: func(set *flag.FlagSet) {
			o.Variables(set)
			o.Waiting(set)
			set.BoolVar(&dry, "dry-run", false, "say what would be done, and do nothing")
			set.StringVar(&note, "note", "", "say `WHAT` was done to the picture, which show repeats")
		},
		Run: func(ctx context.Context, a *command.App, args []string) int {
			return handle(ctx, a, o, "adopt", dry, args, func(s *session.Session) session.Planning { return s.PlanAdopt(args, note) })
		},
	}
}

func restoreCommand() *command.Command {
	o, dry := &session.Options{}, false
	return &command.Command{
		Name: "restore", Usage: "[options] ADDRESS...",
		Summary: "bring back the picture that was made before it was changed by hand",
		Detail: `Brings back what gesso had made for images before somebody changed their outputs by
hand, for nothing: from the store, from an output, or from the provider. What was made
by hand stays in the store; from now on the picture is replaced as any other when the
configuration asks for another one. Nothing is bought, and nothing else is done.

An ADDRESS is that of an image, of a block or a module, or has wildcards.`,
		Examples: []string{"gesso restore image.logo", `gesso restore -dry-run 'image.hero["aria"]'`},
		Args:     -1,
		JSON:     command.Lines,
		Flags: func(set *flag.FlagSet) {
			o.Variables(set)
			o.Waiting(set)
			set.BoolVar(&dry, "dry-run", false, "say what would be done, and do nothing")
		},
		Run: func(ctx context.Context, a *command.App, args []string) int {
			return handle(ctx, a, o, "restore", dry, args, func(s *session.Session) session.Planning { return s.PlanRestore(args) })
		},
	}
}

// handle plans what to do about pictures that were made by hand, prints the plan and runs
// it. It does not ask: the command is the approval.
func handle(ctx context.Context, a *command.App, o *session.Options, what string, dry bool, addresses []string, planning func(*session.Session) session.Planning) int {
	if len(addresses) == 0 {
		return a.Fail(command.Misuse("gesso "+what+" needs an address", "gesso "+what+" -help"))
	}
	how := session.Changing
	if dry {
		how = session.Looking
	}
	s := session.New(a, kinds, o)
	defer s.Close()
	diags, err := s.Open(what, how)
	if err != nil {
		return a.End(err)
	}
	p, err := planning(s)(ctx, diags)
	if err != nil {
		if unknown, ok := errors.AsType[*selection.UnknownError](err); ok && len(unknown.Meant) != 1 {
			return a.Fail(command.Misuse(unknown.Error(), "gesso plan"))
		}
		return a.End(err)
	}
	tellPlan(a, p.Plan)
	if dry || p.Empty() {
		return command.ExitDone
	}
	if err := s.CheckToken(p); err != nil {
		return a.End(err)
	}
	if !a.AsJSON() {
		fmt.Fprintln(a.Stdout)
	}
	return s.Run(ctx, p, what)
}

// tellPlan prints a plan that needs no approval, as text or JSON.
func tellPlan(a *command.App, p *plan.Plan) {
	if stream := a.Stream(); stream != nil {
		stream.Plan(p)
		return
	}
	report.Plan(a.Out, p)
}
