package look

import (
	"context"
	"flag"

	"gesso/runner/command"
	"gesso/runner/document"
	"gesso/runner/provider"
	"gesso/spec/lang"
)

// Schema is gesso schema.
func Schema(kinds provider.Kinds) *command.Command {
	var asJSON bool
	return &command.Command{
		Name: "schema", Usage: "-json",
		Summary: "print every block and argument of the language, for editors",
		Detail: `Prints each type of block and what it may hold: the type, the default and the
description of each argument, as JSON whose blocks have the shape that they have in
terraform providers schema. It is the table that configurations are decoded by. Where
a type does not tell what is written, as of a list of references, "notation" does.`,
		Examples: []string{
			"gesso schema -json",
		},
		Flags: func(set *flag.FlagSet) { set.BoolVar(&asJSON, "json", false, "print as JSON, which is required") },
		Run: func(_ context.Context, a *command.App, _ []string) int {
			if !asJSON {
				return a.Fail(command.Misuse("gesso schema prints JSON only", "gesso schema -json"))
			}
			if err := document.Write(a.Stdout, document.MakeLanguage(lang.Language(kinds.Languages()))); err != nil {
				return a.End(err)
			}
			return command.ExitDone
		},
	}
}
