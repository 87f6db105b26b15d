package spec

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// Block returns the image block that an address belongs to, be its instance
// declared or not, or nil.
func (c *Config) Block(address string) *Image {
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
