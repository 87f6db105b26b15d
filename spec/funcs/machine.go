package funcs

import (
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
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
