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
	meter := new(bound.Meter)
	meter.Watch(expr)
	if meter.Refused(expr) {
		return diag.Broken(cty.DynamicPseudoType), diag.TooMuch(expr)
	}
	value, diags := expr.Value(nil)
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
