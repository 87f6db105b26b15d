package config

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"gesso/spec/lang"
)

// Tree is the blocks of a configuration and of the modules that it calls, as they
// are written, with what their references lead to. Once it is linked it does not
// change.
type Tree struct {
	Root      *Module
	Providers map[string]*Provider // by what refers to them; see Default

	Kinds    []*lang.Kind // of providers that there are
	standard string       // what the default provider is referred to by
	Moves    []*Move      // in the order in which they are made
	Removals []*removal   // removed blocks
	Silence  []string     // ids of warnings that are not told
	Order    []Evaluable  // each after what it needs
}

// NewTree is a tree without a block.
func NewTree(kinds []*lang.Kind) *Tree {
	t := &Tree{Root: newModule(".", nil), Providers: map[string]*Provider{}, Kinds: kinds}
	t.ChooseDefault()
	return t
}

// Block returns the image block that an address belongs to, be its instance
// declared or not, or nil.
func (t *Tree) Block(address string) *Image {
	steps, diags := hclsyntax.ParseTraversalAbs([]byte(address), "address", hcl.InitialPos)
	if diags.HasErrors() {
		return nil
	}
	module := t.Root
	for steps.RootName() == "module" {
		call := module.Calls[BlockName(steps)]
		if call == nil {
			return nil
		}
		module, steps = call.Module, steps[2:]
		if len(steps) > 0 && IsIndex(steps[0]) {
			steps = steps[1:]
		}
		attr, ok := first(steps).(hcl.TraverseAttr)
		if !ok {
			return nil
		}
		steps = append(hcl.Traversal{hcl.TraverseRoot{Name: attr.Name}}, steps[1:]...)
	}
	if !IsImage(steps) {
		return nil
	}
	return module.Images[BlockName(steps)]
}
