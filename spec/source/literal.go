package source

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// Literal is a string without interpolation, as most arguments of most
// images are: half of the room that HCL's own expression takes, and nothing to
// evaluate.
type Literal struct {
	value cty.Value
	rng   hcl.Range
}

// Compact returns a smaller expression that means the same, if there is one.
func Compact(expr hcl.Expression) hcl.Expression {
	if e, ok := expr.(*hclsyntax.TemplateExpr); ok && e.IsStringLiteral() {
		return &Literal{e.Parts[0].(*hclsyntax.LiteralValueExpr).Val, e.SrcRange}
	}
	return expr
}

// Value is the text: nothing can be wrong with it.
func (l *Literal) Value(*hcl.EvalContext) (cty.Value, hcl.Diagnostics) { return l.value, nil }

// Variables are none.
func (l *Literal) Variables() []hcl.Traversal { return nil }

// Range is where the text is.
func (l *Literal) Range() hcl.Range { return l.rng }

// StartRange is Range.
func (l *Literal) StartRange() hcl.Range { return l.rng }

// IsLiteral reports whether an expression is a string without interpolation, a
// number or a keyword: nothing about it needs to be looked at.
func IsLiteral(expr hcl.Expression) bool {
	switch expr.(type) {
	case *Literal, *hclsyntax.LiteralValueExpr:
		return true
	}
	return false
}
