package eval

import (
	"github.com/hashicorp/hcl/v2"

	"gesso/spec/diag"
)

// checkRemoved finds removed blocks for what is still declared.
func (e *evaluator) checkRemoved() hcl.Diagnostics {
	var diags hcl.Diagnostics
	for _, r := range e.config.Removals {
		if rng, declared := e.declared(r.From, true); declared {
			diags = append(diags, diag.ProblemAt(r.Range, "Removed "+r.From.Noun()+" still exists",
				"The block says that %s was removed, but it is still declared at %s. Remove that block, or this one.", r.From, diag.Position(rng))...)
		}
	}
	return diag.MergeRepeated(diags)
}
