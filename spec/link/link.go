package link

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty/function"

	"gesso/spec/config"
	"gesso/spec/diag"
)

// Linker checks the references of a tree, and makes its expressions ready to be
// evaluated.
type Linker struct {
	*config.Tree
	Functions map[string]function.Function
	Watch     func(hcl.Expression) // is given each expression, once
	hints     int                  // how often names were compared for a suggestion
}

// Link checks every reference of all modules and orders the blocks by them.
// It reports whether they go in circles, so that nothing can be evaluated.
func (c *Linker) Link() (cyclic bool, diags hcl.Diagnostics) {
	diags = c.linkModule(c.Root)
	order, more := c.sort()
	c.Order = order
	diags = append(diags, more...)
	for _, v := range c.Root.Variables {
		diags = append(diags, c.checkRules(v)...)
	}
	return more.HasErrors(), diag.InFileOrder(append(diags, c.linkMoves()...))
}

// linkModule checks the references in a module and in those that it calls.
func (c *Linker) linkModule(m *config.Module) hcl.Diagnostics {
	var diags, more hcl.Diagnostics
	here := Scope{Module: m}
	for _, value := range m.Locals {
		value.References, more = c.Resolve(here, value.Expr)
		value.Broken = more.HasErrors()
		value.Multiplies = multiplies(value.Expr)
		diags = append(diags, more...)
		use(m, value.References)
	}
	for _, img := range m.Images {
		diags = append(diags, c.linkImage(img)...)
	}
	for _, out := range m.Outputs {
		out.References, more = c.Resolve(here, out.Expr)
		out.Broken = more.HasErrors()
		more = append(more, c.linkPreconditions(out)...)
		diags = append(diags, more...)
		use(m, out.References)
	}
	for _, v := range m.Variables {
		diags = append(diags, c.linkRules(v)...)
	}
	for _, check := range m.Checks {
		diags = append(diags, c.linkCheck(m, check)...)
	}
	for _, call := range m.Calls {
		diags = append(diags, c.linkProviders(call)...)
		diags = append(diags, c.linkCall(call)...)
		diags = append(diags, c.linkModule(call.Module)...)
	}
	return diags
}

// Use notes the image blocks whose values something needs.
func use(m *config.Module, refs config.References) {
	for _, name := range refs.Images {
		if img := m.Images[name]; img != nil {
			img.Referenced = true
		}
	}
}
