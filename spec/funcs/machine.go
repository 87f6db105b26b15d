package funcs

import (
	"maps"

	"github.com/hashicorp/hcl/v2/ext/customdecode"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"

	"gesso/spec/bound"
	"gesso/spec/folder"
)

// WithoutMachine returns v without the marks that say that it depends on the machine, and with all its others. Marks of values inside of v
// stay.
func WithoutMachine(v cty.Value) cty.Value {
	bare, marks := v.Unmark()
	for mark := range marks {
		if m, ok := mark.(Impure); ok && m.Machine {
			delete(marks, mark)
		}
	}
	return bare.WithMarks(marks)
}

// impureOf are the marks that say of a value that another run or machine would not see it.
func impureOf(marks cty.ValueMarks) cty.ValueMarks {
	impure := cty.ValueMarks{}
	for mark := range marks {
		if _, ok := mark.(Impure); ok {
			impure[mark] = struct{}{}
		}
	}
	return impure
}

// impureUse are those marks of what an expression uses that has no value: whether it has one may be another matter elsewhere.
func impureUse(closure *customdecode.ExpressionClosure, meter *bound.Meter) cty.ValueMarks {
	impure := cty.ValueMarks{}
	for _, traversal := range closure.Expression.Variables() {
		if v, diags := traversal.TraverseAbs(closure.EvalContext); !diags.HasErrors() && (meter == nil || meter.Weigh(v, usual.passes)) {
			_, marks := v.UnmarkDeep()
			maps.Copy(impure, impureOf(marks))
		}
	}
	return impure
}

// unwritten is f, whose first argument is the path of a file, and whose result is impure where that is one that gesso writes of its own accord:
// a picture that was made from the state would be made again after each run.
func unwritten(files *folder.Files, f function.Function) function.Function {
	params := append([]function.Parameter(nil), f.Params()...)
	params[0].AllowUnknown = true // f sees to it
	return function.New(&function.Spec{
		Description: f.Description(),
		Params:      params,
		VarParam:    f.VarParam(),
		Type:        f.ReturnTypeForValues,
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			result, err := f.Call(args)
			if err != nil || !args[0].IsKnown() {
				return result, err
			}
			return asWritten(files, args[0].AsString(), result), nil
		},
	})
}

// asWritten is what was made of a file, with the mark that says so where gesso writes that file of its own accord.
func asWritten(files *folder.Files, name string, v cty.Value) cty.Value {
	if local, ok := files.Written(name); ok {
		return v.Mark(Impure{Name: "the file " + local})
	}
	return v
}

// wherever is f, whose result does not depend on the machine when the path that is its first argument does: the same file has the same content
// wherever the directory lies.
func wherever(f function.Function) function.Function {
	params := append([]function.Parameter(nil), f.Params()...)
	params[0].AllowMarked, params[0].AllowUnknown = true, true // f sees to the rest
	inner := func(args []cty.Value) []cty.Value {
		args = append([]cty.Value(nil), args...)
		args[0] = WithoutMachine(args[0])
		return args
	}
	return function.New(&function.Spec{
		Description: f.Description(),
		Params:      params,
		VarParam:    f.VarParam(),
		Type:        func(args []cty.Value) (cty.Type, error) { return f.ReturnTypeForValues(inner(args)) },
		Impl:        func(args []cty.Value, _ cty.Type) (cty.Value, error) { return f.Call(inner(args)) },
	})
}
