package cli

import (
	"context"
	"flag"
	"fmt"

	"gesso/runner/decide"
	"gesso/runner/document"
	"gesso/runner/report"
	"gesso/spec/diag"
)

func validateCommand() *command {
	o := &options{noInput: true}
	var asJSON bool
	return &command{
		name: "validate", usage: "[options]",
		summary: "check the configuration, offline",
		detail: `Checks the configuration: every block, argument, reference and value that can be
known without pictures. It reads no state and makes no request. Variables need no
values: what depends on one that has none is judged by its type.

With -json the verdict and all mistakes are printed as one document, in the shape of
terraform validate -json. The exit code is 1 if there is an error.`,
		flags: func(set *flag.FlagSet) {
			o.variables(set)
			set.BoolVar(&asJSON, "json", false, "print as JSON")
		},
		run: func(_ context.Context, a *app, _ []string) int {
			in := a.inputs(o)
			in.Partial = true
			config, diags := a.readConfig(in)
			defer config.Close()
			if !diags.HasErrors() {
				diags = append(diags, decide.Validate(config, a.accounts(config), check)...)
			}
			if asJSON && diag.Interrupted(diags) {
				a.interrupted = true
			} else if asJSON {
				if err := document.WritePage(a.Stdout, document.MakeVerdict(report.Described(diags, config.Sources))); err != nil {
					return a.end(err)
				}
			} else if !a.diagnose(diags, config.Sources) {
				fmt.Fprintln(a.Stdout, "The configuration is valid.")
			}
			if diags.HasErrors() {
				return exitError
			}
			return exitDone
		},
	}
}
