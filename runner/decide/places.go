package decide

import (
	"context"

	"github.com/hashicorp/hcl/v2"

	"gesso/runner/decide/refusals"
	"gesso/runner/spread"
	"gesso/spec/diag"
	"gesso/state"
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
// anything is bought for them. What is paid for is an error; what is free is a
// warning, so that no picture that was paid for waits at the provider because of
// another one's folder.
func (p *planner) checkPlaces(ctx context.Context) (hcl.Diagnostics, error) {
	var changes []*change
	for _, c := range p.inOrder() {
		if c.Places() && c.Path != "" {
			changes = append(changes, c)
		}
	}
	survey := p.Workspace.Outputs().Survey()
	obstacles := make(map[*change]*error, len(changes))
	for _, c := range changes {
		obstacles[c] = new(error)
	}
	look := func(c *change) {
		if *obstacles[c] = survey.Placeable(c.Path); *obstacles[c] == nil && c.Metadata == state.Beside {
			*obstacles[c] = survey.Placeable(c.Sidecar())
		}
	}
	if err := spread.Each(ctx, changes, look); err != nil {
		return nil, err
	}
	var diags hcl.Diagnostics
	for _, c := range changes {
		if owner, owned := p.Others.Owner(c.Path); owned {
			diags = append(diags, refusals.OthersOutput(c.Change, c.Instance.Range("path"), owner))
			continue
		}
		if err := *obstacles[c]; err != nil {
			diags = append(diags, refusals.NotPlaceable(c.Change, c.Instance.Range("path"), err))
		}
	}
	return diag.MergeRepeated(diags), nil
}
