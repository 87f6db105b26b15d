package eval

import (
	"reflect"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"

	"gesso/spec/diag"
	"gesso/spec/link"
	"gesso/spec/origin"
	"gesso/spec/source"
)

// Evaluate evaluates the text of one expression, as if it stood in a file of
// the configuration's own directory. There is one more function, type(value),
// whose result TypeIn tells. The value keeps the marks of what must not be
// shown, and no others.
func (x *Expansion) Evaluate(text string) (cty.Value, hcl.Diagnostics) {
	c, root := x.Config, x.eval.root
	defer c.Heed()()
	expr, diags := source.ParseExpression(text, source.ConsoleName)
	if diags.HasErrors() {
		return cty.DynamicVal, diags
	}
	refs, diags := c.Linker().Resolve(link.Scope{Module: c.Root, Console: true}, expr)
	if diags.HasErrors() {
		return cty.DynamicVal, diags
	}
	for _, name := range refs.Images {
		if _, built := root.blocks[name]; !built { // nothing in the files refers to it
			root.blocks[name] = root.blockValue(c.Root.Images[name])
		}
	}
	c.Meter.Reset()
	x.eval.exceeded = false
	ctx := root.context(refs).NewChild()
	ctx.Functions = map[string]function.Function{"type": typeFunc}
	value, diags := root.value(expr, ctx)
	if c.Meter.Weigh(value); c.Meter.Exceeded() && !diags.HasErrors() {
		return cty.DynamicVal, diag.TooMuch(expr) // it could never be printed
	}
	if !diags.HasErrors() && holdsType(value) {
		diags = append(diags, diag.ProblemAt(expr.Range(), "Invalid use of type function",
			"The function type exists to look at values here: its result is shown, and cannot be part of another value.")...)
	}
	return visible(value), c.Secrets.Conceal(diags)
}

// visible takes off all marks that do not keep a value from being shown.
func visible(value cty.Value) cty.Value {
	bare, paths := value.UnmarkDeepWithPaths()
	var kept []cty.PathValueMarks
	for _, p := range paths {
		marks := cty.ValueMarks{}
		for mark := range p.Marks {
			if mark == origin.Sensitive || mark == origin.Ephemeral {
				marks[mark] = struct{}{}
			}
		}
		if len(marks) > 0 {
			kept = append(kept, cty.PathValueMarks{Path: p.Path, Marks: marks})
		}
	}
	return bare.MarkWithPaths(kept)
}

// typeValue is the type of values that are a type.
var typeValue = cty.Capsule("type", reflect.TypeFor[cty.Type]())

var typeFunc = function.New(&function.Spec{
	Description: "type returns the type of a value.",
	Params: []function.Parameter{{
		Name: "value", Type: cty.DynamicPseudoType,
		AllowNull: true, AllowUnknown: true, AllowDynamicType: true, AllowMarked: true,
	}},
	Type: function.StaticReturnType(typeValue),
	Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
		ty := args[0].Type()
		return cty.CapsuleVal(typeValue, &ty), nil
	},
})

// TypeIn returns the type that the function type has found, if the value is
// its result.
func TypeIn(value cty.Value) (cty.Type, bool) {
	value, _ = value.Unmark()
	if value.Type() != typeValue || !value.IsKnown() || value.IsNull() {
		return cty.NilType, false
	}
	return *value.EncapsulatedValue().(*cty.Type), true
}

// holdsType reports whether a type is somewhere inside of a value.
func holdsType(value cty.Value) bool {
	found := false
	_ = cty.Walk(value, func(path cty.Path, v cty.Value) (bool, error) {
		_, is := TypeIn(v)
		found = found || is && len(path) > 0
		return !found, nil
	})
	return found
}
