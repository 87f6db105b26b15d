package funcs

import (
	"strconv"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
	"github.com/zclconf/go-cty/cty/function"

	"gesso/spec/bound"
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
			if _, ok := gather(args[0], want); ok {
				return want, nil
			}
			if !have.Equals(want) && convert.GetConversionUnsafe(have, want) == nil {
				return cty.NilType, function.NewArgErrorf(0, "cannot convert %s to %s", have.FriendlyName(), want.FriendlyNameForConstraint())
			}
			return want, nil
		},
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			if v, ok := gather(args[0], want); ok {
				return v, nil
			}
			v, err := convert.Convert(args[0], want)
			if err != nil {
				return cty.NilVal, conversionError(args[0], want)
			}
			return v, nil
		},
	})
}

// gather makes a list or set of a tuple whose elements are all of one type, as what a for expression makes mostly is. It is what
// convert.Convert would return, which compares the elements' types in pairs: seconds for 10,000 of them.
func gather(v cty.Value, want cty.Type) (cty.Value, bool) {
	if !v.Type().IsTupleType() || v.IsNull() || !v.IsKnown() || !want.IsListType() && !want.IsSetType() {
		return cty.NilVal, false
	}
	types := v.Type().TupleElementTypes()
	if len(types) == 0 || types[0].HasDynamicTypes() || want.ElementType() != cty.DynamicPseudoType && !want.ElementType().Equals(types[0]) {
		return cty.NilVal, false
	}
	for _, ty := range types[1:] {
		if !ty.Equals(types[0]) {
			return cty.NilVal, false
		}
	}
	v, marks := v.Unmark()
	if want.IsListType() {
		return cty.ListVal(v.AsValueSlice()).WithMarks(marks), true
	}
	return cty.SetVal(v.AsValueSlice()).WithMarks(marks), true
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
