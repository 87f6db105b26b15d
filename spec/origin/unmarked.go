package origin

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"gesso/spec/config"
)

// ValuesIn lists what an expression uses beside images, by the look of it: of
// an index only the element, where its key can be told.
func ValuesIn(expr hcl.Expression, ctx *hcl.EvalContext) []cty.Value {
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

// LosesMarks reports whether something unknown in a value tells nothing of
// where it came from.
func LosesMarks(value cty.Value) bool {
	lost := false
	_ = cty.Walk(value, func(_ cty.Path, v cty.Value) (bool, error) {
		v, marks := v.Unmark()
		if len(Of(marks).Addresses) > 0 {
			return false, nil
		}
		lost = lost || !v.IsKnown()
		return !lost, nil
	})
	return lost
}
