package spec

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"gesso/spec/address"
)

// repetition is how an image or module block says which instances it has. At
// most one expression is set; none is one instance.
type repetition struct {
	Count   hcl.Expression
	ForEach hcl.Expression
	Matrix  hcl.Expression // images only
}

// argument is the one that decides the instances, and its name; nil and "" for
// none.
func (r repetition) argument() (string, hcl.Expression) {
	switch {
	case r.ForEach != nil:
		return "for_each", r.ForEach
	case r.Matrix != nil:
		return "matrix", r.Matrix
	case r.Count != nil:
		return "count", r.Count
	}
	return "", nil
}

// repeated reports whether the block has instances with keys.
func (r repetition) repeated() bool { return r.Count != nil || r.keyed() }

// keyed reports whether the keys are names.
func (r repetition) keyed() bool { return r.ForEach != nil || r.Matrix != nil }

// occurrence is one instance of a block: its key, and what its expressions
// know it by.
type occurrence struct {
	Key   address.Key
	name  string    // "each", "count" or "matrix"; "" for the one instance of a block
	value cty.Value // of that name
}

// context adds each, count or matrix to a context.
func (o occurrence) context(ctx *hcl.EvalContext) *hcl.EvalContext {
	if o.name == "" {
		return ctx
	}
	ctx = ctx.NewChild()
	ctx.Variables = map[string]cty.Value{o.name: o.value}
	return ctx
}

// object is the name under which the block's expressions know their instance,
// or "".
func (r repetition) object() string {
	switch {
	case r.ForEach != nil:
		return "each"
	case r.Matrix != nil:
		return "matrix"
	case r.Count != nil:
		return "count"
	}
	return ""
}
