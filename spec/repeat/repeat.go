package repeat

import (
	"math/big"
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"

	"gesso/spec/address"
	"gesso/spec/diag"
)

// MaxInstances bounds what one block may expand to, and all image blocks
// together. Above it a slip in count or range is likelier than a wish, and a plan
// takes a gigabyte.
const MaxInstances = 200_000

// Count makes the occurrences of a count.
func Count(value cty.Value, rng hcl.Range) ([]Occurrence, hcl.Diagnostics) {
	value, err := convert.Convert(value, cty.Number)
	switch {
	case err != nil:
		return nil, diag.ProblemAt(rng, "Invalid count argument", "The count must be a whole number from 0 to %d, and this is not: %s.", MaxInstances, err)
	case value.IsNull():
		return nil, diag.ProblemAt(rng, "Invalid count argument", "The count is null. Give a whole number from 0, or leave the argument out for one instance.")
	case !value.IsKnown():
		return nil, unknownExpansion("count", rng)
	}
	n, accuracy := value.AsBigFloat().Int64()
	if accuracy != big.Exact || n < 0 || n > MaxInstances {
		return nil, diag.ProblemAt(rng, "Invalid count argument",
			"The count must be a whole number from 0 to %d, and this is %s.", MaxInstances, value.AsBigFloat().Text('g', 12))
	}
	made := make([]Occurrence, n)
	for i := range made {
		made[i] = Occurrence{address.IndexKey(i), "count", &meaning{element: cty.NumberIntVal(int64(i))}}
	}
	return made, nil
}

// ForEach makes the occurrences of a for_each, of a block that makes things of a
// noun.
func ForEach(value cty.Value, noun string, rng hcl.Range) ([]Occurrence, hcl.Diagnostics) {
	if diags := checkForEach(value, noun, rng); diags.HasErrors() {
		return nil, diags
	}
	made := make([]Occurrence, 0, value.LengthInt())
	for it := value.ElementIterator(); it.Next(); {
		key, element := it.Element()
		if value.Type().IsSetType() {
			key = element
		}
		if key.IsNull() {
			return nil, diag.ProblemAt(rng, "Invalid for_each argument", "The set for for_each holds a null, which cannot name an instance. Leave it out, as with [for x in ... : x if x != null].")
		}
		made = append(made, Each(address.NameKey(key.AsString()), element))
	}
	slices.SortFunc(made, func(a, b Occurrence) int { return address.CompareKeys(a.Key, b.Key) })
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
	case value.LengthInt() > MaxInstances:
		return refuse("The for_each value has %d elements, and the limit is %d.", value.LengthInt(), MaxInstances)
	}
	return nil
}
