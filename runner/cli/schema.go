package cli

import (
	"context"
	"flag"

	"gesso/runner/document"
	"gesso/spec/lang"
)

func schemaCommand() *command {
	var asJSON bool
	return &command{
		name: "schema", usage: "-json",
		summary: "print every block and argument of the language, for editors",
		detail: `Prints each type of block and what it may hold: the type, the default and the
description of each argument, as JSON whose blocks have the shape that they have in
terraform providers schema. It is the table that configurations are decoded by. Where
a type does not tell what is written, as of a list of references, "notation" does.`,
		flags: func(set *flag.FlagSet) { set.BoolVar(&asJSON, "json", false, "print as JSON, which is required") },
		run: func(_ context.Context, a *app, _ []string) int {
			if !asJSON {
				return a.fail(&usageError{"gesso schema prints JSON only", "gesso schema -json"})
			}
			if err := document.Write(a.Stdout, document.MakeLanguage(lang.Language(languages()))); err != nil {
				return a.end(err)
			}
			return exitDone
		},
	}
}
