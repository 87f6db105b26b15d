package repeat

import (
	"maps"
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"

	"gesso/spec/address"
	"gesso/spec/config"
	"gesso/spec/diag"
)

// Occurrence is one instance of a block: its key, and what its expressions
// know it by.
type Occurrence struct {
	Key  address.Key
	Name string // "each", "count" or "matrix"; "" for the one instance of a block

	of *meaning // of that name; nil where there is none, as for most instances there are
}

// meaning is what the name of an occurrence stands for.
type meaning struct {
	value   cty.Value // none where the element says it
	element cty.Value // each.value or count.index of one that is known: an object takes ten times the room
	axes    *[]Axis   // of a matrix, which all its combinations share; else nil
}

// Known is an occurrence that its expressions know by a name with a value.
func Known(key address.Key, name string, value cty.Value) Occurrence {
	return Occurrence{key, name, &meaning{value: value}}
}

// Axes are those of the matrix that the occurrence is a combination of, in the order in
// which they are written, which its key has too; nil for any other.
func (o Occurrence) Axes() []Axis {
	if o.of == nil || o.of.axes == nil {
		return nil
	}
	return *o.of.axes
}

// Named lists which attributes of each.value say a text, be it themselves or by one of
// their own attributes, sorted; with candidates none but these is looked at. It tells
// nothing of what is sensitive or not known.
func (o Occurrence) Named(text string, candidates ...string) []string {
	if o.Name != "each" || o.of == nil || o.of.element == cty.NilVal || text == "" {
		return nil
	}
	all := attributes(o.of.element)
	if candidates == nil {
		candidates = slices.Sorted(maps.Keys(all))
	}
	var names []string
	for _, name := range candidates {
		if value, exists := all[name]; exists && (says(value, text) || anySays(attributes(value), text)) {
			names = append(names, name)
		}
	}
	return names
}

// attributes are those of an object, or the elements of a map.
func attributes(value cty.Value) map[string]cty.Value {
	if value.IsMarked() || !value.IsKnown() || value.IsNull() || !value.Type().IsObjectType() && !value.Type().IsMapType() {
		return nil
	}
	return value.AsValueMap()
}

func anySays(values map[string]cty.Value, text string) bool {
	for _, value := range values {
		if says(value, text) {
			return true
		}
	}
	return false
}

// says reports whether a value is a text, or would be written as it.
func says(value cty.Value, text string) bool {
	if value.IsMarked() || !value.IsKnown() || value.IsNull() || !value.Type().IsPrimitiveType() {
		return false
	}
	written, err := convert.Convert(value, cty.String)
	return err == nil && written.AsString() == text
}

// Each is the occurrence of an element of a for_each.
func Each(key address.Key, element cty.Value) Occurrence {
	return Occurrence{key, "each", &meaning{element: element}}
}

// Object is the value of each, count or matrix.
func (o Occurrence) Object() cty.Value {
	switch {
	case o.of == nil:
		return cty.NilVal
	case o.of.element == cty.NilVal:
		return o.of.value
	case o.Name == "count":
		return cty.ObjectVal(map[string]cty.Value{"index": o.of.element})
	}
	return cty.ObjectVal(map[string]cty.Value{"key": cty.StringVal(o.Key.Text()), "value": o.of.element})
}

// Context adds each, count or matrix to a context.
func (o Occurrence) Context(ctx *hcl.EvalContext) *hcl.EvalContext {
	if o.Name == "" {
		return ctx
	}
	ctx = ctx.NewChild()
	ctx.Variables = map[string]cty.Value{o.Name: o.Object()}
	return ctx
}

// Any stands for the instances that cannot be told: with it, the
// block's arguments are judged for all of them at once.
func Any(r config.Repetition, value cty.Value) Occurrence {
	var stands cty.Value
	switch {
	case r.Count != nil:
		stands = cty.ObjectVal(map[string]cty.Value{"index": cty.UnknownVal(cty.Number)})
	case r.ForEach != nil:
		element := cty.DynamicPseudoType
		if ty := value.Type(); ty.IsMapType() || ty.IsSetType() {
			element = ty.ElementType()
		}
		stands = cty.ObjectVal(map[string]cty.Value{"key": cty.UnknownVal(cty.String), "value": cty.UnknownVal(element)})
	default:
		stands = cty.DynamicVal
		if pairs, diags := hcl.ExprMap(r.Matrix); !diags.HasErrors() {
			axes := make(map[string]cty.Value, len(pairs))
			for _, pair := range pairs {
				axes[config.WordOf(pair.Key)] = cty.DynamicVal
			}
			stands = cty.ObjectVal(axes)
		}
	}
	return Known(address.AnyKey(), r.Object(), stands)
}

// Broken is the same where a mistake hides the instances.
func Broken(o Occurrence) Occurrence {
	return Known(o.Key, o.Name, o.Object().Mark(diag.BrokenMark{}))
}

// Stands reports whether the occurrence stands for instances that cannot be
// told.
func (o Occurrence) Stands() bool { return o.Key.IsAny() }
