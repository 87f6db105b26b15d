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
// whole, or through a local value, costs all of its instances.
func (x *Expansion) Refresh(i *Instance, recall Recall) hcl.Diagnostics {
	e := x.eval
	for _, address := range i.DependsOn {
		if other := e.byAddress[address]; other != nil {
			e.pictures[address] = recall(other)
		}
	}
	// Copies of the maps that hold values from before.
	fresh := *e
	fresh.local = map[string]cty.Value{}
	fresh.blocks = map[string]cty.Value{}
	diags := fresh.freshLocals(i.Block.references.locals)
	b := &blockScope{e: &fresh, img: i.Block, ctx: fresh.context(references{locals: i.Block.references.locals}), uses: usesOf(slices.Collect(maps.Values(i.Block.Arguments))...)}
	diags = append(diags, b.evaluate(i)...)
	if len(i.Unknown) > 0 && !diags.HasErrors() {
		diags = append(diags, problemAt(i.Range(i.Unknown[0]), "Value not known after apply",
			"The argument %q of %s has no value although everything that it depends on is done.", i.Unknown[0], i.Address)...)
	}
	return diags
}

// freshLocals evaluates local values anew if images are behind them.
func (e *evaluator) freshLocals(names []string) hcl.Diagnostics {
	var diags hcl.Diagnostics
	for _, name := range names {
		if _, done := e.local[name]; done {
			continue
		}
		refs := e.config.locals[name].references
		diags = append(diags, e.freshLocals(refs.locals)...)
		for _, image := range refs.images {
			e.blocks[image] = e.blockValue(e.config.Images[image])
		}
		diags = append(diags, e.evaluateLocal(name)...)
	}
	return diags
}
