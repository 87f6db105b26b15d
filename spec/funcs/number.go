package funcs

import (
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
	"github.com/zclconf/go-cty/cty/function"
)

func sumFunc() function.Function {
	return function.New(&function.Spec{
		Description:  "Returns the sum of the numbers of a list or set, which must have one at least.",
		Params:       []function.Parameter{{Name: "list", Type: cty.DynamicPseudoType}},
		Type:         function.StaticReturnType(cty.Number),
		RefineResult: notNull,
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			if !isSequence(args[0].Type()) {
				return cty.NilVal, function.NewArgErrorf(0, "a list, set or tuple of numbers is required, not %s", args[0].Type().FriendlyName())
			}
			if args[0].LengthInt() == 0 {
				return cty.NilVal, function.NewArgErrorf(0, "cannot sum an empty list")
			}
			sum := cty.Zero
			for _, v := range args[0].Elements() {
				num, err := convert.Convert(v, cty.Number)
				if err != nil || num.IsNull() {
					return cty.NilVal, function.NewArgErrorf(0, "every element must be a number")
				}
				sum = sum.Add(num)
			}
			return sum, nil
		},
	})
}

// isSequence tells whether values of ty are what Terraform calls a list in its messages: list, set or tuple.
func isSequence(ty cty.Type) bool {
	return ty.IsListType() || ty.IsSetType() || ty.IsTupleType()
}
