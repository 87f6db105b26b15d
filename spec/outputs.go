package spec

import (
	"maps"
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
)

// OutputValue is an output with its value, of which parts can be unknown while
// pictures are to be made. The value has no marks.
type OutputValue struct {
	*Output
	Value cty.Value
}

// Outputs evaluates the outputs, by name.
func (x *Expansion) Outputs() ([]OutputValue, hcl.Diagnostics) {
	var values []OutputValue
	var diags hcl.Diagnostics
	for _, name := range slices.Sorted(maps.Keys(x.Config.Outputs)) {
		out := x.Config.Outputs[name]
		value, more := out.expr.Value(x.eval.context(out.references))
		diags = append(diags, more...)
		if more.HasErrors() {
			continue
		}
		if !out.Sensitive && isSensitive(value) {
			diags = append(diags, problemAt(out.expr.Range(), "Output refers to sensitive values",
				"The output %q would show a sensitive value. Add sensitive = true to it, or use nonsensitive(...).", name)...)
			continue
		}
		value, _ = value.UnmarkDeep()
		values = append(values, OutputValue{out, value})
	}
	return values, diags
}
