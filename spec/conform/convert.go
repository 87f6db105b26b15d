package conform

import (
	"errors"
	"fmt"
	"slices"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
)

// few is how many elements go-cty may compare in pairs: it does no more work with them
// than is done here.
const few = 16

// Convert is convert.Convert.
func Convert(v cty.Value, want cty.Type) (cty.Value, error) {
	if v.IsKnown() && !v.IsNull() && !v.Type().IsPrimitiveType() && want != cty.DynamicPseudoType {
		switch {
		case want.IsObjectType() && v.Type().IsObjectType():
			return attributes(v, want)
		case want.IsCollectionType() && length(v.Type()) > few:
			return collection(v, want)
		}
	}
	return convert.Convert(v, want)
}

// length is how many elements a value of a tuple or object type has, and 0 of any other.
func length(ty cty.Type) int {
	switch {
	case ty.IsTupleType():
		return ty.Length()
	case ty.IsObjectType():
		return len(ty.AttributeTypes())
	}
	return 0
}

// attributes converts an object to an object: first those of its attributes that would
// take long.
func attributes(v cty.Value, want cty.Type) (cty.Value, error) {
	bare, marks := v.Unmark()
	types := want.AttributeTypes()
	var changed map[string]cty.Value
	for name, ty := range types {
		if !bare.Type().HasAttribute(name) {
			continue
		}
		attr := bare.GetAttr(name)
		if !ty.IsCollectionType() && !ty.IsObjectType() || length(attr.Type()) == 0 {
			continue
		}
		made, err := Convert(attr, ty)
		if err != nil {
			if errors.As(err, new(cty.PathError)) {
				return cty.NilVal, within(cty.GetAttrStep{Name: name}, err)
			}
			return cty.NilVal, fmt.Errorf("attribute %q: %w", name, err)
		}
		if changed == nil {
			changed = bare.AsValueMap()
		}
		changed[name] = made
	}
	if changed != nil {
		bare = cty.ObjectVal(changed)
	}
	made, err := convert.Convert(bare, want)
	if err != nil {
		return cty.NilVal, err
	}
	return made.WithMarks(marks), nil
}

// collection converts a tuple or an object to a list, a set or a map.
func collection(v cty.Value, want cty.Type) (cty.Value, error) {
	bare, marks := v.Unmark()
	ty := bare.Type()
	types := distinct(ty)
	switch {
	case ty.IsTupleType() == want.IsMapType():
		return convert.Convert(v, want)
	case len(types) > most && length(ty) > mixed:
		return cty.NilVal, errMixed
	case len(types) > most:
		return convert.Convert(v, want)
	}
	if _, err := convert.Convert(sample(types, want), want); err != nil {
		// Whether the types will do, each of them tells as well as all elements do; but not which element it is that will not.
		if want.ElementType() != cty.DynamicPseudoType {
			err = errors.New(convert.MismatchMessage(ty, want))
		}
		return cty.NilVal, err
	}
	element := want.ElementType()
	if element == cty.DynamicPseudoType {
		element, _ = convert.UnifyUnsafe(types)
	}
	if made, done := gathered(bare, want, types, element); done {
		return made.WithMarks(marks), nil
	}
	made, err := parts(bare, element)
	if err != nil {
		return cty.NilVal, err
	}
	return made.as(want).WithMarks(marks), nil
}

// elements are those of a collection to be, by number or by name.
type elements struct {
	list  []cty.Value
	named map[string]cty.Value
}

func (e elements) as(want cty.Type) cty.Value {
	switch {
	case want.IsMapType():
		return cty.MapVal(e.named)
	case want.IsSetType():
		return cty.SetVal(e.list)
	}
	return cty.ListVal(e.list)
}

// parts are the elements of a tuple or an object as values of one type. Where that is
// not told in full, they may become several, which are made one then.
func parts(bare cty.Value, element cty.Type) (elements, error) {
	var e elements
	if bare.Type().IsTupleType() {
		e.list = bare.AsValueSlice()
	} else {
		e.named = bare.AsValueMap()
	}
	if err := e.convert(element); err != nil || !element.HasDynamicTypes() {
		return e, err
	}
	var types []cty.Type
	for _, v := range e.list {
		types = note(types, v.Type())
	}
	for _, v := range e.named {
		types = note(types, v.Type())
	}
	if len(types) == 1 {
		return e, nil
	}
	common, _ := convert.UnifyUnsafe(types)
	if common == cty.NilType || len(types) > most {
		return e, errors.New("cannot find a common base type for all elements")
	}
	return e, e.convert(common)
}

func (e elements) convert(ty cty.Type) error {
	for i, v := range e.list {
		made, err := Convert(v, ty)
		if err != nil {
			return within(cty.IndexStep{Key: cty.NumberIntVal(int64(i))}, err)
		}
		e.list[i] = made
	}
	for name, v := range e.named {
		made, err := Convert(v, ty)
		if err != nil {
			return within(cty.IndexStep{Key: cty.StringVal(name)}, err)
		}
		e.named[name] = made
	}
	return nil
}

// Uniform is the list of a tuple, or the map of an object, whose elements are all of one
// type, and which is known.
func Uniform(v cty.Value) (cty.Value, bool) {
	types := distinct(v.Type())
	if len(types) != 1 || types[0].HasDynamicTypes() {
		return cty.NilVal, false
	}
	bare, marks := v.Unmark()
	want := cty.List(types[0])
	if v.Type().IsObjectType() {
		want = cty.Map(types[0])
	}
	made, done := gathered(bare, want, types, types[0])
	return made.WithMarks(marks), done
}

// gathered is a list or a set of elements that are all of its type already.
func gathered(bare cty.Value, want cty.Type, types []cty.Type, element cty.Type) (cty.Value, bool) {
	switch {
	case len(types) > 1 || !types[0].Equals(element):
		return cty.NilVal, false
	case want.IsMapType():
		return cty.MapVal(bare.AsValueMap()), true
	case want.IsSetType():
		return cty.SetVal(bare.AsValueSlice()), true
	}
	return cty.ListVal(bare.AsValueSlice()), true
}

const (
	// most is how many types elements may have of which each is looked at once.
	most = 64
	// mixed is how many elements of more types are compared in pairs, in a second or two.
	mixed = 10_000
)

var errMixed = errors.New("it has too many elements of too many types")

// distinct lists the types of a tuple's elements or an object's attributes, each once,
// but no more than most and one.
func distinct(ty cty.Type) []cty.Type {
	var types []cty.Type
	if ty.IsTupleType() {
		for _, ty := range ty.TupleElementTypes() {
			types = note(types, ty)
		}
		return types
	}
	for _, ty := range ty.AttributeTypes() {
		types = note(types, ty)
	}
	return types
}

func note(types []cty.Type, ty cty.Type) []cty.Type {
	if len(types) > most || slices.ContainsFunc(types, ty.Equals) {
		return types
	}
	return append(types, ty)
}

// Possible reports whether values of a type can be converted to another, perhaps not all.
func Possible(have, want cty.Type) bool {
	if length(have) > few && want.IsCollectionType() && have.IsTupleType() != want.IsMapType() {
		types := distinct(have)
		if len(types) > most && length(have) > mixed {
			return false
		}
		if len(types) <= most {
			have = sample(types, want).Type()
		}
	}
	return have.Equals(want) || convert.GetConversionUnsafe(have, want) != nil
}

// sample is a value that has one element of each type, and is not known.
func sample(types []cty.Type, want cty.Type) cty.Value {
	if !want.IsMapType() {
		return cty.UnknownVal(cty.Tuple(types))
	}
	named := make(map[string]cty.Type, len(types))
	for i, ty := range types {
		named[string(rune('a'+i))] = ty
	}
	return cty.UnknownVal(cty.Object(named))
}

// within is an error about an element, with the step that leads to it.
func within(step cty.PathStep, err error) error {
	var about cty.PathError
	if errors.As(err, &about) {
		return cty.Path{step}.NewError(about)
	}
	return err
}
