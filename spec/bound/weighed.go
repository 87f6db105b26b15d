package bound

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"gesso/spec/conform"
)

// gone is what a for expression or a splat goes through, paid for before. After an
// excess there is nothing in it.
type gone struct {
	*hclsyntax.ParenthesesExpr
	each int // what it takes for each element
}

func (g *gone) Value(ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) {
	value, diags := g.Expression.Value(ctx)
	bare, _ := value.Unmark()
	meter := meterOf(ctx)
	if meter == nil || !bare.IsKnown() || bare.IsNull() || !bare.CanIterateElements() {
		return value, diags
	}
	n, parts := lengthOf(bare), 1
	if ty := bare.Type(); ty.IsSetType() {
		parts = max(parts, partsOf(ty.ElementType()))
	}
	if work := through(bare.Type(), n, parts); work > maxPass || !meter.Spend(work+Product(n, g.each)) {
		meter.exhausted = true
		return cty.EmptyTupleVal, diags
	}
	return value, diags
}

// collection is what a for expression goes through. HCL forgets the marks of
// one whose type is not known yet, but not those of an unknown list.
type collection struct{ gone }

func (c *collection) Value(ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) {
	value, diags := c.gone.Value(ctx)
	if bare, marks := value.Unmark(); len(marks) > 0 && !bare.IsKnown() && bare.Type() == cty.DynamicPseudoType {
		value = cty.UnknownVal(cty.List(cty.DynamicPseudoType)).WithMarks(marks)
	}
	return value, diags
}

// weighed is one side of a comparison, which may go through all of it.
type weighed struct{ *hclsyntax.ParenthesesExpr }

func weighedOf(expr hclsyntax.Expression) hclsyntax.Expression {
	switch expr.(type) {
	case *weighed, *hclsyntax.LiteralValueExpr:
		return expr
	}
	return &weighed{around(expr)}
}

func (w *weighed) Value(ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) {
	value, diags := w.Expression.Value(ctx)
	if meter := meterOf(ctx); meter != nil && !meter.Weigh(value, compared) {
		return cty.DynamicVal, diags
	}
	return value, diags
}

// branch is one result of a condition. HCL evaluates both, and makes them of one type:
// tuples and objects that differ become lists and maps, for which go-cty compares the
// types of all elements in pairs. Where all those of a long one are the same, it
// becomes a list or a map here.
type branch struct{ *hclsyntax.ParenthesesExpr }

func (b *branch) Value(ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) {
	value, diags := b.Expression.Value(ctx)
	meter := meterOf(ctx)
	if meter == nil {
		return value, diags
	}
	made, ok := meter.Alike(value)
	if !ok {
		return cty.DynamicVal, diags
	}
	return made, diags
}

// long is how many elements a value has for which go-cty takes some 50 milliseconds.
const long = 2_000

// Alike is a long tuple as a list, or a long object as a map, where all elements are of
// one type: for those who ask go-cty for the one type of several such. It charges for
// that, and reports whether it may be.
func (m *Meter) Alike(value cty.Value) (cty.Value, bool) {
	bare, marks := value.Unmark()
	if ty := bare.Type(); !ty.IsTupleType() && !ty.IsObjectType() || !bare.IsKnown() || bare.IsNull() {
		return value, true
	}
	n := lengthOf(bare)
	if n < long {
		return value, true
	}
	if !m.Spend(Product(n, perKey*compared)) {
		return value, false
	}
	if made, uniform := conform.Uniform(bare); uniform {
		return made.WithMarks(marks), true
	}
	return value, m.Spend(Product(n, n) / pairsPerUnit)
}
