package spec

import (
	"maps"
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"gesso/spec/diag"
)

// OutputValue is an output with its value, of which parts can be unknown while
// pictures are to be made. The value has no marks.
type OutputValue struct {
	*Output
	Value cty.Value
}

// Outputs returns the outputs by name, with the values that they had when the
// expansion was made.
func (x *Expansion) Outputs() ([]OutputValue, hcl.Diagnostics) {
	return x.outputs, x.Config.presentable(slices.Clone(x.mistaken))
}

func (x *Expansion) evaluateOutputs() {
	for _, name := range slices.Sorted(maps.Keys(x.Config.Root.Outputs)) {
		value, diags := x.output(x.Config.Root.Outputs[name])
		x.mistaken = append(x.mistaken, diags...)
		if value != cty.NilVal {
			x.outputs = append(x.outputs, OutputValue{x.Config.Root.Outputs[name], value})
		}
	}
}

// output evaluates one output: to NilVal after a mistake, be it elsewhere.
func (x *Expansion) output(out *Output) (cty.Value, hcl.Diagnostics) {
	if out.broken {
		return cty.NilVal, nil
	}
	root := x.eval.root
	ctx := root.context(out.references)
	if diags := root.refused(out, ctx); diags.HasErrors() {
		return cty.NilVal, diags
	}
	value, diags := root.value(out.expr, ctx)
	if diags.HasErrors() {
		return cty.NilVal, diags
	}
	value, marks := value.UnmarkDeep()
	o := originOf(marks)
	switch {
	case o.broken:
		return cty.NilVal, diags
	case o.ephemeral:
		return cty.NilVal, append(diags, ephemeralOutput(out)...)
	case o.sensitive && !out.Sensitive:
		return cty.NilVal, append(diags, diag.ProblemAt(out.expr.Range(), "Output refers to sensitive values",
			"The output %q would show a sensitive value. Add sensitive = true to it, or use nonsensitive(...).", out.Name)...)
	}
	return value, diags
}

// evaluateOutput gives an output of a module its value.
func (m *moduleInstance) evaluateOutput(o *Output) hcl.Diagnostics {
	return m.outputIn(o, m.context(o.references))
}

func (m *moduleInstance) outputIn(o *Output, ctx *hcl.EvalContext) hcl.Diagnostics {
	m.outputs[o.Name] = diag.Broken(cty.DynamicPseudoType)
	if o.broken {
		return nil
	}
	if diags := m.refused(o, ctx); diags.HasErrors() {
		return diags
	}
	value, diags := m.value(o.expr, ctx)
	if diags.HasErrors() {
		return diags
	}
	value = m.mend(value, o.references)
	if _, marks := value.UnmarkDeep(); originOf(marks).ephemeral && !o.Ephemeral {
		return append(diags, ephemeralOutput(o)...)
	}
	if o.Sensitive {
		value = value.Mark(sensitive)
	}
	if o.Ephemeral {
		value = value.Mark(ephemeral)
	}
	m.outputs[o.Name] = value
	return diags
}

func ephemeralOutput(out *Output) hcl.Diagnostics {
	how := "Give null in its place with ephemeralasnull(...)."
	if out.module.call != nil {
		how = "Add ephemeral = true to it."
	}
	return diag.ProblemAt(out.expr.Range(), "Ephemeral value not allowed",
		"The output %q is derived from an ephemeral value, which exists for one run only. %s", out.Name, how)
}
