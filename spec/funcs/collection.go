package funcs

import (
	"errors"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
	"github.com/zclconf/go-cty/cty/function"
	"github.com/zclconf/go-cty/cty/function/stdlib"
)

func lengthFunc() function.Function {
	return function.New(&function.Spec{
		Description: "Returns how many elements a collection has, or how many characters, as people see them, a string.",
		Params: []function.Parameter{{
			Name:             "value",
			Type:             cty.DynamicPseudoType,
			AllowUnknown:     true,
			AllowDynamicType: true,
			AllowMarked:      true,
		}},
		Type: func(args []cty.Value) (cty.Type, error) {
			ty := args[0].Type()
			if ty != cty.String && ty != cty.DynamicPseudoType && !isSequence(ty) && !ty.IsMapType() && !ty.IsObjectType() {
				return cty.NilType, function.NewArgErrorf(0, "a string, list, set, map, tuple or object is required, not %s", ty.FriendlyName())
			}
			return cty.Number, nil
		},
		RefineResult: notNull,
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			v, marks := args[0].Unmark() // the number of elements tells nothing of their own marks
			length, err := lengthOf(v)
			return length.WithMarks(marks), err
		},
	})
}

func lengthOf(v cty.Value) (cty.Value, error) {
	switch ty := v.Type(); {
	case ty == cty.DynamicPseudoType:
		return cty.UnknownVal(cty.Number), nil
	case ty == cty.String:
		return stdlib.Strlen(v)
	case ty.IsObjectType():
		return cty.NumberIntVal(int64(len(ty.AttributeTypes()))), nil
	}
	return v.Length(), nil
}

func coalesceFunc() function.Function {
	param := anyValue("vals")
	return function.New(&function.Spec{
		Description: "Returns the first of its arguments that is neither null nor an empty string.",
		VarParam:    &param,
		Type: func(args []cty.Value) (cty.Type, error) {
			types := make([]cty.Type, len(args))
			for i, arg := range args {
				types[i] = arg.Type()
			}
			ty, _ := convert.UnifyUnsafe(types)
			if ty == cty.NilType {
				return cty.NilType, errors.New("all arguments must have the same type")
			}
			return ty, nil
		},
		RefineResult: notNull,
		Impl: func(args []cty.Value, ty cty.Type) (cty.Value, error) {
			var passed []cty.ValueMarks // of the arguments passed over: the result depends on them too
			for _, arg := range args {
				v, marks := arg.Unmark()
				passed = append(passed, marks)
				if !v.IsKnown() {
					return cty.UnknownVal(ty).WithMarks(passed...), nil
				}
				if v.IsNull() || v.RawEquals(cty.StringVal("")) {
					continue
				}
				v, err := convert.Convert(v, ty)
				if err != nil {
					return cty.NilVal, err
				}
				return v.WithMarks(passed...), nil
			}
			return cty.NilVal, errors.New("every argument is null or an empty string")
		},
	})
}

func indexFunc() function.Function {
	return function.New(&function.Spec{
		Description: "Returns the position of a value in a list or tuple, the first being 0.",
		Params: []function.Parameter{
			{Name: "list", Type: cty.DynamicPseudoType},
			{Name: "value", Type: cty.DynamicPseudoType},
		},
		Type:         function.StaticReturnType(cty.Number),
		RefineResult: notNull,
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			if ty := args[0].Type(); !ty.IsListType() && !ty.IsTupleType() {
				return cty.NilVal, function.NewArgErrorf(0, "a list or tuple is required, not %s", ty.FriendlyName())
			}
			for i, v := range args[0].AsValueSlice() {
				equal := v.Equals(args[1])
				if !equal.IsKnown() {
					return cty.UnknownVal(cty.Number), nil
				}
				if equal.True() {
					return cty.NumberIntVal(int64(i)), nil
				}
			}
			return cty.NilVal, function.NewArgErrorf(1, "the list does not have this value")
		},
	})
}

func oneFunc() function.Function {
	return function.New(&function.Spec{
		Description: "Returns the element of a list, set or tuple with one element, and null for one without.",
		Params:      []function.Parameter{{Name: "list", Type: cty.DynamicPseudoType, AllowMarked: true}},
		Type: func(args []cty.Value) (cty.Type, error) {
			ty := args[0].Type()
			switch {
			case ty.IsListType() || ty.IsSetType():
				return ty.ElementType(), nil
			case !ty.IsTupleType():
				return cty.NilType, function.NewArgErrorf(0, "a list, set or tuple is required, not %s", ty.FriendlyName())
			}
			switch types := ty.TupleElementTypes(); len(types) {
			case 0:
				return cty.DynamicPseudoType, nil
			case 1:
				return types[0], nil
			}
			return cty.NilType, tooMany()
		},
		Impl: func(args []cty.Value, ty cty.Type) (cty.Value, error) {
			list, marks := args[0].Unmark()
			length := list.Length()
			if !length.IsKnown() { // a set with unknown elements, some of which may be equal
				return cty.UnknownVal(ty).WithMarks(marks), nil
			}
			elements := list.AsValueSlice()
			switch len(elements) {
			case 0:
				return cty.NullVal(ty).WithMarks(marks), nil
			case 1:
				return elements[0].WithMarks(marks), nil
			}
			return cty.NilVal, tooMany()
		},
	})
}

func tooMany() error {
	return function.NewArgErrorf(0, "must have one element or none")
}
