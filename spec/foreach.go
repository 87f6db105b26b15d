package spec

import (
	"math/big"
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
)

// maxInstances bounds what one block may expand to: above it a slip in count
// or range is likelier than a wish.
const maxInstances = 1_000_000

// makeInstances evaluates count or for_each. There are none where a mistake
// elsewhere has decided its value.
func (e *evaluator) makeInstances(img *Image, ctx *hcl.EvalContext) ([]*Instance, hcl.Diagnostics) {
	argument, expr := "count", img.Count
	switch {
	case img.ForEach != nil:
		argument, expr = "for_each", img.ForEach
	case img.Count == nil:
		return []*Instance{newInstance(img, InstanceKey{})}, nil
	}
	value, diags := e.value(expr, ctx)
	bare, marks := value.Unmark()
	o := originOf(marks)
	if diags.HasErrors() || o.broken {
		e.failed[img.Name] = true
		return nil, diags
	}
	common, diags := expansionMarks(argument, expr.Range(), o)
	var instances []*Instance
	switch {
	case diags.HasErrors():
	case img.Count != nil:
		instances, diags = countInstances(img, bare)
	default:
		if _, one := e.imageAddress(value); one {
			diags = problemAt(expr.Range(), "Invalid for_each argument",
				"The for_each value is one image, not a collection of them. Leave for_each out, and refer to the image itself.")
			break
		}
		instances, diags = forEachInstances(img, bare)
	}
	for _, i := range instances {
		i.common = common
	}
	e.failed[img.Name] = diags.HasErrors()
	return instances, within(diags, expr, ctx)
}

func newInstance(img *Image, key InstanceKey) *Instance {
	return &Instance{Address: Address(img.Name, key), Block: img, Key: key}
}

func countInstances(img *Image, value cty.Value) ([]*Instance, hcl.Diagnostics) {
	rng := img.Count.Range()
	value, err := convert.Convert(value, cty.Number)
	switch {
	case err != nil:
		return nil, problemAt(rng, "Invalid count argument", "The count must be a whole number from 0 to %d, and this is not: %s.", maxInstances, err)
	case value.IsNull():
		return nil, problemAt(rng, "Invalid count argument", "The count is null. Give a whole number from 0, or leave the argument out for one image.")
	case !value.IsKnown():
		return nil, unknownExpansion("count", rng)
	}
	n, accuracy := value.AsBigFloat().Int64()
	if accuracy != big.Exact || n < 0 || n > maxInstances {
		return nil, problemAt(rng, "Invalid count argument",
			"The count must be a whole number from 0 to %d, and this is %s.", maxInstances, value.AsBigFloat().Text('g', 12))
	}
	instances := make([]*Instance, n)
	for i := range instances {
		instances[i] = newInstance(img, IndexKey(i))
		instances[i].count = cty.ObjectVal(map[string]cty.Value{"index": cty.NumberIntVal(int64(i))})
	}
	return instances, nil
}

func forEachInstances(img *Image, value cty.Value) ([]*Instance, hcl.Diagnostics) {
	rng := img.ForEach.Range()
	if diags := checkForEach(value, rng); diags.HasErrors() {
		return nil, diags
	}
	instances := make([]*Instance, 0, value.LengthInt())
	for it := value.ElementIterator(); it.Next(); {
		key, element := it.Element()
		if value.Type().IsSetType() {
			key = element
		}
		if key.IsNull() {
			return nil, problemAt(rng, "Invalid for_each argument", "The set for for_each holds a null, which cannot name an image. Leave it out, as with [for x in ... : x if x != null].")
		}
		i := newInstance(img, NameKey(key.AsString()))
		i.each = cty.ObjectVal(map[string]cty.Value{"key": key, "value": element})
		instances = append(instances, i)
	}
	slices.SortFunc(instances, compareInstances)
	return instances, nil
}

// checkForEach says why a value cannot decide the instances of a block.
func checkForEach(value cty.Value, rng hcl.Range) hcl.Diagnostics {
	refuse := func(format string, args ...any) hcl.Diagnostics {
		return problemAt(rng, "Invalid for_each argument", format, args...)
	}
	ty := value.Type()
	switch {
	case value.IsNull():
		return refuse("The for_each value is null. Give a map or a set of strings; an empty one, {} or toset([]), makes no image.")
	case ty == cty.DynamicPseudoType && !value.IsKnown():
		return unknownExpansion("for_each", rng)
	case ty.IsListType() || ty.IsTupleType():
		return refuse("The for_each value must be a map, or a set of strings, and this is %s. A list of strings becomes a set with toset(...), a list of objects a map with { for x in ... : x.name => x }.", withArticle(ty.FriendlyName()))
	case !ty.IsMapType() && !ty.IsObjectType() && !ty.IsSetType():
		return refuse("The for_each value must be a map, or a set of strings, and this is %s. For several images without names of their own, use count.", withArticle(ty.FriendlyName()))
	case !value.IsKnown() || ty.IsSetType() && !value.IsWhollyKnown():
		return unknownExpansion("for_each", rng)
	case ty.IsSetType() && ty.ElementType() != cty.String && value.LengthInt() > 0:
		return refuse("A set for for_each must be one of strings, and this is %s. Make strings of its elements with toset([for x in ... : tostring(x)]), or a map with { for x in ... : x.name => x }.", withArticle(ty.FriendlyName()))
	case value.LengthInt() > maxInstances:
		return refuse("The for_each value has %d elements, and the limit is %d.", value.LengthInt(), maxInstances)
	}
	return nil
}

func unknownExpansion(argument string, rng hcl.Range) hcl.Diagnostics {
	return problemAt(rng, "Invalid "+argument+" argument",
		"The %s value depends on pictures that are not made yet, so gesso cannot tell which images there will be. Use values that are known before apply, such as variables, locals or an image's path.", argument)
}
