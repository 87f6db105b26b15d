package eval

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"gesso/spec/config"
	"gesso/spec/diag"
	"gesso/spec/origin"
	"gesso/spec/repeat"
)

// maxModuleInstances bounds the same of all module blocks together.
const maxModuleInstances = 100_000

// occurrences evaluates count, for_each or matrix of a block, which makes
// things of that noun. They come with what all of them depend on through it.
// Where a mistake, be it elsewhere, hides them, one stands for them; there are
// none, nil, where the configuration has too many.
func (m *moduleInstance) occurrences(r config.Repetition, noun string, rng hcl.Range, ctx *hcl.EvalContext) ([]repeat.Occurrence, []string, hcl.Diagnostics) {
	if m.crowded(noun) {
		return nil, nil, nil
	}
	argument, expr := r.Argument()
	if expr == nil {
		if ok, diags := m.room(1, noun, rng); !ok {
			return nil, nil, diags
		}
		return []repeat.Occurrence{{}}, nil, nil
	}
	var value cty.Value
	var diags hcl.Diagnostics
	var axes []repeat.Axis
	if argument == "matrix" {
		axes, value, diags = m.axes(expr, ctx)
	} else {
		value, diags = m.value(expr, ctx)
	}
	bare, marks := value.Unmark()
	o := origin.Of(marks)
	hidden := func() []repeat.Occurrence { return []repeat.Occurrence{repeat.Broken(repeat.Any(r, bare))} }
	if m.e.config.Lacks(diags, o) {
		return []repeat.Occurrence{repeat.Any(r, bare)}, nil, nil
	}
	if diags.HasErrors() || o.Broken {
		return hidden(), nil, diags
	}
	common, diags := origin.ExpansionMarks(argument, expr.Range(), o)
	if diags.HasErrors() {
		return hidden(), nil, diag.Within(diags, expr, ctx)
	}
	var made []repeat.Occurrence
	switch {
	case argument == "count":
		made, diags = repeat.Count(bare, expr.Range())
	case argument == "matrix":
		made, diags = repeat.Matrix(axes, expr.Range())
	default:
		if _, one := m.e.imageAddress(value); one {
			diags = diag.ProblemAt(expr.Range(), "Invalid for_each argument",
				"The for_each value is one image, not a collection of them. Leave for_each out, and refer to the image itself.")
			break
		}
		made, diags = repeat.ForEach(bare, noun, expr.Range())
	}
	if m.e.config.Lacks(diags, o) {
		return []repeat.Occurrence{repeat.Any(r, bare)}, nil, nil
	}
	if diags.HasErrors() {
		return hidden(), nil, diag.Within(diags, expr, ctx)
	}
	if ok, diags := m.room(len(made), noun, expr.Range()); !ok {
		return nil, nil, diags
	}
	return made, common, nil
}

// mostOf is how many instances of a kind of block there may be.
func mostOf(noun string) int {
	if noun == "module" {
		return maxModuleInstances
	}
	return repeat.MaxInstances
}

// crowded reports whether there are too many, which has been told.
func (m *moduleInstance) crowded(noun string) bool { return m.e.count[noun] > mostOf(noun) }

// room reports whether there may be n more instances: modules in modules
// multiply theirs.
func (m *moduleInstance) room(n int, noun string, rng hcl.Range) (bool, hcl.Diagnostics) {
	m.e.count[noun] += n
	if !m.crowded(noun) {
		return true, nil
	}
	return false, diag.ProblemAt(rng, "Too many instances",
		"With the instances of this block, and of the modules that it is in, the configuration has more than %d instances of %ss. Make fewer: there is one for each combination of the keys of all modules around it.", mostOf(noun), noun)
}
