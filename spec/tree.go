package spec

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

	kinds    []*lang.Kind // of providers that there are
	standard string       // what the default provider is referred to by
	moves    []*move      // in the order in which they are made
	removals []*removal   // removed blocks
	order    []node       // each after what it needs
}

// newTree is a tree without a block.
func newTree(kinds []*lang.Kind) *Tree {
	t := &Tree{Root: newModule(".", nil), Providers: map[string]*Provider{}, kinds: kinds}
	t.chooseDefault()
	return t
}

// Block returns the image block that an address belongs to, be its instance
// declared or not, or nil.
func (c *Tree) Block(address string) *Image {
	steps, diags := hclsyntax.ParseTraversalAbs([]byte(address), "address", hcl.InitialPos)
	if diags.HasErrors() {
		return nil
	}
	module := c.Root
	for steps.RootName() == "module" {
		call := module.Calls[blockName(steps)]
		if call == nil {
			return nil
		}
		module, steps = call.Module, steps[2:]
		if len(steps) > 0 && isIndex(steps[0]) {
			steps = steps[1:]
		}
		attr, ok := first(steps).(hcl.TraverseAttr)
		if !ok {
			return nil
		}
		steps = append(hcl.Traversal{hcl.TraverseRoot{Name: attr.Name}}, steps[1:]...)
	}
	if !isImage(steps) {
		return nil
	}
	return module.Images[blockName(steps)]
}

func first(steps hcl.Traversal) hcl.Traverser {
	if len(steps) == 0 {
		return nil
	}
	return steps[0]
}
