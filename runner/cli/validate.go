package cli

import (
	"context"
	"flag"
	"fmt"

	"gesso/runner"
	"gesso/runner/flux"
)

func validateCommand() *command {
	o := &options{noInput: true}
	return &command{
		name: "validate", usage: "[options]",
		summary: "check the configuration, offline",
		detail: `Checks the configuration: every block, argument, reference and value that can be
known without pictures. It reads no state and makes no request. Required variables
need values, as in plan.`,
		flags: func(set *flag.FlagSet) { o.variables(set) },
		run: func(ctx context.Context, a *app, _ []string) int {
			s, diags, err := a.load(o)
			defer s.close()
			if err != nil {
				return a.end(err)
			}
			if a.diagnose(append(diags, runner.Validate(s.config, s.accounts, flux.Check)...), s.config.Sources) {
				return exitError
			}
			fmt.Fprintln(a.Stdout, "The configuration is valid.")
			return exitDone
		},
	}
}
