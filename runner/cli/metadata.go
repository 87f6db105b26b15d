package cli

import (
	"context"
	"flag"
	"time"

	"gesso/runner/document"
	"gesso/spec/funcs"
)

func metadataFunctionsCommand() *command {
	var asJSON bool
	return &command{
		name: "metadata functions", usage: "-json",
		summary: "print the signatures of all functions, for editors",
		detail: `Prints the name, the parameters, the type and the description of each function that
expressions can call, as JSON of the shape that terraform metadata functions has.
A type that depends on the arguments is "dynamic". It reads no configuration.`,
		flags: func(set *flag.FlagSet) { set.BoolVar(&asJSON, "json", false, "print as JSON, which is required") },
		run: func(_ context.Context, a *app, _ []string) int {
			if !asJSON {
				return a.fail(&usageError{"gesso metadata functions prints JSON only", "gesso metadata functions -json"})
			}
			return a.printFunctions()
		},
	}
}

func (a *app) printFunctions() int {
	if err := document.Write(a.Stdout, document.MakeFunctions(funcs.Table(nil, time.Now, nil))); err != nil {
		return a.end(err)
	}
	return exitDone
}
