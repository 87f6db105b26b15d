package spec

import (
	"github.com/hashicorp/hcl/v2"

	"gesso/spec/address"
	"gesso/spec/diag"
	"gesso/spec/lang"
)

// removal is a removed block: what is recorded for a block is to go.
type removal struct {
	from    target
	destroy bool // the outputs go too
	rng     hcl.Range
}

func (d *decoder) removed(block *hcl.Block) hcl.Diagnostics {
	content, diags := contents(block, lang.Removed)
	if diags.HasErrors() {
		return diags
	}
	r := &removal{destroy: true, rng: block.DefRange}
	if r.from, diags = targetOf(d.module, content.Attributes["from"]); diags.HasErrors() {
		return diags
	}
	for _, s := range r.from.steps {
		if s.Key != "" {
			return diag.ProblemAt(r.from.rng, "Instance keys not allowed",
				"A removed block is about a whole block, and %s has a key. To remove single instances, take their keys out of the block's count or for_each.", r.from)
		}
	}
	for _, other := range d.tree.removals {
		if other.from.String() == r.from.String() {
			return diag.ProblemAt(r.rng, "Duplicate removed block",
				"There is a removed block for %s at %s already. Remove one of them.", r.from, diag.Place(other.rng))
		}
	}
	lifecycle, diags := single(content, "lifecycle")
	if lifecycle != nil {
		inner, more := contents(lifecycle, lang.RemovedLifecycle)
		diags = append(append(diags, more...), literal(inner, "destroy", &r.destroy)...)
	}
	d.tree.removals = append(d.tree.removals, r)
	return diags
}

// checkRemoved finds removed blocks for what is still declared.
func (e *evaluator) checkRemoved() hcl.Diagnostics {
	var diags hcl.Diagnostics
	for _, r := range e.config.removals {
		if rng, declared := e.declared(r.from, true); declared {
			diags = append(diags, diag.ProblemAt(r.rng, "Removed "+r.from.noun()+" still exists",
				"The block says that %s was removed, but it is still declared at %s. Remove that block, or this one.", r.from, diag.Place(rng))...)
		}
	}
	return diag.MergeRepeated(diags)
}

// Forgets reports whether a removed block says of an address that its record
// goes and its output stays.
func (c *Tree) Forgets(recorded string) bool {
	for _, r := range c.removals {
		if r.destroy {
			continue
		}
		pattern, steps := r.from.pattern(true), address.Parse(recorded)
		for i := range pattern {
			pattern[i].Any = true
		}
		if len(steps) >= len(pattern) && address.Overlap(pattern, steps) {
			return true
		}
	}
	return false
}
