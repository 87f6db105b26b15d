package link

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// multiplies reports whether an expression can hold a local value more than
// once. Forty such in a row, each with the one before twice, take no room and
// can never be gone through.
func multiplies(expr hcl.Expression) bool {
	node, ok := expr.(hclsyntax.Node)
	uses := countLocals(expr)
	if !ok || uses == 0 {
		return uses > 0
	}
	loops := false
	_ = hclsyntax.VisitAll(node, func(n hclsyntax.Node) hcl.Diagnostics {
		switch n := n.(type) {
		case *hclsyntax.ForExpr:
			loops = loops || countLocals(n.ValExpr) > 0
		case *hclsyntax.SplatExpr:
			loops = loops || countLocals(n.Each) > 0
		}
		return nil
	})
	return uses > 1 || loops
}

func countLocals(expr hcl.Expression) int {
	n := 0
	for _, t := range expr.Variables() {
		if t.RootName() == "local" {
			n++
		}
	}
	return n
}
