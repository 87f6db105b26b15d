package look

import (
	"context"
	"flag"
	"time"

	"gesso/runner/command"
	"gesso/runner/document"
	"gesso/spec/funcs"
)

// MetadataFunctions is gesso metadata functions.
func MetadataFunctions() *command.Command {
	var asJSON bool
	return &command.Command{
		Name: "metadata functions", Usage: "-json",
		Summary: "print the signatures of all functions, for editors",
		Detail: `Prints the name, the parameters, the type and the description of each function that
expressions can call, as JSON of the shape that terraform metadata functions has.
A type that depends on the arguments is "dynamic". It reads no configuration.`,
		Examples: []string{
			"gesso metadata functions -json",
		},
		Flags: func(set *flag.FlagSet) { set.BoolVar(&asJSON, "json", false, "print as JSON, which is required") },
		Run: func(_ context.Context, a *command.App, _ []string) int {
			if !asJSON {
				return a.Fail(command.Misuse("gesso metadata functions prints JSON only", "gesso metadata functions -json"))
			}
			return printFunctions(a)
		},
	}
}

func printFunctions(a *command.App) int {
	if err := document.Write(a.Stdout, document.MakeFunctions(funcs.Table(nil, time.Now, nil))); err != nil {
		return a.End(err)
	}
	return command.ExitDone
}
