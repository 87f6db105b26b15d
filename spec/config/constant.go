package config

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"gesso/spec/bound"
	"gesso/spec/diag"
)

// Constant evaluates an expression that can refer to nothing.
func Constant(expr hcl.Expression) (cty.Value, hcl.Diagnostics) {
	if len(bound.Prepare(expr)) > 0 {
		return diag.Broken(cty.DynamicPseudoType), diag.TooMuch(expr)
	}
	meter, scope := new(bound.Meter), new(hcl.EvalContext)
	meter.Join(scope)
	value, diags := expr.Value(scope)
	if meter.Exceeded() || bound.Excessive(value) {
		return diag.Broken(cty.DynamicPseudoType), diag.TooMuch(expr)
	}
	if diags.HasErrors() && !isConstant(expr) {
		diags = diag.ProblemAt(expr.Range(), "Constant required",
			"Nothing can be referred to and no function called here: the value must be a constant. What is computed is a local value.")
	}
	return value, diags
}

// isConstant reports whether an expression refers to nothing and calls nothing.
func isConstant(expr hcl.Expression) bool {
	constant := len(expr.Variables()) == 0
	if node, ok := expr.(hclsyntax.Node); ok {
		_ = hclsyntax.VisitAll(node, func(n hclsyntax.Node) hcl.Diagnostics {
			_, call := n.(*hclsyntax.FunctionCallExpr)
			constant = constant && !call
			return nil
		})
	}
	return constant
}
