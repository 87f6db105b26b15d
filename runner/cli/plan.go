package cli

import (
	"context"
	"flag"
	"fmt"

	"gesso/runner/command"
	"gesso/runner/decide"
	"gesso/runner/report"
	"gesso/runner/session"
)

func planCommand() *command.Command {
	o := &session.Options{}
	var on session.ExitOn
	out := ""
	return &command.Command{
		Name: "plan", Usage: "[options]",
		Summary: "say what apply would do, why, and at what cost",
		Detail:  planDetail(),
		Examples: []string{
			"gesso plan", "gesso plan -var='style=oil' -max-cost=2.50",
			`gesso plan -replace='image.hero["aria"]'`, "gesso plan -target=image.hero -exclude=tag:draft",
			"gesso plan -decisions=gesso.decisions  # what people have decided, with its price",
			"gesso plan -replace-lost  # what it would cost to buy again what is lost",
			"gesso plan -destroy  # what destroy would do",
			"gesso plan -out=release.plan  # then: gesso apply release.plan",
			"gesso plan -detailed-exitcode  # 2: there are changes",
			"gesso plan -compact=false | less  # a block for each image",
			`gesso plan -explain='image.hero["aria"]'  # why it is made anew, or not`,
			"gesso plan -markdown > comment.md",
			"gesso plan -exit-on=paid -max-cost=5  # 2: something is bought; 4: and more than that",
			"gesso plan -json | jq -r 'select(.change.paid) | .change.resource.addr'",
		},
		Environ: accounts(),
		JSON:    command.Lines,
		Flags:   func(set *flag.FlagSet) { planFlags(set, o, &on, &out) },
		Run: func(ctx context.Context, a *command.App, _ []string) int {
			s := session.New(a, kinds, o)
			defer s.Close()
			return runPlan(ctx, s, on, out)
		},
	}
}

func planFlags(set *flag.FlagSet, o *session.Options, on *session.ExitOn, out *string) {
	o.Planning(set)
	o.Drawing(set)
	set.StringVar(&o.Explain, "explain", "", "tell everything that decided about the image at `ADDRESS`, in place of the plan")
	on.Flags(set)
	set.StringVar(out, "out", "", "save the plan in `FILE`, for gesso apply FILE")
	set.BoolVar(&o.Destroy, "destroy", false, "plan what destroy would do")
}

// runPlan is gesso plan. If nothing has changed, it repeats its last answer.
func runPlan(ctx context.Context, s *session.Session, on session.ExitOn, out string) int {
	if s.Recall(session.Looking) {
		return command.ExitDone
	}
	p, err := showPlan(ctx, s, out)
	if err != nil {
		return s.App.End(err)
	}
	code := on.Code(p.Plan)
	if code == command.ExitDone {
		s.Remember(p)
	}
	return code
}

func planDetail() string {
	return `Compares what is declared with what exists and prints what apply would do: a block
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

The exit code is 5 while requests of an earlier run are in doubt. With
-detailed-exitcode or -exit-on it is 4 when the budget leaves out something, else 2
when there are changes, or paid ones: -exit-on=paid says that free changes are fine.

With -json each change is a line of JSON, as for terraform plan -json, and so is what
all of it comes to; gesso schema -for=events describes the lines.`
}

// showPlan makes a plan, prints it or what decided about one image, and saves it if it is
// to be saved.
func showPlan(ctx context.Context, s *session.Session, out string) (*decide.Prepared, error) {
	if s.Options.Explain != "" && out != "" {
		return nil, command.Misuse("-explain tells of one image, and a plan that is saved is shown whole", "gesso plan -out=FILE")
	}
	if s.App.AsJSON() && (s.Options.Explain != "" || s.Options.Markdown > 0) {
		return nil, command.Misuse("-explain and -markdown are for people to read, and -json is for programs", "gesso plan -json")
	}
	if err := checkMode(s.Options, "plan"); err != nil {
		return nil, err
	}
	if err := s.CheckGiven(); err != nil {
		return nil, err
	}
	if out == "" && !s.App.AsJSON() {
		command.Frugal() // see ShowOnly
	}
	p, err := makePlan(ctx, s, out)
	if err != nil {
		return nil, err
	}
	switch {
	case s.Options.Explain != "":
		err = s.Explain(ctx, p)
	case out == "":
		s.ShowOnly(p)
	default:
		s.ShowPlan(p)
	}
	if err == nil && out != "" {
		err = saveSeen(s, out, p)
	}
	return p, err
}

// saveSeen saves a plan that was printed. The file is an approval, so a plan that could not
// be printed is not saved.
func saveSeen(s *session.Session, out string, p *decide.Prepared) error {
	if s.App.Unseen(true) {
		fmt.Fprintln(s.App.Stderr, "gesso: the plan could not be printed, and is not saved")
		return command.ErrReported
	}
	return s.Save(out, p)
}

// makePlan makes a plan; one to be saved is made as for apply.
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
