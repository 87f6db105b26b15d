package funcs

import (
	"reflect"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"

	"gesso/spec/bound"
)

// typeValue is the type of values that are a type.
var typeValue = cty.Capsule("type", reflect.TypeFor[cty.Type]())

var TypeFunc = function.New(&function.Spec{
	Description: "type returns the type of a value.",
	Params: []function.Parameter{{
		Name: "value", Type: cty.DynamicPseudoType,
		AllowNull: true, AllowUnknown: true, AllowDynamicType: true, AllowMarked: true,
	}},
	Type: function.StaticReturnType(typeValue),
	Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
		ty := bound.Open(args[0]).Type()
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

// HoldsType reports whether a type is somewhere inside of a value.
func HoldsType(value cty.Value) bool {
	found := false
	_ = cty.Walk(value, func(path cty.Path, v cty.Value) (bool, error) {
		_, is := TypeIn(v)
		found = found || is && len(path) > 0
		return !found, nil
	})
	return found
}
