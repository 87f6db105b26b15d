package eval

import (
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"gesso/spec/config"
	"gesso/spec/origin"
)

// reached lists the instances that an expression leads to, by the look of it.
// It is for results that are not known: some of HCL's operators lose the marks
// of an unknown operand (negation, an unknown index or key, a template's loop),
// and the instance would not wait for what it needs.
func (m *moduleInstance) reached(expr hcl.Expression, ctx *hcl.EvalContext) []string {
	var addresses []string
	for block, u := range findUses(expr) {
		if root, name, _ := strings.Cut(block, "."); root == "image" {
			_, marks := m.lookup(ctx, m.module.Images[name], u).UnmarkDeep()
			addresses = append(addresses, origin.Of(marks).Addresses...)
		}
	}
	for _, value := range valuesIn(expr, ctx) {
		_, marks := value.UnmarkDeep()
		addresses = append(addresses, origin.Of(marks).Addresses...)
	}
	return addresses
}

// valuesIn lists what an expression uses beside images, by the look of it: of
// an index only the element, where its key can be told.
func valuesIn(expr hcl.Expression, ctx *hcl.EvalContext) []cty.Value {
	var values []cty.Value
	indexed := map[hclsyntax.Node]bool{}
	take := func(expr hcl.Expression, t hcl.Traversal) {
		value, diags := expr.Value(ctx)
		if diags.HasErrors() {
			value, diags = t.TraverseAbs(ctx)
		}
		if !diags.HasErrors() {
			values = append(values, value)
		}
	}
	if node, ok := expr.(hclsyntax.Node); ok {
		_ = hclsyntax.VisitAll(node, func(node hclsyntax.Node) hcl.Diagnostics {
			switch n := node.(type) {
			case *hclsyntax.IndexExpr:
				if t, ok := n.Collection.(*hclsyntax.ScopeTraversalExpr); ok && !config.IsImage(t.Traversal) {
					indexed[t] = true
					take(n, t.Traversal)
				}
			case *hclsyntax.ScopeTraversalExpr:
				if !indexed[n] && !config.IsImage(n.Traversal) {
					take(n, n.Traversal)
				}
			}
			return nil
		})
	}
	return values
}

// mend puts back the marks that a value has lost in the same way: on all of it,
// which makes its users wait for more than they need, and never for less.
func (m *moduleInstance) mend(value cty.Value, refs config.References) cty.Value {
	if value.IsWhollyKnown() || !losesMarks(value) {
		return value
	}
	for _, object := range []struct {
		names []string
		from  map[string]cty.Value
	}{{refs.Images, m.blocks}, {refs.Locals, m.locals}, {refs.Variables, m.variables}} {
		for _, name := range object.names {
			if from, ok := object.from[name]; ok {
				_, marks := from.UnmarkDeep()
				value = value.WithMarks(marks)
			}
		}
	}
	if len(refs.Modules) > 0 {
		_, marks := m.calledObject(refs.Modules).UnmarkDeep()
		value = value.WithMarks(marks)
	}
	return value
}

// losesMarks reports whether something unknown in a value tells nothing of
// where it came from.
func losesMarks(value cty.Value) bool {
	lost := false
	_ = cty.Walk(value, func(_ cty.Path, v cty.Value) (bool, error) {
		v, marks := v.Unmark()
		if len(origin.Of(marks).Addresses) > 0 {
			return false, nil
		}
		lost = lost || !v.IsKnown()
		return !lost, nil
	})
	return lost
}
