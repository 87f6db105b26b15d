package funcs

import (
	"strconv"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"

	"gesso/spec/bound"
	"gesso/spec/conform"
)

// convertFunc makes tobool, tolist and the others. go-cty's own would spread the marks of one element over the whole collection.
func convertFunc(want cty.Type) function.Function {
	param := anyValue("v")
	param.AllowUnknown = false
	return function.New(&function.Spec{
		Description: "Converts a value to " + want.FriendlyNameForConstraint() + ", or fails where that is impossible.",
		Params:      []function.Parameter{param},
		Type: func(args []cty.Value) (cty.Type, error) {
			have := args[0].Type()
			if !conform.Possible(have, want) {
				return cty.NilType, function.NewArgErrorf(0, "cannot convert %s to %s", have.FriendlyName(), want.FriendlyNameForConstraint())
			}
			return want, nil
		},
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			v, err := conform.Convert(args[0], want)
			if err != nil {
				return cty.NilVal, conversionError(args[0], want)
			}
			return v, nil
		},
	})
}

// conversionError says why v, whose type would do, is no want. It shows a string only where that may be shown: discreet leaves it as it is.
func conversionError(v cty.Value, want cty.Type) error {
	what := v.Type().FriendlyName()
	bare, _ := v.Unmark()
	if bare.Type() == cty.String && !bare.IsNull() {
		what = "this sensitive string"
		if !Secret(v) {
			what = strconv.Quote(bound.Shorten(bare.AsString()))
		}
	}
	switch want {
	case cty.Bool:
		return function.NewArgErrorf(0, `cannot convert %s to bool; only the strings "true" and "false" can be`, what)
	case cty.Number:
		return function.NewArgErrorf(0, "cannot convert %s to number; only a string that is a decimal number can be", what)
	}
	return function.NewArgErrorf(0, "cannot convert %s to %s", what, want.FriendlyNameForConstraint())
}
