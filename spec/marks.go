package spec

import (
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"gesso/spec/funcs"
)

// brokenMark marks the value of what has an error that is reported: what is
// made from it has no error of its own.
type brokenMark struct{}

func broken(ty cty.Type) cty.Value { return cty.UnknownVal(ty).Mark(brokenMark{}) }

// origin is what the marks of an evaluated argument tell: the instances it
// depends on, whether it is secret, an impure function that it used, and
// whether it came from a mistake elsewhere.
type origin struct {
	addresses []string
	sensitive bool
	impure    string
	broken    bool
}

func originOf(marks cty.ValueMarks) origin {
	var o origin
	for mark := range marks {
		switch m := mark.(type) {
		case addressMark:
			o.addresses = append(o.addresses, string(m))
		case funcs.Impure:
			if o.impure == "" || m.Name < o.impure {
				o.impure = m.Name
			}
		case brokenMark:
			o.broken = true
		default:
			o.sensitive = o.sensitive || mark == funcs.Sensitive
		}
	}
	return o
}

// expansionMarks judges the marks of a count or for_each and returns the
// addresses that all of the block's instances depend on through it.
func expansionMarks(argument string, rng hcl.Range, o origin) ([]string, hcl.Diagnostics) {
	switch {
	case o.impure != "":
		return nil, impureArgument(argument, rng, o.impure)
	case o.sensitive:
		return nil, problemAt(rng, "Invalid "+argument+" argument",
			"The %s value is sensitive, and it would show in the addresses of the images. Use nonsensitive(...) if it may be shown.", argument)
	}
	slices.Sort(o.addresses)
	return o.addresses, nil
}

func impureArgument(argument string, rng hcl.Range, function string) hcl.Diagnostics {
	why := "the picture would be bought again each time"
	if argument == "tags" {
		why = "no plan would ever be empty"
	}
	return problemAt(rng, "Impure function in a request",
		"The argument %q uses %s(), which gives another value in every run: %s. Use a variable, and change it when a new picture is wanted.", argument, function, why)
}

// isSensitive reports whether a value, or anything in it, must not be shown.
func isSensitive(value cty.Value) bool {
	_, marks := value.UnmarkDeep()
	_, secret := marks[funcs.Sensitive]
	return secret
}

// reached lists the instances that an expression leads to, by the look of it.
// It is for results that are not known: some of HCL's operators lose the marks
// of an unknown operand (negation, an unknown index or key, a template's loop),
// and the instance would not wait for what it needs.
func (b *blockScope) reached(expr hcl.Expression, ctx *hcl.EvalContext) []string {
	var addresses []string
	for name, u := range usesOf(expr) {
		_, marks := b.lookup(ctx, b.e.config.Images[name], u).UnmarkDeep()
		addresses = append(addresses, originOf(marks).addresses...)
	}
	return addresses
}

// mendMarks puts back the marks that a local value has lost in the same way: on
// all of it, which makes its users wait for more than they need, and never for
// less.
func (e *evaluator) mendMarks(l *local, value cty.Value) cty.Value {
	if value.IsWhollyKnown() || !losesMarks(value) {
		return value
	}
	for _, name := range l.references.images {
		_, marks := e.blocks[name].UnmarkDeep()
		value = value.WithMarks(marks)
	}
	for _, name := range l.references.locals {
		_, marks := e.local[name].UnmarkDeep()
		value = value.WithMarks(marks)
	}
	return value
}

// losesMarks reports whether something unknown in a value tells nothing of
// where it came from.
func losesMarks(value cty.Value) bool {
	lost := false
	_ = cty.Walk(value, func(_ cty.Path, v cty.Value) (bool, error) {
		v, marks := v.Unmark()
		if len(originOf(marks).addresses) > 0 {
			return false, nil
		}
		lost = lost || !v.IsKnown()
		return !lost, nil
	})
	return lost
}
