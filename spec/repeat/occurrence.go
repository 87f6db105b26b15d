package repeat

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"gesso/spec/address"
	"gesso/spec/config"
	"gesso/spec/diag"
)

// Occurrence is one instance of a block: its key, and what its expressions
// know it by.
type Occurrence struct {
	Key   address.Key
	Name  string    // "each", "count" or "matrix"; "" for the one instance of a block
	Value cty.Value // of that name; none where the element says it

	element cty.Value // each.value or count.index of one that is known: an object takes ten times the room
}

// Each is the occurrence of an element of a for_each.
func Each(key address.Key, element cty.Value) Occurrence {
	return Occurrence{Key: key, Name: "each", element: element}
}

// Object is the value of each, count or matrix.
func (o Occurrence) Object() cty.Value {
	switch {
	case o.element == cty.NilVal:
		return o.Value
	case o.Name == "count":
		return cty.ObjectVal(map[string]cty.Value{"index": o.element})
	}
	return cty.ObjectVal(map[string]cty.Value{"key": cty.StringVal(o.Key.Text()), "value": o.element})
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
	o := Occurrence{Key: address.AnyKey(), Name: r.Object()}
	switch {
	case r.Count != nil:
		o.Value = cty.ObjectVal(map[string]cty.Value{"index": cty.UnknownVal(cty.Number)})
	case r.ForEach != nil:
		element := cty.DynamicPseudoType
		if ty := value.Type(); ty.IsMapType() || ty.IsSetType() {
			element = ty.ElementType()
		}
		o.Value = cty.ObjectVal(map[string]cty.Value{"key": cty.UnknownVal(cty.String), "value": cty.UnknownVal(element)})
	default:
		o.Value = cty.DynamicVal
		if pairs, diags := hcl.ExprMap(r.Matrix); !diags.HasErrors() {
			axes := make(map[string]cty.Value, len(pairs))
			for _, pair := range pairs {
				axes[config.WordOf(pair.Key)] = cty.DynamicVal
			}
			o.Value = cty.ObjectVal(axes)
		}
	}
	return o
}

// Broken is the same where a mistake hides the instances.
func Broken(o Occurrence) Occurrence {
	o.Value, o.element = o.Object().Mark(diag.BrokenMark{}), cty.NilVal
	return o
}

// Stands reports whether the occurrence stands for instances that cannot be
// told.
func (o Occurrence) Stands() bool { return o.Key.IsAny() }
