package decide

import (
	"context"

	"github.com/hashicorp/hcl/v2"

	"gesso/runner/decide/placing"
	"gesso/runner/plan"
)

// checkFiles looks at the files that something would be bought with or for.
func (p *planner) checkFiles(ctx context.Context) (hcl.Diagnostics, error) {
	sources, err := p.checkSources(ctx)
	if err != nil {
		return sources, err
	}
	places, err := p.checkPlaces(ctx)
	return append(sources, places...), err
}

// checkPlaces looks whether the outputs of what will change can be written, before
// anything is bought for them.
func (p *planner) checkPlaces(ctx context.Context) (hcl.Diagnostics, error) {
	var changes []*plan.Change
	for _, c := range p.inOrder() {
		if c.Places() && c.Path != "" {
			changes = append(changes, c.Change)
		}
	}
	return placing.Obstacles(ctx, changes, p.Workspace.Outputs(), p.Others, p.seen.Same, func(c *plan.Change) hcl.Range { return p.changes[c.Address].Instance.Range("path") })
}
