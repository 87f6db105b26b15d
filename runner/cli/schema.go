package cli

import (
	"context"
	"encoding/json"
	"flag"

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
			return a.printMarkdownJSON(language{"1.0", blockTypes(lang.Language(kinds()))})
		},
	}
}

// language is what gesso schema prints.
type language struct {
	FormatVersion string               `json:"format_version"`
	Blocks        map[string]blockType `json:"blocks"` // json sorts the names
}

// blockType is a type of block where it may stand.
type blockType struct {
	NestingMode string      `json:"nesting_mode"` // "map" by label, "list" or "single"
	Labels      []string    `json:"labels,omitempty"`
	Block       blockSchema `json:"block"`
}

type blockSchema struct {
	Attributes      map[string]attribute `json:"attributes,omitempty"`
	OtherAttributes *attribute           `json:"other_attributes,omitempty"` // of any name
	BlockTypes      map[string]blockType `json:"block_types,omitempty"`
	Description     string               `json:"description"`
	DescriptionKind string               `json:"description_kind"`
}

type attribute struct {
	Type            json.RawMessage `json:"type"`
	Notation        string          `json:"notation,omitempty"`
	Description     string          `json:"description"`
	DescriptionKind string          `json:"description_kind"`
	Required        bool            `json:"required,omitempty"`
	Optional        bool            `json:"optional,omitempty"`
	Default         json.RawMessage `json:"default,omitempty"`
	Sensitive       bool            `json:"sensitive,omitempty"`
}

// blockTypes describes the blocks that may stand inside another.
func blockTypes(around *lang.Schema) map[string]blockType {
	types := make(map[string]blockType, len(around.Blocks))
	for _, s := range around.Blocks {
		b := blockType{NestingMode: "single", Labels: s.Labels, Block: blockSchema{
			Attributes: map[string]attribute{}, BlockTypes: blockTypes(s), Description: s.Description, DescriptionKind: "markdown",
		}}
		switch {
		case len(s.Labels) > 0:
			b.NestingMode = "map"
		case s.Repeats:
			b.NestingMode = "list"
		}
		for _, a := range s.Arguments {
			b.Block.Attributes[a.Name] = describeArgument(a)
		}
		if s.Others != nil {
			others := describeArgument(s.Others)
			b.Block.OtherAttributes = &others
		}
		types[s.Type] = b
	}
	return types
}

func describeArgument(a *lang.Argument) attribute {
	described := attribute{
		Type: typeJSON(a.Type), Notation: a.Notation, Description: a.Description, DescriptionKind: "markdown",
		Required: a.Required, Optional: !a.Required, Sensitive: a.Sensitive,
	}
	if a.Default != "" {
		described.Default = json.RawMessage(a.Default)
	}
	return described
}
