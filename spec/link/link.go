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
	hints     int // how often names were compared for a suggestion
}

// Link checks every reference of all modules and orders the blocks by them.
// It reports whether they go in circles, so that nothing can be evaluated.
func (l *Linker) Link() (cyclic bool, diags hcl.Diagnostics) {
	diags = l.linkModule(l.Root)
	order, more := l.sort()
	l.Order = order
	diags = append(diags, more...)
	for _, v := range l.Root.Variables {
		diags = append(diags, l.checkRules(v)...)
	}
	return more.HasErrors(), diag.InFileOrder(append(diags, l.linkMoves()...))
}

// linkModule checks the references in a module and in those that it calls.
func (l *Linker) linkModule(m *config.Module) hcl.Diagnostics {
	var diags hcl.Diagnostics
	here := Scope{Module: m}
	for _, value := range m.Locals {
		refs, more := l.Resolve(here, value.Expr)
		value.Refer(refs)
		value.Broken = more.HasErrors()
		diags = append(diags, more...)
		use(m, refs)
	}
	for _, img := range m.Images {
		diags = append(diags, l.linkImage(img)...)
	}
	for _, out := range m.Outputs {
		refs, more := l.Resolve(here, out.Expr)
		out.Refer(refs)
		out.Broken = more.HasErrors()
		more = append(more, l.linkPreconditions(out)...)
		diags = append(diags, more...)
		use(m, out.References())
	}
	for _, v := range m.Variables {
		diags = append(diags, l.linkRules(v)...)
	}
	for _, check := range m.Checks {
		diags = append(diags, l.linkCheck(m, check)...)
	}
	for _, call := range m.Calls {
		diags = append(diags, l.linkProviders(call)...)
		diags = append(diags, l.linkCall(call)...)
		diags = append(diags, l.linkModule(call.Module)...)
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
