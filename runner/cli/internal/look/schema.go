package look

import (
	"context"
	"flag"
	"fmt"
	"slices"
	"strings"

	"gesso/runner/command"
	"gesso/runner/document"
	"gesso/runner/provider"
	"gesso/runner/schema"
	"gesso/spec/lang"
	"gesso/spec/near"
)

// Schema is gesso schema.
func Schema(kinds provider.Kinds) *command.Command {
	var asJSON bool
	var of string
	return &command.Command{
		Name: "schema", Usage: "-json | -for=DOCUMENT",
		Summary: "print every block and argument of the language, for editors",
		Detail: `Prints each type of block and what it may hold: the type, the default and the
description of each argument, as JSON whose blocks have the shape that they have in
terraform providers schema. It is the table that configurations are decoded by. Where
a type does not tell what is written, as of a list of references, "notation" does.

With -for it prints the JSON Schema (draft 2020-12) of something that gesso prints with
-json:

` + documents(),
		Examples: []string{"gesso schema -json | jq '.blocks.image.block.attributes | keys'", "gesso schema -for=plan > plan.schema.json"},
		Flags: func(set *flag.FlagSet) {
			set.BoolVar(&asJSON, "json", false, "print the language, as JSON")
			set.StringVar(&of, "for", "", "print the JSON Schema of a `DOCUMENT` that gesso prints")
		},
		Run: func(_ context.Context, a *command.App, _ []string) int {
			if of != "" {
				return printSchema(a, of)
			}
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

// documents lists the names of the schemas, in lines that fit a terminal.
func documents() string {
	var lines []string
	for names := range slices.Chunk(schema.Names(), 9) {
		lines = append(lines, "  "+strings.Join(names, ", "))
	}
	return strings.Join(lines, ",\n")
}

// printSchema prints the JSON Schema of a document.
func printSchema(a *command.App, name string) int {
	text, ok := schema.Text(name)
	if !ok {
		names := schema.Names()
		return a.Fail(command.Misuse(fmt.Sprintf("there is no schema for %q%s", name, near.Among(name, names)), "gesso schema -help"))
	}
	fmt.Fprint(a.Stdout, text)
	return command.ExitDone
}
