package refusals

import (
	"github.com/hashicorp/hcl/v2"

	"gesso/runner/plan"
	"gesso/spec/config"
)

// AllPrevented finds changes that lifecycle.prevent_destroy forbids. Block finds the declaration
// of a change's image; nil: there is none any more.
func AllPrevented(changes []*plan.Change, block func(*plan.Change) *config.Image) hcl.Diagnostics {
	var diags hcl.Diagnostics
	for _, c := range changes {
		if c.Action != plan.Regenerate && c.Action != plan.Remove && !(c.Action == plan.Reuse && c.Before.HasPicture()) {
			continue
		}
		if b := block(c); b != nil && b.Lifecycle().PreventDestroy {
			diags = append(diags, Prevented(c, b.Lifecycle().Range))
		}
	}
	return diags
}
