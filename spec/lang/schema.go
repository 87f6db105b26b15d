package lang

import (
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/ext/typeexpr"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/gocty"
	ctyjson "github.com/zclconf/go-cty/cty/json"
)

// Schema is a type of block: what decodes it, and what documents it. It does
// not change.
type Schema struct {
	Type        string      // the word that opens the block; "" for a file itself
	Labels      []string    // what each of its labels says
	Repeats     bool        // it may stand several times in the block around it, or in a configuration
	Description string      // a phrase without a full stop
	Arguments   []*Argument // in the order of the documentation
	Others      *Argument   // what arguments of any other name are; nil where there are none
	Blocks      []*Schema   // what may stand inside

	// Check finds what is wrong with the values of a provider's settings, or of a
	// block in them, where each by itself is of its type. Nil finds nothing.
	Check func(*Values) []Problem

	body     *hcl.BodySchema // the same, as HCL decodes by it
	required []*Argument
	byName   map[string]*Argument
}

// Argument is an argument of a type of block.
type Argument struct {
	Name        string
	Type        cty.Type // what its value is converted to; DynamicPseudoType for any
	Notation    string   // what users write, where the type does not tell: "references"; else ""
	Required    bool
	Default     string // written as in a file, and as in JSON; "" when leaving it out is a case of its own
	Form        Form   // of settings: what the type does not say
	Sensitive   bool   // neither its line nor a value in it is shown
	Shown       bool   // of settings: it stands in plans, records and errors, so that no sensitive value may be in it
	Shared      bool   // of settings: it decides a request or where pictures are, so that it must be the same on each machine
	Example     string // how a required one can look
	Description string // a phrase without a full stop
}

// Form is what a setting's value must be beyond its type.
type Form int

const (
	Any      Form = iota
	Whole         // a number without a fraction
	Duration      // a text such as "500ms" or "3m", above zero
)

// Body is the schema as HCL decodes by it.
func (s *Schema) Body() *hcl.BodySchema { return s.body }

// Required are the arguments that the block cannot be without.
func (s *Schema) Required() []*Argument { return s.required }

// TypeName is what users call the argument's type: "map(number)".
func (a *Argument) TypeName() string {
	if a.Notation != "" {
		return a.Notation
	}
	return typeexpr.TypeString(a.Type)
}

// SetDefault decodes the argument's default into what target points at, which
// stays as it is where there is none.
func (a *Argument) SetDefault(target any) {
	if a.Default == "" {
		return
	}
	value, err := ctyjson.Unmarshal([]byte(a.Default), a.Type) // a constant is written alike in both
	if err == nil {
		err = gocty.FromCtyValue(value, target)
	}
	if err != nil {
		panic("the default of " + a.Name + ": " + err.Error())
	}
}

// Define completes a schema with what decoding needs, once.
func Define(s Schema) *Schema {
	s.body, s.required = &hcl.BodySchema{}, nil
	s.byName = make(map[string]*Argument, len(s.Arguments))
	for _, a := range s.Arguments {
		// None is required as HCL sees it: contents says itself what is missing.
		s.body.Attributes = append(s.body.Attributes, hcl.AttributeSchema{Name: a.Name})
		s.byName[a.Name] = a
		if a.Required {
			s.required = append(s.required, a)
		}
	}
	for _, inner := range s.Blocks {
		s.body.Blocks = append(s.body.Blocks, hcl.BlockHeaderSchema{Type: inner.Type, LabelNames: inner.Labels})
	}
	if len(s.DynamicTypes()) > 0 {
		s.body.Blocks = append(s.body.Blocks, hcl.BlockHeaderSchema{Type: DynamicType, LabelNames: []string{"type"}})
	}
	return &s
}

// DynamicType is the type of the blocks that stand for several others.
const DynamicType = "dynamic"

// DynamicTypes are the types of the blocks inside that a dynamic block can
// stand for: those that repeat, and those that one may want only sometimes.
func (s *Schema) DynamicTypes() []string {
	var types []string
	for _, inner := range s.Blocks {
		if s.Type != "" && s.Type != DynamicType && len(inner.Labels) == 0 && (inner.Repeats || s.Type == "provider") {
			types = append(types, inner.Type)
		}
	}
	return types
}

// Argument returns the argument of a name, which there must be: what decodes
// and what documents cannot differ.
func (s *Schema) Argument(name string) *Argument {
	a := s.byName[name]
	if a == nil {
		panic("the schema of " + s.Type + " has no argument " + name)
	}
	return a
}

// HasAll reports whether all arguments that are written are the schema's.
func (s *Schema) HasAll(written hclsyntax.Attributes) bool {
	for name := range written {
		if s.byName[name] == nil {
			return false
		}
	}
	return true
}

// ArgumentNames are the names of a schema's arguments, in its order.
func (s *Schema) ArgumentNames() []string {
	names := make([]string, len(s.Arguments))
	for i, a := range s.Arguments {
		names[i] = a.Name
	}
	return names
}

// BlockTypes are the types of the blocks that may stand inside, in its order.
func (s *Schema) BlockTypes() []string {
	types := make([]string, len(s.Blocks))
	for i, b := range s.Blocks {
		types[i] = b.Type
	}
	return types
}

// Block returns the schema of a type of block that may stand inside, or nil.
func (s *Schema) Block(blockType string) *Schema {
	i := slices.IndexFunc(s.Blocks, func(b *Schema) bool { return b.Type == blockType })
	if i < 0 {
		return nil
	}
	return s.Blocks[i]
}
