// Package advice adds to HCL's mistakes about an expression what HCL cannot know: which
// keys and attributes there are, and what an image or a module is. It only words what
// it is told, and evaluates nothing that was not evaluated before.
//
//	diags = advice.On(scope, expr, diags)
package advice

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"

	"gesso/spec/address"
	"gesso/spec/config"
	"gesso/spec/diag"
)

// Scope is what an instance of a module knows of its blocks.
type Scope interface {
	// Module is the module as it is written.
	Module() *config.Module
	// Keys lists the keys of a block's instances; root is image or module.
	Keys(root, block string) []string
	// ImageAddress is the address of the image that a value is the whole of.
	ImageAddress(cty.Value) (string, bool)
}

// On adds to HCL's diagnostics of an expression what it cannot know: which
// keys and attributes there are, and what an image is.
func On(m Scope, expr hcl.Expression, diags hcl.Diagnostics) hcl.Diagnostics {
	node, ok := expr.(hclsyntax.Node)
	if !ok || !diags.HasErrors() {
		return diags
	}
	for _, d := range diags {
		if d.Subject == nil || d.EvalContext == nil {
			continue
		}
		_ = hclsyntax.VisitAll(node, func(n hclsyntax.Node) hcl.Diagnostics {
			switch n := n.(type) {
			case *hclsyntax.IndexExpr:
				if t, ok := n.Collection.(*hclsyntax.ScopeTraversalExpr); ok && (n.Key.Range() == *d.Subject || n.BracketRange == *d.Subject) {
					key, _ := n.Key.Value(d.EvalContext)
					adviseKey(m, d, t.Traversal, key)
				}
			case *hclsyntax.ScopeTraversalExpr:
				adviseTraversal(m, d, n.Traversal)
			case *hclsyntax.TemplateExpr:
				advisePart(m, d, n)
			}
			return nil
		})
	}
	return diags
}

// advisePart says of a whole image in a text to use one of its attributes.
func advisePart(m Scope, d *hcl.Diagnostic, template *hclsyntax.TemplateExpr) {
	for _, part := range template.Parts {
		if part.Range() != *d.Subject {
			continue
		}
		value, diags := part.Value(d.EvalContext)
		if address, ok := m.ImageAddress(value); ok && !diags.HasErrors() {
			d.Detail = diag.WholeImage(address)
		}
		if detail := WholeModule(m, part); detail != "" {
			d.Detail = detail
		}
	}
}

// WholeModule says of a module in place of a text to use one of its outputs; ""
// for any other expression.
func WholeModule(m Scope, expr hcl.Expression) string {
	used := expr.Variables()
	if len(used) != 1 || used[0].SourceRange() != expr.Range() {
		return ""
	}
	t := used[0]
	if t.RootName() != "module" || m.Module().Calls[config.BlockName(t)] == nil || len(t) > 3 {
		return ""
	}
	name, outputs := "module."+config.BlockName(t), config.Names(m.Module().Calls[config.BlockName(t)].Module.Outputs)()
	if len(outputs) == 0 {
		return "This is the whole of " + name + ", not a text, and the module has no outputs. Declare one in it."
	}
	return "This is the whole of " + name + ", not a text: use one of its outputs, which are " + diag.Enumerate(outputs) + "."
}

// adviseTraversal looks for the step of a traversal that failed.
func adviseTraversal(m Scope, d *hcl.Diagnostic, t hcl.Traversal) {
	for n, step := range t {
		if n == 0 || step.SourceRange() != *d.Subject {
			continue
		}
		switch s := step.(type) {
		case hcl.TraverseIndex:
			adviseKey(m, d, t[:n], s.Key)
		case hcl.TraverseAttr:
			diag.AdviseAttribute(d, t[:n], s.Name)
		}
	}
}

// adviseKey names the instances that a block has.
func adviseKey(m Scope, d *hcl.Diagnostic, t hcl.Traversal, key cty.Value) {
	root, block := t.RootName(), config.BlockName(t)
	if !config.IsBlock(t) || len(t) != 2 || root == "image" && m.Module().Images[block] == nil || root == "module" && m.Module().Calls[block] == nil {
		return
	}
	key, _ = key.Unmark()
	text, err := convert.Convert(key, cty.String)
	if err != nil || !text.IsKnown() || text.IsNull() {
		return
	}
	d.Detail = "The block " + root + "." + block + " has no instance with the key " + address.Quote(text.AsString()) + "." + Keys(m, root, block, text.AsString())
}

// Keys tells of a block's keys what helps somebody who has used another.
func Keys(m Scope, root, block, given string) string {
	keys := m.Keys(root, block)
	var r config.Repetition
	if root == "module" {
		r = m.Module().Calls[block].Repetition
	} else {
		r = m.Module().Images[block].Repetition
	}
	near := diag.DidYouMean(given, keys)
	switch {
	case near != "" && r.Keyed():
		return near
	case len(keys) == 0:
		return " It has no instances."
	case r.Count != nil:
		return " Its instances are numbered from 0 to " + keys[len(keys)-1] + "."
	case len(keys) <= 8 && r.Keyed():
		return " Its keys are " + diag.Enumerate(keys) + "."
	}
	return ""
}
