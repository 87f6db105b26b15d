package bound

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
)

// Prepare lets the meter of a scope count what is evaluated over and over in an
// expression and what makes text, and mends what these places forget of marks.
// It changes the expression, once and for all: the same one may be evaluated in
// several scopes at the same time. An expression of another syntax than the
// native one stays as it is.
//
// It returns the literals that are out of bounds. They have become unknown.
func Prepare(expr hcl.Expression) (excessive []*hclsyntax.LiteralValueExpr) {
	if node, ok := expr.(hclsyntax.Node); ok {
		_ = hclsyntax.VisitAll(node, func(n hclsyntax.Node) hcl.Diagnostics {
			if literal, ok := n.(*hclsyntax.LiteralValueExpr); ok && Excessive(literal.Val) {
				literal.Val = cty.UnknownVal(literal.Val.Type())
				excessive = append(excessive, literal)
			}
			prepare(n)
			return nil
		})
	}
	return excessive
}

func prepare(node hclsyntax.Node) {
	switch n := node.(type) {
	case *hclsyntax.BinaryOpExpr:
		switch n.Op {
		case hclsyntax.OpEqual, hclsyntax.OpNotEqual:
			n.LHS, n.RHS = weighedOf(n.LHS), weighedOf(n.RHS)
		default:
			if n.Op.Type == cty.Number {
				n.LHS, n.RHS = operandOf(n.LHS), operandOf(n.RHS)
			}
		}
	case *hclsyntax.ConditionalExpr:
		if _, done := n.TrueResult.(*branch); !done {
			n.TrueResult, n.FalseResult = &branch{around(n.TrueResult)}, &branch{around(n.FalseResult)}
		}
	case *hclsyntax.FunctionCallExpr:
		arguments(n)
	case *hclsyntax.ForExpr:
		if _, done := n.ValExpr.(*watched); !done {
			loop(n)
		}
	case *hclsyntax.SplatExpr:
		if _, done := n.Each.(*watched); !done {
			n.Source = &gone{around(n.Source), perElement + CostOf(n.Each)}
			n.Each = &watched{around(n.Each), 1}
		}
	case *hclsyntax.TemplateWrapExpr:
		n.Wrapped = mended(n.Wrapped)
	case *hclsyntax.TemplateExpr:
		for i, part := range n.Parts {
			_, literal := part.(*hclsyntax.LiteralValueExpr)
			if _, done := part.(*watched); !done && !literal {
				n.Parts[i] = &watched{around(mended(part)), 0}
			}
		}
	}
}

// loop prepares a for expression: what it goes through, and what it evaluates for each
// element, of which not every one is taken.
func loop(n *hclsyntax.ForExpr) {
	each := perElement + CostOf(n.ValExpr)
	if n.KeyExpr != nil {
		each += CostOf(n.KeyExpr)
	}
	if n.CondExpr != nil {
		each += CostOf(n.CondExpr)
	}
	n.CollExpr = &collection{gone{around(n.CollExpr), each}}
	n.ValExpr = &watched{around(n.ValExpr), 1}
	if n.KeyExpr != nil {
		n.KeyExpr = &watched{around(n.KeyExpr), 0}
	}
	if n.CondExpr != nil {
		n.CondExpr = &watched{around(n.CondExpr), 0}
	}
}

func arguments(n *hclsyntax.FunctionCallExpr) {
	for i, arg := range n.Args {
		switch arg.(type) {
		case *argument, *expanded, *hclsyntax.LiteralValueExpr:
			continue
		}
		if n.ExpandFinal && i == len(n.Args)-1 {
			n.Args[i] = &expanded{around(arg)}
		} else {
			n.Args[i] = &argument{around(arg)}
		}
	}
}

// around makes a node that can be extended outside of hclsyntax: what walks
// the tree finds the expression inside of the parentheses.
func around(expr hclsyntax.Expression) *hclsyntax.ParenthesesExpr {
	return &hclsyntax.ParenthesesExpr{Expression: expr, SrcRange: expr.Range()}
}

// watched counts each evaluation of an expression and the text that it makes.
type watched struct {
	*hclsyntax.ParenthesesExpr
	cost int
}

// Value evaluates nothing more after an excess: the loops around it end soon.
func (w *watched) Value(ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) {
	meter := meterOf(ctx)
	if meter == nil {
		return w.Expression.Value(ctx)
	}
	meter.steps += w.cost
	meter.allSteps += w.cost
	if meter.over() {
		return cty.DynamicVal, nil
	}
	value, diags := w.Expression.Value(ctx)
	meter.take(value)
	if meter.exhausted {
		return cty.DynamicVal, nil // a number that is out of bounds must not become text
	}
	return value, diags
}

// operand is one side of an arithmetic operator. A number that is out of bounds
// ends the evaluation: each of a few local values that square the one before
// doubles its length. What two sides within bounds make is at most twice as long.
type operand struct{ *hclsyntax.ParenthesesExpr }

func operandOf(expr hclsyntax.Expression) hclsyntax.Expression {
	switch expr.(type) {
	case *operand, *hclsyntax.LiteralValueExpr: // which Prepare looks at
		return expr
	}
	return &operand{around(expr)}
}

func (o *operand) Value(ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) {
	value, diags := o.Expression.Value(ctx)
	number := value
	if value.Type() == cty.String && !Excessive(value) {
		if converted, err := convert.Convert(value, cty.Number); err == nil {
			number = converted
		}
	}
	if Excessive(number) {
		if meter := meterOf(ctx); meter != nil {
			meter.exhausted = true
		}
		return cty.UnknownVal(cty.Number), diags
	}
	return value, diags
}

// mended is the for directive of a template with the marks that HCL forgets
// of the rounds whose text is not known yet, or expr where it is no such.
func mended(expr hclsyntax.Expression) hclsyntax.Expression {
	if j, ok := expr.(*hclsyntax.TemplateJoinExpr); ok {
		return &join{j}
	}
	return expr
}

type join struct{ *hclsyntax.TemplateJoinExpr }

func (j *join) Value(ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) {
	tuple, diags := j.Tuple.Value(ctx)
	joined := hclsyntax.TemplateJoinExpr{Tuple: &hclsyntax.LiteralValueExpr{Val: tuple, SrcRange: j.Tuple.Range()}}
	text, more := joined.Value(ctx)
	if !text.IsKnown() {
		_, marks := tuple.UnmarkDeep()
		text = text.WithMarks(marks)
	}
	return text, append(diags, more...)
}
