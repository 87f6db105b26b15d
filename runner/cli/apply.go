package cli

import (
	"context"
	"flag"
	"fmt"

	"gesso/runner/command"
	"gesso/runner/session"
)

func applyCommand() *command.Command {
	o := &session.Options{}
	return &command.Command{
		Name: "apply", Usage: "[options] [FILE]",
		Summary: "make the pictures that the plan says",
		Detail: `Plans, asks for approval, and does what the plan says: generates what is new or
changed, and takes everything that can be had without a paid call from the store,
from tasks of an earlier run, or from the provider's URLs.

The API token comes from the provider block or from ` + tokenVariables() + `. An
interrupted apply is continued by the next one; nothing is paid for twice.

With a FILE of gesso plan -out it does what that shows and asks nobody: the file is the
approval. What is not as it was then (a file, a value, a provider, a record of an image
that the plan changes) is named, and nothing is done. Applying the same file again, as
after a crash, does what is left of it. Sensitive values are not in the file: give them
again. All runs of a file together keep to the budget of its plan.`,
		Args: 1,
		Examples: []string{
			"gesso apply",
			"gesso apply -auto-approve -max-images=20  # in CI",
			"gesso apply -target=module.shop  # that, and what it is made from",
			"gesso apply -refresh-only  # restore outputs, buy nothing",
			`gesso apply -replace='image.hero["aria"]'  # buy another picture`,
			"gesso apply -decisions=gesso.decisions  # do what people have decided about the pictures",
			"gesso apply -replace-lost  # buy again what was paid for and nobody has any more",
			`gesso apply -stale -target=image.hero  # what is stale, and made anew by hand alone`,
			"gesso apply -json -auto-approve  # a line of JSON for each thing that happens",
			"gesso apply release.plan  # of gesso plan -out=release.plan",
		},
		Environ: accounts(),
		JSON:    command.Lines,
		Flags: func(set *flag.FlagSet) {
			o.Planning(set)
			o.Execution(set)
			set.BoolVar(&o.Destroy, "destroy", false, "do what destroy does")
		},
		Run: func(ctx context.Context, a *command.App, args []string) int {
			if len(args) > 0 {
				s := session.New(a, kinds, o)
				defer s.Close()
				return s.ApplySaved(ctx, args[0])
			}
			if err := checkMode(o, "apply"); err != nil {
				return a.End(err)
			}
			if o.Destroy {
				return change(ctx, a, o, "destroy")
			}
			return change(ctx, a, o, "apply")
		},
	}
}

// change is gesso apply and gesso destroy.
func change(ctx context.Context, a *command.App, o *session.Options, what string) int {
	s := session.New(a, kinds, o)
	defer s.Close()
	if a.AsJSON() && !o.AutoApprove {
		return a.End(s.Approve(ctx, what)) // refuse before anything else is done
	}
	if s.Recall(session.Changing) {
		return command.ExitDone
	}
	if err := s.CheckGiven(); err != nil {
		return a.End(err)
	}
	diags, err := s.Open(what, session.Changing)
	if err != nil {
		return a.End(err)
	}
	if what == "apply" {
		if err := s.SettleDoubts(ctx); err != nil {
			return a.End(err)
		}
	}
	p, err := s.PlanToApply(ctx, diags)
	if err != nil {
		return a.End(err)
	}
	s.ShowPlan(p)
	if a.Unseen(o.AutoApprove) {
		fmt.Fprintln(a.Stderr, "gesso: the plan could not be printed, so nothing was changed")
		return command.ExitError
	}
	if !p.Empty() {
		if err := s.CheckToken(p); err != nil {
			return a.End(err)
		}
		if err := s.Approve(ctx, what); err != nil {
			return a.End(err)
		}
		if !a.AsJSON() {
			fmt.Fprintln(a.Stdout)
		}
	}
	code := s.Run(ctx, p, what)
	if code == command.ExitDone {
		s.Remember(p)
	}
	return code
}
