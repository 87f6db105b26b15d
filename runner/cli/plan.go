package cli

import (
	"context"
	"flag"

	"gesso/runner/budget"
	"gesso/runner/report"
)

func planCommand() *command {
	o := &options{}
	destroy := false
	return &command{
		name: "plan", usage: "[options]",
		summary: "say what apply would do, why, and at what cost",
		detail: `Compares what is declared with what exists and prints what apply would do: a block
for each change with its reason, and a last line that counts what is paid and what
is free. It makes no request and needs no token.

` + report.Signs() + `

The exit code is 5 while requests of an earlier run are in doubt.`,
		flags: func(set *flag.FlagSet) {
			o.variables(set)
			o.wishes(set)
			set.BoolVar(&o.detailed, "detailed-exitcode", false, "exit with 2 when there are changes, with 0 when there are none")
			set.BoolVar(&destroy, "destroy", false, "plan what destroy would do")
		},
		run: func(ctx context.Context, a *app, _ []string) int {
			if err := o.checkDestroy(destroy); err != nil {
				return a.end(err)
			}
			s, diags, err := a.open(o, "plan", looking)
			defer s.close()
			if err != nil {
				return a.end(err)
			}
			p, err := s.plan(ctx, diags, destroy)
			if err != nil {
				return a.end(err)
			}
			report.Plan(a.out, p.Plan)
			switch {
			case p.InDoubt() > 0:
				return exitDoubt
			case o.detailed && !p.Empty():
				return exitChanges
			}
			return exitDone
		},
	}
}

// checkDestroy refuses wishes about what is bought where nothing is.
func (o *options) checkDestroy(destroy bool) error {
	switch {
	case destroy && len(o.replace) > 0:
		return &usageError{"plan -destroy removes every output, and -replace makes an image anew: choose one of them", "gesso plan -destroy"}
	case destroy && o.budget != budget.Budget{}:
		return &usageError{"plan -destroy buys nothing, so there is nothing that -max-images, -max-cost or -allow-unpriced could bound", "gesso plan -destroy"}
	}
	return nil
}
