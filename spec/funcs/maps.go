package funcs

import (
	"errors"
	"fmt"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
	"github.com/zclconf/go-cty/cty/function"
	"github.com/zclconf/go-cty/cty/function/stdlib"
)

func lookupFunc() function.Function {
	fallback := anyValue("default")
	return function.New(&function.Spec{
		Description: "Returns the element of a map with a given key, or else the default. Without a default, a key that is missing is an error.",
		Params: []function.Parameter{
			{Name: "inputMap", Type: cty.DynamicPseudoType, AllowMarked: true},
			{Name: "key", Type: cty.String, AllowMarked: true},
		},
		VarParam: &fallback,
		Type:     lookupType,
		Impl:     lookupElement,
	})
}

func lookupElement(args []cty.Value, ty cty.Type) (cty.Value, error) {
	collection, collectionMarks := args[0].Unmark()
	key, keyMarks := args[1].Unmark()
	v, found := find(collection, key)
	if !found {
		if len(args) < 3 {
			return cty.NilVal, fmt.Errorf("the given map has no element %q, and there is no default", key.AsString())
		}
		var err error
		if v, err = convert.Convert(args[2], ty); err != nil {
			return cty.NilVal, function.NewArgError(2, err)
		}
	}
	return v.WithMarks(collectionMarks, keyMarks), nil
}

// find returns the element of a map or object, which is known, with the given key, which is too.
func find(collection, key cty.Value) (cty.Value, bool) {
	name := key.AsString()
	if collection.Type().IsObjectType() {
		if !collection.Type().HasAttribute(name) {
			return cty.NilVal, false
		}
		return collection.GetAttr(name), true
	}
	if !collection.HasIndex(key).True() {
		return cty.NilVal, false
	}
	return collection.Index(key), true
}

func lookupType(args []cty.Value) (cty.Type, error) {
	if len(args) > 3 {
		return cty.NilType, fmt.Errorf("wrong number of arguments (2 or 3 required; %d given)", len(args))
	}
	switch ty := args[0].Type(); {
	case ty.IsObjectType():
		return lookupObjectType(ty, args)
	case ty.IsMapType():
		if len(args) == 3 {
			if _, err := convert.Convert(args[2], ty.ElementType()); err != nil {
				return cty.NilType, function.NewArgErrorf(2, "the default must have the type of the map's elements, %s", ty.ElementType().FriendlyName())
			}
		}
		return ty.ElementType(), nil
	default:
		return cty.NilType, function.NewArgErrorf(0, "a map or object is required, not %s", ty.FriendlyName())
	}
}

func lookupObjectType(ty cty.Type, args []cty.Value) (cty.Type, error) {
	key, _ := args[1].Unmark()
	if !key.IsKnown() {
		return cty.DynamicPseudoType, nil
	}
	name := key.AsString()
	switch {
	case ty.HasAttribute(name):
		return ty.AttributeType(name), nil
	case len(args) == 3:
		return args[2].Type(), nil
	}
	return cty.NilType, function.NewArgErrorf(0, "the given object has no attribute %q, and there is no default", name)
}

// zipmapFunc is go-cty's, which panics where a key is null, and forgets the marks of keys that are not known yet.
func zipmapFunc() function.Function {
	return function.New(&function.Spec{
		Description: stdlib.ZipmapFunc.Description(),
		Params:      stdlib.ZipmapFunc.Params(),
		Type: func(args []cty.Value) (cty.Type, error) {
			keys, _ := args[0].UnmarkDeep()
			if !keys.IsWhollyKnown() {
				return cty.DynamicPseudoType, nil
			}
			for _, key := range keys.AsValueSlice() {
				if key.IsNull() {
					return cty.NilType, function.NewArgErrorf(0, "a key must not be null")
				}
			}
			return stdlib.ZipmapFunc.ReturnTypeForValues(args)
		},
		RefineResult: notNull,
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			if keys, marks := args[0].UnmarkDeep(); !keys.IsWhollyKnown() {
				return cty.DynamicVal.WithMarks(marks), nil
			}
			return stdlib.ZipmapFunc.Call(args)
		},
	})
}

func transposeFunc() function.Function {
	return function.New(&function.Spec{
		Description:  "Swaps the keys and the values of a map of lists of strings.",
		Params:       []function.Parameter{{Name: "values", Type: cty.Map(cty.List(cty.String))}},
		Type:         function.StaticReturnType(cty.Map(cty.List(cty.String))),
		RefineResult: notNull,
		Impl: func(args []cty.Value, ty cty.Type) (cty.Value, error) {
			if !args[0].IsWhollyKnown() {
				return cty.UnknownVal(ty), nil
			}
			keysOf := make(map[string][]cty.Value)
			for it := args[0].ElementIterator(); it.Next(); {
				key, names := it.Element()
				if names.IsNull() {
					return cty.NilVal, function.NewArgErrorf(0, "the list of %q is null", key.AsString())
				}
				for _, name := range names.AsValueSlice() {
					if name.IsNull() {
						return cty.NilVal, errors.New("a list must not contain null")
					}
					keysOf[name.AsString()] = append(keysOf[name.AsString()], key)
				}
			}
			if len(keysOf) == 0 {
				return cty.MapValEmpty(ty.ElementType()), nil
			}
			lists := make(map[string]cty.Value, len(keysOf))
			for name, keys := range keysOf {
				lists[name] = cty.ListVal(keys)
			}
			return cty.MapVal(lists), nil
		},
	})
}
