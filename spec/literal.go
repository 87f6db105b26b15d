package spec

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// literalText is a string without interpolation, as most arguments of most
// images are: half of the room that HCL's own expression takes, and nothing to
// evaluate.
type literalText struct {
	value cty.Value
	rng   hcl.Range
}

// compact returns a smaller expression that means the same, if there is one.
func compact(expr hcl.Expression) hcl.Expression {
	if e, ok := expr.(*hclsyntax.TemplateExpr); ok && e.IsStringLiteral() {
		return &literalText{e.Parts[0].(*hclsyntax.LiteralValueExpr).Val, e.SrcRange}
	}
	return expr
}

func (l *literalText) Value(*hcl.EvalContext) (cty.Value, hcl.Diagnostics) { return l.value, nil }

func (l *literalText) Variables() []hcl.Traversal { return nil }

func (l *literalText) Range() hcl.Range { return l.rng }

func (l *literalText) StartRange() hcl.Range { return l.rng }
