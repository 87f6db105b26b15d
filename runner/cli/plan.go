package cli

import (
	"context"
	"flag"

	"gesso/runner/command"
	"gesso/runner/report"
	"gesso/runner/session"
)

func planCommand() *command.Command {
	o := &session.Options{}
	detailed := false
	return &command.Command{
		Name: "plan", Usage: "[options]",
		Summary: "say what apply would do, why, and at what cost",
		Detail: `Compares what is declared with what exists and prints what apply would do: a block
for each change with its reason, and last lines that count what is paid and what is
free. It makes no request and needs no token. While an apply runs it plans from what
that has recorded so far, and says so; with -lock-timeout=5m it waits for its end first.

Images that are alike fold: two are shown, and how many more there are. On a terminal
a long plan is a line for each; a pipe gets blocks, however many. -compact=false
prints a block for each, as for reading a plan before it is bought:

  gesso plan -compact=false | less

` + report.Signs() + `

The exit code is 5 while requests of an earlier run are in doubt.`,
		Examples: []string{
			"gesso plan",
			"gesso plan -var='style=oil' -max-cost=2.50",
			`gesso plan -replace='image.hero["aria"]'`,
			"gesso plan -target=image.hero -exclude=tag:draft",
			"gesso plan -destroy  # what destroy would do",
			"gesso plan -detailed-exitcode  # 2: there are changes",
		},
		Environ: accounts(),
		Flags: func(set *flag.FlagSet) {
			o.Variables(set)
			o.Wishes(set)
			o.Selecting(set)
			o.Refreshing(set)
			o.Waiting(set)
			o.Reading(set)
			set.BoolVar(&detailed, "detailed-exitcode", false, "exit with 2 when there are changes, with 0 when there are none")
			set.BoolVar(&o.Destroy, "destroy", false, "plan what destroy would do")
		},
		Run: func(ctx context.Context, a *command.App, _ []string) int { return showPlan(ctx, a, o, detailed) },
	}
}

// showPlan makes a plan and prints it.
func showPlan(ctx context.Context, a *command.App, o *session.Options, detailed bool) int {
	if err := checkMode(o, "plan"); err != nil {
		return a.End(err)
	}
	s := session.New(a, kinds, o)
	defer s.Close()
	diags, err := s.Open("plan", session.Looking)
	if err != nil {
		return a.End(err)
	}
	p, err := s.Plan(ctx, diags)
	if err != nil {
		return a.End(err)
	}
	s.Show(p.Plan)
	switch {
	case p.InDoubt() > 0:
		return command.ExitDoubt
	case detailed && !p.Empty():
		return command.ExitChanges
	}
	return command.ExitDone
}
