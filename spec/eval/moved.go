package eval

import (
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"

	"gesso/spec/address"
	"gesso/spec/config"
	"gesso/spec/diag"
)

// checkMoved finds moves away from what is still declared.
func (e *evaluator) checkMoved() hcl.Diagnostics {
	var diags hcl.Diagnostics
	for _, m := range e.config.Moves {
		rng, declared := e.declared(m.From, m.Whole())
		if !declared {
			continue
		}
		diags = append(diags, diag.ProblemAt(m.Range, "Moved object still exists",
			"The block moves %s, but that %s is still declared at %s. Declare it as %s instead, or remove the moved block.", m.From, m.From.Noun(), diag.Position(rng), m.To)...)
	}
	return diag.MergeRepeated(diags)
}

// declared tells whether, and where, the configuration has a target: the block,
// or with whole false the one instance.
func (e *evaluator) declared(t config.Target, whole bool) (hcl.Range, bool) {
	pattern := t.Pattern(whole)
	last := pattern[len(pattern)-1]
	kind, name, _ := strings.Cut(last.Block, ".")
	for _, instances := range e.modules {
		for _, m := range instances {
			at := address.Parse(strings.TrimSuffix(m.address, "."))
			if len(at) != len(pattern)-1 || !address.Overlap(at, pattern) {
				continue
			}
			if rng, found := m.declared(kind, name, last); found {
				return rng, true
			}
		}
	}
	return hcl.Range{}, false
}

func (m *moduleInstance) declared(kind, name string, last address.Step) (hcl.Range, bool) {
	if kind == "image" {
		img := m.module.Images[name]
		if img == nil || m.failed[name] {
			return hcl.Range{}, false
		}
		return img.Range, last.Any || m.e.byAddress[m.address+last.Block+last.Key] != nil
	}
	call := m.module.Calls[name]
	if call == nil {
		return hcl.Range{}, false
	}
	return call.Range, last.Any || slices.ContainsFunc(m.children[name], func(child *moduleInstance) bool { return child.Key.String() == last.Key })
}
