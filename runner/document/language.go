package document

import (
	"encoding/json"

	"gesso/spec/lang"
)

// Language is what gesso schema -json prints.
type Language struct {
	FormatVersion string               `json:"format_version"`
	Blocks        map[string]BlockType `json:"blocks"` // by type
}

// BlockType is a type of block where it may stand.
type BlockType struct {
	NestingMode string      `json:"nesting_mode"` // "map" by label, "list" or "single"
	Labels      []string    `json:"labels,omitempty"`
	Block       BlockSchema `json:"block"`
}

// BlockSchema is what a block may hold.
type BlockSchema struct {
	Attributes      map[string]Attribute `json:"attributes,omitempty"`
	OtherAttributes *Attribute           `json:"other_attributes,omitempty"` // of any name
	BlockTypes      map[string]BlockType `json:"block_types,omitempty"`
	Description     string               `json:"description"`
	DescriptionKind string               `json:"description_kind"`
}

// Attribute is an argument.
type Attribute struct {
	Type            json.RawMessage `json:"type"`
	Notation        string          `json:"notation,omitempty"`
	Description     string          `json:"description"`
	DescriptionKind string          `json:"description_kind"`
	Required        bool            `json:"required,omitempty"`
	Optional        bool            `json:"optional,omitempty"`
	Default         json.RawMessage `json:"default,omitempty"`
	Sensitive       bool            `json:"sensitive,omitempty"`
}

// MakeLanguage tells the blocks that may stand in a configuration. The language is
// the schema of a file.
func MakeLanguage(around *lang.Schema) *Language {
	return &Language{Format, blockTypes(around)}
}

// blockTypes describes the blocks that may stand inside another.
func blockTypes(around *lang.Schema) map[string]BlockType {
	types := make(map[string]BlockType, len(around.Blocks))
	for _, s := range around.Blocks {
		b := BlockType{NestingMode: "single", Labels: s.Labels, Block: BlockSchema{
			Attributes: map[string]Attribute{}, BlockTypes: blockTypes(s), Description: s.Description, DescriptionKind: "markdown",
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

func describeArgument(a *lang.Argument) Attribute {
	described := Attribute{
		Type: Type(a.Type), Notation: a.Notation, Description: a.Description, DescriptionKind: "markdown",
		Required: a.Required, Optional: !a.Required, Sensitive: a.Sensitive,
	}
	if a.Default != "" {
		described.Default = json.RawMessage(a.Default)
	}
	return described
}
