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
		Name: "apply", Usage: "[options]",
		Extra:   noPlanFiles,
		Summary: "make the pictures that the plan says",
		Detail: `Plans, asks for approval, and does what the plan says: generates what is new or
changed, and takes everything that can be had without a paid call from the store,
from tasks of an earlier run, or from the provider's URLs.

The API token comes from the provider block or from ` + tokenVariables() + `. An
interrupted apply is continued by the next one; nothing is paid for twice.`,
		Examples: []string{
			"gesso apply",
			"gesso apply -auto-approve -max-images=20  # in CI",
			"gesso apply -target=module.shop  # that, and what it is made from",
			"gesso apply -refresh-only  # restore outputs, buy nothing",
			`gesso apply -replace='image.hero["aria"]'  # buy another picture`,
		},
		Environ: accounts(),
		Flags: func(set *flag.FlagSet) {
			o.Variables(set)
			o.Wishes(set)
			o.Selecting(set)
			o.Refreshing(set)
			o.Execution(set)
			o.Waiting(set)
			o.Reading(set)
			set.BoolVar(&o.Destroy, "destroy", false, "do what destroy does")
		},
		Run: func(ctx context.Context, a *command.App, _ []string) int {
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

// noPlanFiles is what is said to who gives a plan's file.
const noPlanFiles = "plans are not saved in files; it makes the plan, shows it and asks"

// change is apply, and destroy.
func change(ctx context.Context, a *command.App, o *session.Options, what string) int {
	s := session.New(a, kinds, o)
	defer s.Close()
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
	s.Show(p.Plan)
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
		fmt.Fprintln(a.Stdout)
	}
	return s.Run(ctx, p, what)
}
