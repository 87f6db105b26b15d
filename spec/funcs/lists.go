package funcs

import (
	"errors"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
	"github.com/zclconf/go-cty/cty/function"

	"gesso/spec/conform"
)

func allTrueFunc() function.Function {
	return decidedBy("Tells whether every element of a list is true, as it is of an empty list.", func(v cty.Value) bool {
		return v.IsNull() || v.False()
	}, cty.False)
}

func anyTrueFunc() function.Function {
	return decidedBy("Tells whether one element of a list, at least, is true.", func(v cty.Value) bool {
		return !v.IsNull() && v.True()
	}, cty.True)
}

// decidedBy makes a function of a list of bools that returns verdict as soon as decides holds of one element, whatever is still unknown, and
// otherwise its opposite.
func decidedBy(description string, decides func(cty.Value) bool, verdict cty.Value) function.Function {
	return function.New(&function.Spec{
		Description:  description,
		Params:       []function.Parameter{{Name: "list", Type: cty.List(cty.Bool)}},
		Type:         function.StaticReturnType(cty.Bool),
		RefineResult: notNull,
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			result := verdict.Not()
			for _, v := range args[0].AsValueSlice() {
				if !v.IsKnown() {
					result = cty.UnknownVal(cty.Bool)
				} else if decides(v) {
					return verdict, nil
				}
			}
			return result, nil
		},
	})
}

func matchKeysFunc() function.Function {
	list := func(name string) function.Parameter {
		return function.Parameter{Name: name, Type: cty.List(cty.DynamicPseudoType)}
	}
	return function.New(&function.Spec{
		Description: "Returns the elements of a list whose counterparts in a list of keys are in a list of searched keys.",
		Params:      []function.Parameter{list("values"), list("keys"), list("searchset")},
		Type: func(args []cty.Value) (cty.Type, error) {
			if ty, _ := convert.UnifyUnsafe([]cty.Type{args[1].Type(), args[2].Type()}); ty == cty.NilType {
				return cty.NilType, errors.New("keys and searchset must be of the same type")
			}
			return args[0].Type(), nil
		},
		RefineResult: notNull,
		Impl: func(args []cty.Value, ty cty.Type) (cty.Value, error) {
			if args[0].LengthInt() != args[1].LengthInt() {
				return cty.NilVal, errors.New("values and keys must have the same length")
			}
			if !args[1].IsWhollyKnown() || !args[2].IsWhollyKnown() {
				return cty.UnknownVal(ty), nil
			}
			return matchKeys(args[0], args[1], args[2], ty)
		},
	})
}

func matchKeys(values, keys, searchset cty.Value, ty cty.Type) (cty.Value, error) {
	shared, _ := convert.UnifyUnsafe([]cty.Type{keys.Type(), searchset.Type()})
	searchset, err := conform.Convert(searchset, shared)
	if err != nil {
		return cty.NilVal, function.NewArgError(2, err)
	}
	keys, err = conform.Convert(keys, shared)
	if err != nil {
		return cty.NilVal, function.NewArgError(1, err)
	}
	wanted := cty.NewValueSet(shared.ElementType())
	for _, v := range searchset.AsValueSlice() {
		wanted.Add(v)
	}
	var matches []cty.Value
	found := keys.AsValueSlice()
	for i, v := range values.AsValueSlice() {
		if wanted.Has(found[i]) {
			matches = append(matches, v)
		}
	}
	return listOf(matches, ty), nil
}

// distinctFunc is like go-cty's, which compares each element with all that it has kept: a minute for 10,000 of them.
func distinctFunc() function.Function {
	return function.New(&function.Spec{
		Description: "Returns a list without the elements that are in it a second time.",
		Params:      []function.Parameter{{Name: "list", Type: cty.DynamicPseudoType}},
		Type: func(args []cty.Value) (cty.Type, error) {
			list, err := toList(args[0])
			return list.Type(), err
		},
		RefineResult: notNull,
		Impl: func(args []cty.Value, ty cty.Type) (cty.Value, error) {
			list, err := toList(args[0])
			if err != nil {
				return cty.NilVal, err
			}
			if !list.IsWhollyKnown() {
				return cty.UnknownVal(ty), nil
			}
			seen := cty.NewValueSet(ty.ElementType())
			var kept []cty.Value
			for _, v := range list.AsValueSlice() {
				if !seen.Has(v) {
					seen.Add(v)
					kept = append(kept, v)
				}
			}
			return listOf(kept, ty), nil
		},
	})
}

// toList converts a function's first argument to a list of any one type.
func toList(v cty.Value) (cty.Value, error) {
	list, err := conform.Convert(v, cty.List(cty.DynamicPseudoType))
	if err != nil {
		return cty.DynamicVal, function.NewArgErrorf(0, "a list is required, not %s: %w", v.Type().FriendlyName(), err)
	}
	return list, nil
}

// listOf returns a list of type ty, which may be empty.
func listOf(elements []cty.Value, ty cty.Type) cty.Value {
	if len(elements) == 0 {
		return cty.ListValEmpty(ty.ElementType())
	}
	return cty.ListVal(elements)
}
