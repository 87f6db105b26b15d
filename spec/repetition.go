package spec

import (
	"math/big"
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"

	"gesso/spec/address"
	"gesso/spec/diag"
)

// maxInstances bounds what one block may expand to, and all image blocks
// together. Above it a slip in count or range is likelier than a wish.
const maxInstances = 1_000_000

// maxModuleInstances bounds the same of all module blocks together.
const maxModuleInstances = 100_000

// occurrences evaluates count, for_each or matrix of a block, which makes
// things of that noun. They come with what all of them depend on through it.
// Where a mistake, be it elsewhere, hides them, one stands for them; there are
// none, nil, where the configuration has too many.
func (m *moduleInstance) occurrences(r repetition, noun string, rng hcl.Range, ctx *hcl.EvalContext) ([]occurrence, []string, hcl.Diagnostics) {
	if m.crowded(noun) {
		return nil, nil, nil
	}
	argument, expr := r.argument()
	if expr == nil {
		if ok, diags := m.room(1, noun, rng); !ok {
			return nil, nil, diags
		}
		return []occurrence{{}}, nil, nil
	}
	var value cty.Value
	var diags hcl.Diagnostics
	var axes []axis
	if argument == "matrix" {
		axes, value, diags = m.axes(expr, ctx)
	} else {
		value, diags = m.value(expr, ctx)
	}
	bare, marks := value.Unmark()
	o := originOf(marks)
	hidden := func() []occurrence { return []occurrence{anyOccurrence(r, bare).broken()} }
	if m.e.config.lacks(diags, o) {
		return []occurrence{anyOccurrence(r, bare)}, nil, nil
	}
	if diags.HasErrors() || o.broken {
		return hidden(), nil, diags
	}
	common, diags := expansionMarks(argument, expr.Range(), o)
	if diags.HasErrors() {
		return hidden(), nil, diag.Within(diags, expr, ctx)
	}
	var made []occurrence
	switch {
	case argument == "count":
		made, diags = countOccurrences(bare, expr.Range())
	case argument == "matrix":
		made, diags = matrixOccurrences(axes, expr.Range())
	default:
		if _, one := m.e.imageAddress(value); one {
			diags = diag.ProblemAt(expr.Range(), "Invalid for_each argument",
				"The for_each value is one image, not a collection of them. Leave for_each out, and refer to the image itself.")
			break
		}
		made, diags = forEachOccurrences(bare, noun, expr.Range())
	}
	if m.e.config.lacks(diags, o) {
		return []occurrence{anyOccurrence(r, bare)}, nil, nil
	}
	if diags.HasErrors() {
		return hidden(), nil, diag.Within(diags, expr, ctx)
	}
	if ok, diags := m.room(len(made), noun, expr.Range()); !ok {
		return nil, nil, diags
	}
	return made, common, nil
}

// mostOf is how many instances of a kind of block there may be.
func mostOf(noun string) int {
	if noun == "module" {
		return maxModuleInstances
	}
	return maxInstances
}

// crowded reports whether there are too many, which has been told.
func (m *moduleInstance) crowded(noun string) bool { return m.e.count[noun] > mostOf(noun) }

// room reports whether there may be n more instances: modules in modules
// multiply theirs.
func (m *moduleInstance) room(n int, noun string, rng hcl.Range) (bool, hcl.Diagnostics) {
	m.e.count[noun] += n
	if !m.crowded(noun) {
		return true, nil
	}
	return false, diag.ProblemAt(rng, "Too many instances",
		"With the instances of this block, and of the modules that it is in, the configuration has more than %d instances of %ss. Make fewer: there is one for each combination of the keys of all modules around it.", mostOf(noun), noun)
}

func countOccurrences(value cty.Value, rng hcl.Range) ([]occurrence, hcl.Diagnostics) {
	value, err := convert.Convert(value, cty.Number)
	switch {
	case err != nil:
		return nil, diag.ProblemAt(rng, "Invalid count argument", "The count must be a whole number from 0 to %d, and this is not: %s.", maxInstances, err)
	case value.IsNull():
		return nil, diag.ProblemAt(rng, "Invalid count argument", "The count is null. Give a whole number from 0, or leave the argument out for one instance.")
	case !value.IsKnown():
		return nil, unknownExpansion("count", rng)
	}
	n, accuracy := value.AsBigFloat().Int64()
	if accuracy != big.Exact || n < 0 || n > maxInstances {
		return nil, diag.ProblemAt(rng, "Invalid count argument",
			"The count must be a whole number from 0 to %d, and this is %s.", maxInstances, value.AsBigFloat().Text('g', 12))
	}
	made := make([]occurrence, n)
	for i := range made {
		made[i] = occurrence{Key: address.IndexKey(i), name: "count", value: cty.ObjectVal(map[string]cty.Value{"index": cty.NumberIntVal(int64(i))})}
	}
	return made, nil
}

func forEachOccurrences(value cty.Value, noun string, rng hcl.Range) ([]occurrence, hcl.Diagnostics) {
	if diags := checkForEach(value, noun, rng); diags.HasErrors() {
		return nil, diags
	}
	made := make([]occurrence, 0, value.LengthInt())
	for it := value.ElementIterator(); it.Next(); {
		key, element := it.Element()
		if value.Type().IsSetType() {
			key = element
		}
		if key.IsNull() {
			return nil, diag.ProblemAt(rng, "Invalid for_each argument", "The set for for_each holds a null, which cannot name an instance. Leave it out, as with [for x in ... : x if x != null].")
		}
		made = append(made, occurrence{Key: address.NameKey(key.AsString()), name: "each", value: cty.ObjectVal(map[string]cty.Value{"key": key, "value": element})})
	}
	slices.SortFunc(made, func(a, b occurrence) int { return address.CompareKeys(a.Key, b.Key) })
	return made, nil
}

// checkForEach says why a value cannot decide the instances of a block.
func checkForEach(value cty.Value, noun string, rng hcl.Range) hcl.Diagnostics {
	refuse := func(format string, args ...any) hcl.Diagnostics {
		return diag.ProblemAt(rng, "Invalid for_each argument", format, args...)
	}
	ty := value.Type()
	switch {
	case value.IsNull():
		return refuse("The for_each value is null. Give a map or a set of strings; an empty one, {} or toset([]), makes no %s.", noun)
	case ty == cty.DynamicPseudoType && !value.IsKnown():
		return unknownExpansion("for_each", rng)
	case ty.IsListType() || ty.IsTupleType():
		return refuse("The for_each value must be a map, or a set of strings, and this is %s. A list of strings becomes a set with toset(...), a list of objects a map with { for x in ... : x.name => x }.", diag.WithArticle(ty.FriendlyName()))
	case !ty.IsMapType() && !ty.IsObjectType() && !ty.IsSetType():
		return refuse("The for_each value must be a map, or a set of strings, and this is %s. For several %ss without names of their own, use count.", diag.WithArticle(ty.FriendlyName()), noun)
	case !value.IsKnown() || ty.IsSetType() && !value.IsWhollyKnown():
		return unknownExpansion("for_each", rng)
	case ty.IsSetType() && ty.ElementType() != cty.String && value.LengthInt() > 0:
		return refuse("A set for for_each must be one of strings, and this is %s. Make strings of its elements with toset([for x in ... : tostring(x)]), or a map with { for x in ... : x.name => x }.", diag.WithArticle(ty.FriendlyName()))
	case value.LengthInt() > maxInstances:
		return refuse("The for_each value has %d elements, and the limit is %d.", value.LengthInt(), maxInstances)
	}
	return nil
}

func unknownExpansion(argument string, rng hcl.Range) hcl.Diagnostics {
	diags := diag.ProblemAt(rng, "Invalid "+argument+" argument",
		"The %s value depends on pictures that are not made yet, so gesso cannot tell which instances there will be. Use values that are known before apply, such as variables, locals or an image's path.", argument)
	diags[0].Extra = unknownInstances{}
	return diags
}
