package source

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// BareExpression is an expression without the parentheses, or the template that
// holds nothing else, around it.
func BareExpression(expr hcl.Expression) hcl.Expression {
	for {
		switch x := expr.(type) {
		case *hclsyntax.ParenthesesExpr:
			expr = x.Expression
		case *hclsyntax.TemplateWrapExpr:
			expr = x.Wrapped
		default:
			return expr
		}
	}
}
