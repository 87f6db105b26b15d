package eval

import (
	"maps"
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"gesso/spec/condition"
	"gesso/spec/config"
	"gesso/spec/diag"
	"gesso/spec/origin"
)

// refused tells which preconditions of an output are false: it has no value.
func (m *moduleInstance) refused(o *config.Output, ctx *hcl.EvalContext) hcl.Diagnostics {
	var diags hcl.Diagnostics
	for _, rule := range o.Preconditions {
		v, more := m.conditions().Judge(rule, ctx)
		diags = append(diags, more...)
		if v.Failed {
			diags = append(diags, condition.Unmet(rule, hcl.DiagError, "Output precondition failed", v.Message, ctx))
		}
	}
	return diags
}

// OutputValue is an output with its value, of which parts can be unknown while
// pictures are to be made. The value has no marks.
type OutputValue struct {
	*config.Output
	Value cty.Value
}

// Outputs returns the outputs by name, with the values that they had when the
// expansion was made.
func (x *Expansion) Outputs() ([]OutputValue, hcl.Diagnostics) {
	return x.outputs, x.Config.Presentable(slices.Clone(x.mistaken))
}

func (x *Expansion) evaluateOutputs() {
	for _, name := range slices.Sorted(maps.Keys(x.Config.Root.Outputs)) {
		if !x.part.Knows(x.Config.Root, x.Config.Root.Outputs[name].References()) {
			continue
		}
		value, diags := x.output(x.Config.Root.Outputs[name])
		x.mistaken = append(x.mistaken, diags...)
		if value != cty.NilVal {
			x.outputs = append(x.outputs, OutputValue{x.Config.Root.Outputs[name], value})
		}
	}
}

// output evaluates one output: to NilVal after a mistake, be it elsewhere.
func (x *Expansion) output(out *config.Output) (cty.Value, hcl.Diagnostics) {
	if out.Broken {
		return cty.NilVal, nil
	}
	root := x.eval.root
	ctx := root.context(out.References())
	if diags := root.refused(out, ctx); diags.HasErrors() {
		return cty.NilVal, diags
	}
	value, diags := root.value(out.Expr, ctx)
	if diags.HasErrors() {
		return cty.NilVal, diags
	}
	value, marks := value.UnmarkDeep()
	o := origin.Of(marks)
	switch {
	case o.Broken:
		return cty.NilVal, diags
	case o.Ephemeral:
		return cty.NilVal, append(diags, ephemeralOutput(out)...)
	case o.Sensitive && !out.Sensitive:
		return cty.NilVal, append(diags, diag.ProblemAt(out.Expr.Range(), "Output refers to sensitive values",
			"The output %q would show a sensitive value. Add sensitive = true to it, or use nonsensitive(...).", out.Name)...)
	}
	return value, diags
}

// evaluateOutput gives an output of a module its value.
func (m *moduleInstance) evaluateOutput(o *config.Output) hcl.Diagnostics {
	return m.outputIn(o, m.context(o.References()))
}

func (m *moduleInstance) outputIn(o *config.Output, ctx *hcl.EvalContext) hcl.Diagnostics {
	m.outputs[o.Name] = diag.Broken(cty.DynamicPseudoType)
	if o.Broken {
		return nil
	}
	if diags := m.refused(o, ctx); diags.HasErrors() {
		return diags
	}
	value, diags := m.value(o.Expr, ctx)
	if diags.HasErrors() {
		return diags
	}
	value = m.mend(value, o.References())
	if _, marks := value.UnmarkDeep(); origin.Of(marks).Ephemeral && !o.Ephemeral {
		return append(diags, ephemeralOutput(o)...)
	}
	if o.Sensitive {
		value = value.Mark(origin.Sensitive)
	}
	if o.Ephemeral {
		value = value.Mark(origin.Ephemeral)
	}
	m.outputs[o.Name] = value
	return diags
}

func ephemeralOutput(out *config.Output) hcl.Diagnostics {
	how := "Give null in its place with ephemeralasnull(...)."
	if out.Owner.Call != nil {
		how = "Add ephemeral = true to it."
	}
	return diag.ProblemAt(out.Expr.Range(), "Ephemeral value not allowed",
		"The output %q is derived from an ephemeral value, which exists for one run only. %s", out.Name, how)
}
