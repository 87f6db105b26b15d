package config

import (
	"github.com/hashicorp/hcl/v2"

	"gesso/spec/diag"
	"gesso/spec/source"
)

// decodeRepetition reads the arguments that decide a block's instances.
func decodeRepetition(content *Content) (Repetition, hcl.Diagnostics) {
	var r Repetition
	var last *hcl.Attribute
	var diags hcl.Diagnostics
	for _, argument := range []struct {
		name   string
		target *hcl.Expression
	}{{"count", &r.Count}, {"for_each", &r.ForEach}, {"matrix", &r.Matrix}} {
		attr := content.Attributes[argument.name]
		if attr == nil {
			continue
		}
		*argument.target = source.Native(attr.Expr)
		if last != nil {
			diags = append(diags, diag.ProblemAt(attr.NameRange, `Invalid combination of "`+last.Name+`" and "`+attr.Name+`"`,
				"The arguments %q and %q are mutually exclusive: each of them alone decides the block's instances. Remove one of them.", last.Name, attr.Name)...)
		}
		last = attr
	}
	return r, diags
}

// Repetition is how an image or module block says which instances it has. At
// most one expression is set; none is one instance.
type Repetition struct {
	Count   hcl.Expression
	ForEach hcl.Expression
	Matrix  hcl.Expression // images only
}

// Argument is the one that decides the instances, and its name; nil and "" for
// none.
func (r Repetition) Argument() (string, hcl.Expression) {
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

// Repeated reports whether the block has instances with keys.
func (r Repetition) Repeated() bool { return r.Count != nil || r.Keyed() }

// Keyed reports whether the keys are names.
func (r Repetition) Keyed() bool { return r.ForEach != nil || r.Matrix != nil }

// Object is the name under which the block's expressions know their instance,
// or "".
func (r Repetition) Object() string {
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
