package spec

import (
	"maps"
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
)

// Refresh evaluates an instance's arguments again, now that the pictures of
// all that it depends on are made. Recall tells of those. It is not safe for
// concurrent use.
//
// Only the values that changed are built: an image that is looked up by its key
// costs one instance, however large its block is. An image that is used as a
// whole, or through a local value, costs a step for each of its instances.
func (x *Expansion) Refresh(i *Instance, recall Recall) hcl.Diagnostics {
	e := x.eval
	e.config.meter.Reset()
	for _, address := range i.DependsOn {
		if other := e.byAddress[address]; other != nil {
			other.see(recall(other))
		}
	}
	// Copies of the maps that hold values from before.
	fresh := *e
	fresh.local = map[string]cty.Value{}
	fresh.blocks = map[string]cty.Value{}
	locals := i.Block.references.locals
	diags := fresh.freshLocals(e, locals)
	b := &blockScope{
		e: &fresh, img: i.Block, ctx: fresh.context(references{locals: locals}),
		uses: usesOf(slices.Collect(maps.Values(i.Block.Arguments))...),
	}
	diags = append(diags, b.evaluate(i)...)
	if len(i.Unknown) > 0 && !diags.HasErrors() {
		diags = append(diags, problemAt(i.Range(i.Unknown[0]), "Value not known after apply",
			"The argument %q of %s has no value although everything that it depends on is done.", i.Unknown[0], i.Address)...)
	}
	return diags
}

// freshLocals takes over the local values of before, and evaluates those anew
// that images are behind.
func (e *evaluator) freshLocals(before *evaluator, names []string) hcl.Diagnostics {
	var diags hcl.Diagnostics
	for _, name := range names {
		if _, done := e.local[name]; done {
			continue
		}
		l := e.config.locals[name]
		if l.image == "" {
			e.local[name] = before.local[name]
			continue
		}
		diags = append(diags, e.freshLocals(before, l.references.locals)...)
		for _, image := range l.references.images {
			e.blocks[image] = e.blockValue(e.config.Images[image])
		}
		diags = append(diags, e.evaluateLocal(l)...)
	}
	return diags
}
