package config

import (
	"github.com/hashicorp/hcl/v2"

	"gesso/spec/address"
	"gesso/spec/diag"
	"gesso/spec/lang"
)

// removal is a removed block: what is recorded for a block is to go.
type removal struct {
	From    Target
	destroy bool // the outputs go too
	Range   hcl.Range
}

func (d *Decoder) removed(block *hcl.Block) hcl.Diagnostics {
	content, diags := Decode(block, lang.Removed)
	if diags.HasErrors() {
		return diags
	}
	r := &removal{destroy: true, Range: block.DefRange}
	if r.From, diags = targetOf(d.Module, content.Attributes["from"]); diags.HasErrors() {
		return diags
	}
	for _, s := range r.From.Steps {
		if s.Key != "" {
			return diag.ProblemAt(r.From.Range, "Instance keys not allowed",
				"A removed block is about a whole block, and %s has a key. To remove single instances, take their keys out of the block's count or for_each.", r.From)
		}
	}
	for _, other := range d.Tree.Removals {
		if other.From.String() == r.From.String() {
			return diag.ProblemAt(r.Range, "Duplicate removed block",
				"There is a removed block for %s at %s already. Remove one of them.", r.From, diag.Position(other.Range))
		}
	}
	lifecycle, diags := single(content, "lifecycle")
	if lifecycle != nil {
		inner, more := Decode(lifecycle, lang.RemovedLifecycle)
		diags = append(append(diags, more...), literal(inner, "destroy", &r.destroy)...)
	}
	d.Tree.Removals = append(d.Tree.Removals, r)
	return diags
}

// Forgets reports whether a removed block says of an address that its record
// goes and its output stays.
func (t *Tree) Forgets(recorded string) bool {
	for _, r := range t.Removals {
		if r.destroy {
			continue
		}
		pattern, steps := r.From.Pattern(true), address.Parse(recorded)
		for i := range pattern {
			pattern[i].Any = true
		}
		if len(steps) >= len(pattern) && address.Overlap(pattern, steps) {
			return true
		}
	}
	return false
}
