package funcs

import (
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
)

// Mark is a cty mark that means something by itself: [Sensitive] or [Ephemeral].
type Mark string

// Sensitive marks a value that must not be shown: sensitive puts it on, nonsensitive takes it off, issensitive asks for it.
const Sensitive Mark = "sensitive"

// Ephemeral marks a value that must not be written down: ephemeralasnull puts null in its place.
const Ephemeral Mark = "ephemeral"

// Impure marks a value that another run would not see again, or another machine, and what was made from one. The evaluator refuses it
// wherever it would decide pixels or a path, naming the function.
type Impure struct {
	Name    string // the function that it came from, as "timestamp", or the attribute, as "path.cwd"
	Machine bool   // it is the same in each run, as long as the directory lies where it does
}

func markFuncs() map[string]function.Function {
	return map[string]function.Function{
		"ephemeralasnull": ephemeralAsNullFunc(),
		"issensitive":     isSensitiveFunc(),
		"nonsensitive":    nonsensitiveFunc(),
		"sensitive":       sensitiveFunc(),
	}
}

// anyValue is a parameter that takes every value as it is: null, unknown or marked.
func anyValue(name string) function.Parameter {
	return function.Parameter{
		Name:             name,
		Type:             cty.DynamicPseudoType,
		AllowNull:        true,
		AllowUnknown:     true,
		AllowMarked:      true,
		AllowDynamicType: true,
	}
}

// sameType is the type function of what returns its first argument, perhaps marked otherwise.
func sameType(args []cty.Value) (cty.Type, error) {
	return args[0].Type(), nil
}

func sensitiveFunc() function.Function {
	return function.New(&function.Spec{
		Description: "Returns the given value marked as sensitive, so that it is not shown.",
		Params:      []function.Parameter{anyValue("value")},
		Type:        sameType,
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			return args[0].Mark(Sensitive), nil
		},
	})
}

func nonsensitiveFunc() function.Function {
	return function.New(&function.Spec{
		Description: "Returns the given value without its mark as sensitive, so that it may be shown.",
		Params:      []function.Parameter{anyValue("value")},
		Type:        sameType,
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			return withoutSensitive(args[0]), nil
		},
	})
}

func isSensitiveFunc() function.Function {
	return function.New(&function.Spec{
		Description: "Tells whether the given value is marked as sensitive.",
		Params:      []function.Parameter{anyValue("value")},
		Type:        function.StaticReturnType(cty.Bool),
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			sensitive := args[0].HasMark(Sensitive)
			_, others := withoutSensitive(args[0]).Unmark()
			if !sensitive && !args[0].IsKnown() {
				// A value that is not known yet may still turn out to be sensitive.
				return cty.UnknownVal(cty.Bool).RefineNotNull().WithMarks(others), nil
			}
			return cty.BoolVal(sensitive).WithMarks(others), nil
		},
	})
}

func ephemeralAsNullFunc() function.Function {
	return function.New(&function.Spec{
		Description: "Returns the given value with null for everything in it that is ephemeral.",
		Params:      []function.Parameter{anyValue("value")},
		Type:        sameType,
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			return cty.Transform(args[0], func(_ cty.Path, v cty.Value) (cty.Value, error) {
				if !v.HasMark(Ephemeral) {
					return v, nil
				}
				_, marks := v.Unmark()
				delete(marks, Ephemeral)
				return cty.NullVal(v.Type()).WithMarks(marks), nil
			})
		},
	})
}

// withoutSensitive returns v without the mark Sensitive and with all its others. Marks of values inside of v stay.
func withoutSensitive(v cty.Value) cty.Value {
	if !v.HasMark(Sensitive) {
		return v
	}
	bare, marks := v.Unmark()
	delete(marks, Sensitive)
	return bare.WithMarks(marks)
}
