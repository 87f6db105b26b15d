package report

import (
	"encoding/json"
	"io"

	"gesso/spec/lang"
)

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

// SchemaJSON writes the blocks that may stand in a configuration as one JSON
// document. The language is the schema of a file.
func SchemaJSON(w io.Writer, around *lang.Schema) error {
	return markdownJSON(w, language{"1.0", blockTypes(around)})
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
