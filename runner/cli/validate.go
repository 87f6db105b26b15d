package cli

import (
	"context"
	"flag"
	"fmt"

	"gesso/runner/command"
	"gesso/runner/document"
	"gesso/runner/report/mistake"
	"gesso/runner/session"
)

func validateCommand() *command.Command {
	o := &session.Options{NoInput: true}
	return &command.Command{
		Name: "validate", Usage: "[options]",
		Summary: "check the configuration, offline",
		Detail: `Checks the configuration: every block, argument, reference and value that can be
known without pictures. It reads no state and makes no request. Variables need no
values: what depends on one that has none is judged by its type.

With -json the verdict and all mistakes are printed as one document, in the shape of
terraform validate -json. The exit code is 1 if there is an error.`,
		Examples: []string{
			"gesso validate",
			"gesso validate -json  # all mistakes as one document",
		},
		Environ: values(),
		JSON:    command.Document,
		Flags:   func(set *flag.FlagSet) { o.Variables(set) },
		Run: func(_ context.Context, a *command.App, _ []string) int {
			s := session.New(a, kinds, o)
			defer s.Close()
			diags := s.ReadPartial()
			if !diags.HasErrors() {
				diags = append(diags, s.Validate()...)
			}
			switch {
			case a.GivenUp(diags):
				return command.ExitInterrupted
			case a.AsJSON():
				if err := document.WritePage(a.Stdout, document.MakeVerdict(mistake.Described(diags, s.Config.Sources))); err != nil {
					return a.End(err)
				}
			case !a.Diagnose(diags, s.Config.Sources):
				fmt.Fprintln(a.Stdout, "The configuration is valid.")
			}
			if diags.HasErrors() {
				return command.ExitError
			}
			return command.ExitDone
		},
	}
}
