package cli

import (
	"context"
	"flag"

	"gesso/runner/command"
	"gesso/runner/decide"
	"gesso/runner/report"
	"gesso/runner/session"
)

func planCommand() *command.Command {
	o := &session.Options{}
	detailed, out := false, ""
	return &command.Command{
		Name: "plan", Usage: "[options]",
		Summary: "say what apply would do, why, and at what cost",
		Detail: `Compares what is declared with what exists and prints what apply would do: a block
for each change with its reason, and last lines that count what is paid and what is
free. It makes no request and needs no token. While an apply runs it plans from what
that has recorded so far, and says so; with -lock-timeout=5m it waits for its end first.

Images that are alike fold: two are shown, and how many more there are. On a terminal
a long plan is a line for each; a pipe gets blocks, however many. -compact=false
prints a block for each, which is for reading a plan before it is bought.

` + report.Signs() + `

With -out=FILE the plan is saved too, for gesso apply FILE and gesso show FILE. The file
holds no token and no sensitive value; it is readable by its owner alone, and whoever
can write it can approve of what is bought. Where the plan would buy from an endpoint on
this machine, that is asked whether it is a sandbox. A plan with errors is not saved,
nor one that is made while somebody applies.

The exit code is 5 while requests of an earlier run are in doubt.`,
		Examples: []string{
			"gesso plan", "gesso plan -var='style=oil' -max-cost=2.50",
			`gesso plan -replace='image.hero["aria"]'`,
			"gesso plan -target=image.hero -exclude=tag:draft",
			"gesso plan -destroy  # what destroy would do",
			"gesso plan -out=release.plan  # then: gesso apply release.plan",
			"gesso plan -detailed-exitcode  # 2: there are changes",
			"gesso plan -compact=false | less  # a block for each image",
			`gesso plan -explain='image.hero["aria"]'  # why it is made anew, or not`,
			"gesso plan -markdown > comment.md",
		},
		Environ: accounts(),
		Flags: func(set *flag.FlagSet) {
			o.Planning(set)
			o.Drawing(set)
			set.StringVar(&o.Explain, "explain", "", "tell everything that decided about the image at `ADDRESS`, in place of the plan")
			set.BoolVar(&detailed, "detailed-exitcode", false, "exit with 2 when there are changes, with 0 when there are none")
			set.StringVar(&out, "out", "", "save the plan in `FILE`, for gesso apply FILE")
			set.BoolVar(&o.Destroy, "destroy", false, "plan what destroy would do")
		},
		Run: func(ctx context.Context, a *command.App, _ []string) int {
			p, err := showPlan(ctx, a, o, out)
			switch {
			case err != nil:
				return a.End(err)
			case p.InDoubt() > 0:
				return command.ExitDoubt
			case detailed && !p.Empty():
				return command.ExitChanges
			}
			return command.ExitDone
		},
	}
}

// showPlan makes a plan, prints it, or what decided about one image, and saves it where
// it is to be.
func showPlan(ctx context.Context, a *command.App, o *session.Options, out string) (*decide.Prepared, error) {
	if err := checkMode(o, "plan"); err != nil {
		return nil, err
	}
	s := session.New(a, kinds, o)
	defer s.Close()
	p, err := makePlan(ctx, s, out)
	if err != nil {
		return nil, err
	}
	if o.Explain != "" {
		err = s.Explain(ctx, p)
	} else {
		s.Show(p.Plan)
	}
	if err == nil && out != "" {
		err = s.Save(out, p)
	}
	return p, err
}

// makePlan makes the plan, and the one of an apply where it is to be saved for one.
func makePlan(ctx context.Context, s *session.Session, out string) (*decide.Prepared, error) {
	if out != "" {
		return s.PlanToSave(ctx, out)
	}
	diags, err := s.Open("plan", session.Looking)
	if err != nil {
		return nil, err
	}
	return s.Plan(ctx, diags)
}
