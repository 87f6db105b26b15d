package spec

import (
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/ext/typeexpr"
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
	Sensitive   bool   // neither its line nor a value in it is shown
	Example     string // how a required one can look
	Description string // a phrase without a full stop
}

// Language is what a configuration file may hold.
func Language() *Schema { return fileSchema }

// TypeName is what users call the argument's type: "map(number)".
func (a *Argument) TypeName() string {
	if a.Notation != "" {
		return a.Notation
	}
	return typeexpr.TypeString(a.Type)
}

// setDefault decodes the argument's default into what target points at, which
// stays as it is where there is none.
func (a *Argument) setDefault(target any) {
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

// define completes a schema with what decoding needs, once.
func define(s Schema) *Schema {
	s.body = &hcl.BodySchema{}
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
	if len(s.dynamicTypes()) > 0 {
		s.body.Blocks = append(s.body.Blocks, hcl.BlockHeaderSchema{Type: dynamicType, LabelNames: []string{"type"}})
	}
	return &s
}

// dynamicType is the type of the blocks that stand for several others.
const dynamicType = "dynamic"

// dynamicTypes are the types of the blocks inside that a dynamic block can
// stand for: those that repeat, and those that one may want only sometimes.
func (s *Schema) dynamicTypes() []string {
	var types []string
	for _, inner := range s.Blocks {
		if s.Type != "" && s.Type != dynamicType && len(inner.Labels) == 0 && (inner.Repeats || s.Type == "provider") {
			types = append(types, inner.Type)
		}
	}
	return types
}

// argument returns the argument of a name, which there must be: what decodes
// and what documents cannot differ.
func (s *Schema) argument(name string) *Argument {
	a := s.byName[name]
	if a == nil {
		panic("the schema of " + s.Type + " has no argument " + name)
	}
	return a
}

// argumentNames are the names of a schema's arguments, in its order.
func (s *Schema) argumentNames() []string {
	names := make([]string, len(s.Arguments))
	for i, a := range s.Arguments {
		names[i] = a.Name
	}
	return names
}

// blockTypes are the types of the blocks that may stand inside, in its order.
func (s *Schema) blockTypes() []string {
	types := make([]string, len(s.Blocks))
	for i, b := range s.Blocks {
		types[i] = b.Type
	}
	return types
}

// block returns the schema of a type of block that may stand inside, or nil.
func (s *Schema) block(blockType string) *Schema {
	i := slices.IndexFunc(s.Blocks, func(b *Schema) bool { return b.Type == blockType })
	if i < 0 {
		return nil
	}
	return s.Blocks[i]
}
