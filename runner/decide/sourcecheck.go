package decide

import (
	"context"

	"github.com/hashicorp/hcl/v2"

	"gesso/runner/decide/edits"
)

// checkSources looks at the local sources that something would be bought with. A source of
// a picture that stays was looked at when that was bought.
func (p *planner) checkSources(ctx context.Context) (hcl.Diagnostics, error) {
	var bought []edits.Edit
	for _, c := range p.inOrder() {
		if file := c.BoughtFrom(p.sources); file != "" {
			bought = append(bought, edits.Edit{Address: c.Address, File: file, Range: c.Instance.Range("source")})
		}
	}
	return edits.Check(ctx, bought, p.Config.Where)
}
