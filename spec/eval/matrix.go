package eval

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"gesso/spec/repeat"
)

// axes evaluates a matrix. Its axes come in the order in which they are
// written, which the keys have too; those of an object that is computed come
// by name. The value has the marks of all.
func (m *moduleInstance) axes(expr hcl.Expression, ctx *hcl.EvalContext) ([]repeat.Axis, cty.Value, hcl.Diagnostics) {
	value, diags := m.value(expr, ctx)
	if diags.HasErrors() {
		return nil, value, diags
	}
	return repeat.Axes(expr, value)
}
