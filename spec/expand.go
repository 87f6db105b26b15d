package spec

import (
	"fmt"
	"math/big"
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
)

// maxInstances bounds what one block may expand to: above it a slip in count
// or range is likelier than a wish.
const maxInstances = 1_000_000

// Expansion is a configuration's images, instance by instance.
type Expansion struct {
	Config    *Config
	Instances []*Instance // by block name, then by index or key

	eval *evaluator
}

// Expand evaluates every image. Recall is asked for each instance after those
// it depends on; nil stands for one that knows nothing.
func (c *Config) Expand(recall Recall) (*Expansion, hcl.Diagnostics) {
	e := newEvaluator(c, recall)
	var diags hcl.Diagnostics
	for _, n := range c.order {
		if n.kind == "local" {
			diags = append(diags, e.evaluateLocal(n.name)...)
			continue
		}
		img := c.Images[n.name]
		diags = append(diags, MergeRepeated(e.expandBlock(img))...)
		if img.referenced {
			e.blocks[img.Name] = e.blockValue(img)
		}
	}
	x := &Expansion{Config: c, eval: e}
	for _, instances := range e.instances {
		x.Instances = append(x.Instances, instances...)
	}
	slices.SortFunc(x.Instances, compareInstances)
	return x, inFileOrder(append(diags, c.checkPaths(x.Instances)...))
}

// Instance returns the instance at an address, or nil.
func (x *Expansion) Instance(address string) *Instance { return x.eval.byAddress[address] }

// expandBlock makes a block's instances and evaluates them in order.
func (e *evaluator) expandBlock(img *Image) hcl.Diagnostics {
	ctx := e.context(img.references)
	instances, diags := e.makeInstances(img, ctx)
	if diags.HasErrors() {
		e.blocks[img.Name] = cty.DynamicVal
		return diags
	}
	e.instances[img.Name] = make([]*Instance, 0, len(instances))
	block := newBlockScope(e, img, ctx)
	for _, i := range instances {
		diags = append(diags, block.evaluate(i)...)
		e.instances[img.Name] = append(e.instances[img.Name], i)
		e.byAddress[i.Address] = i
		if p := e.recall(i); img.referenced {
			e.pictures[i.Address] = p
		}
	}
	return diags
}

// makeInstances evaluates count or for_each.
func (e *evaluator) makeInstances(img *Image, ctx *hcl.EvalContext) ([]*Instance, hcl.Diagnostics) {
	switch {
	case img.Count != nil:
		return countInstances(img, ctx)
	case img.ForEach != nil:
		return forEachInstances(img, ctx)
	}
	return []*Instance{newInstance(img, InstanceKey{})}, nil
}

func newInstance(img *Image, key InstanceKey) *Instance {
	return &Instance{Address: Address(img.Name, key), Block: img, Key: key}
}

func countInstances(img *Image, ctx *hcl.EvalContext) ([]*Instance, hcl.Diagnostics) {
	rng := img.Count.Range()
	value, diags := img.Count.Value(ctx)
	if diags.HasErrors() {
		return nil, diags
	}
	value, marks := value.Unmark()
	common, more := expansionMarks("count", rng, marks)
	if more.HasErrors() {
		return nil, more
	}
	value, err := convert.Convert(value, cty.Number)
	switch {
	case err != nil:
		return nil, problemAt(rng, "Invalid count argument", "The count must be a whole number: %s.", err)
	case value.IsNull():
		return nil, problemAt(rng, "Invalid count argument", "The count is null. Give a whole number from 0.")
	case !value.IsKnown():
		return nil, unknownExpansion("count", rng)
	}
	n, accuracy := value.AsBigFloat().Int64()
	if accuracy != big.Exact || n < 0 || n > maxInstances {
		return nil, problemAt(rng, "Invalid count argument", "The count must be a whole number from 0 to %d.", maxInstances)
	}
	instances := make([]*Instance, n)
	for i := range instances {
		instances[i] = newInstance(img, IndexKey(i))
		instances[i].count = cty.ObjectVal(map[string]cty.Value{"index": cty.NumberIntVal(int64(i))})
		instances[i].common = common
	}
	return instances, nil
}

func forEachInstances(img *Image, ctx *hcl.EvalContext) ([]*Instance, hcl.Diagnostics) {
	rng := img.ForEach.Range()
	value, diags := img.ForEach.Value(ctx)
	if diags.HasErrors() {
		return nil, diags
	}
	value, marks := value.Unmark()
	common, more := expansionMarks("for_each", rng, marks)
	if more.HasErrors() {
		return nil, more
	}
	ty := value.Type()
	switch {
	case value.IsNull():
		return nil, problemAt(rng, "Invalid for_each argument", "The for_each value is null. Give a map, or a set of strings.")
	case !value.IsKnown() || ty.IsSetType() && !value.IsWhollyKnown():
		return nil, unknownExpansion("for_each", rng)
	case !ty.IsMapType() && !ty.IsObjectType() && !ty.IsSetType():
		return nil, problemAt(rng, "Invalid for_each argument",
			"The for_each value must be a map, or a set of strings, and this is %s. A list of strings becomes a set with toset(...), a list of objects a map with { for x in ... : x.name => x }.", withArticle(ty.FriendlyName()))
	case ty.IsSetType() && ty.ElementType() != cty.String && value.LengthInt() > 0:
		return nil, problemAt(rng, "Invalid for_each argument", "A set for for_each must be one of strings, and this is %s.", withArticle(ty.FriendlyName()))
	case value.LengthInt() > maxInstances:
		return nil, problemAt(rng, "Invalid for_each argument", "The for_each value has %d elements, and the limit is %d.", value.LengthInt(), maxInstances)
	}
	instances := make([]*Instance, 0, value.LengthInt())
	for it := value.ElementIterator(); it.Next(); {
		key, element := it.Element()
		if ty.IsSetType() {
			key = element
		}
		key, keyMarks := key.Unmark()
		if _, more := expansionMarks("for_each", rng, keyMarks); more.HasErrors() {
			return nil, more
		}
		if key.IsNull() {
			return nil, problemAt(rng, "Invalid for_each argument", "The set for for_each holds a null.")
		}
		i := newInstance(img, NameKey(key.AsString()))
		i.each = cty.ObjectVal(map[string]cty.Value{"key": key, "value": element})
		i.common = common
		instances = append(instances, i)
	}
	slices.SortFunc(instances, compareInstances)
	return instances, nil
}

func unknownExpansion(argument string, rng hcl.Range) hcl.Diagnostics {
	return problemAt(rng, fmt.Sprintf("Invalid %s argument", argument),
		"The %s value depends on pictures that are not made yet, so gesso cannot tell which images there will be. Use values that are known before apply, such as variables, locals or an image's path.", argument)
}

func withArticle(noun string) string {
	if slices.Contains([]byte("aeiou"), noun[0]) {
		return "an " + noun
	}
	return "a " + noun
}

// MergeRepeated keeps the first of diagnostics that say the same of the same
// place, as an error in a block does once for each of its instances.
func MergeRepeated(diags hcl.Diagnostics) hcl.Diagnostics {
	type id struct {
		summary string
		place   hcl.Range
	}
	first := map[id]*hcl.Diagnostic{}
	more := map[*hcl.Diagnostic]int{}
	var merged hcl.Diagnostics
	for _, d := range diags {
		if d.Subject == nil {
			merged = append(merged, d)
			continue
		}
		key := id{d.Summary, *d.Subject}
		if kept := first[key]; kept != nil {
			more[kept]++
			continue
		}
		first[key] = d
		merged = append(merged, d)
	}
	for d, n := range more {
		d.Detail += fmt.Sprintf(" (The same holds for %d more of this block's instances.)", n)
	}
	return merged
}
