package bound

import (
	"reflect"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// A sealed value is an argument on its way to a function. HCL converts what it gives to
// a function, and go-cty goes through all of it to see whether there are marks, both
// before the function can say that it is too much: a value that holds another a
// thousand times may have more parts than there is time. A sealed one is not looked
// into. The function opens it, weighs it and does the rest itself.
var sealed = cty.Capsule("argument of a function", reflect.TypeFor[cty.Value]())

// SealArguments tells that the functions of the meter's scopes open their arguments,
// all of them.
func (m *Meter) SealArguments() { m.seals = true }

// Open is an argument as it was before it was sealed, or any other value as it is.
func Open(value cty.Value) cty.Value {
	if value.IsMarked() || value.Type() != sealed {
		return value
	}
	return *value.EncapsulatedValue().(*cty.Value)
}

// argument is one of a function. What has no parts goes as it is.
type argument struct{ *hclsyntax.ParenthesesExpr }

func (a *argument) Value(ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) {
	value, diags := a.Expression.Value(ctx)
	if ty := value.Type(); ty.IsPrimitiveType() || ty.IsCapsuleType() || ty == cty.DynamicPseudoType || diags.HasErrors() {
		return value, diags
	}
	if meter := meterOf(ctx); meter == nil || !meter.seals {
		return value, diags
	}
	return cty.CapsuleVal(sealed, &value), diags
}

// Bare is an argument of a function as it is written, or any other expression as it is.
func Bare(expr hcl.Expression) hcl.Expression {
	if a, ok := expr.(*argument); ok {
		return a.Expression
	}
	return expr
}

// expanded is a last argument of which each element becomes one. HCL has to see it.
type expanded struct{ *hclsyntax.ParenthesesExpr }

func (e *expanded) Value(ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) {
	value, diags := e.Expression.Value(ctx)
	if meter := meterOf(ctx); meter != nil && !meter.Weigh(value, 2) {
		return cty.DynamicVal, diags
	}
	return value, diags
}
