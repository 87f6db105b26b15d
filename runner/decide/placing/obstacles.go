package placing

import (
	"context"
	"sync"

	"github.com/hashicorp/hcl/v2"

	"gesso/runner/decide/refusals"
	"gesso/runner/plan"
	"gesso/runner/spread"
	"gesso/spec/diag"
	"gesso/state"
	"gesso/state/disk"
	"gesso/state/disk/workspaces"
)

// Obstacles are what is in the way of the outputs of changes, which stand in the order of
// addresses: what another workspace has there, and what cannot be written. What is paid for
// is an error; what is free is a warning, so that no picture that was paid for waits at the
// provider because of another one's folder. At is where a change says its path, and same tells
// of a record whether its output was found as it was placed: then only its folder is looked
// at. The error is the context's.
func Obstacles(ctx context.Context, changes []*plan.Change, outputs *disk.Outputs, others workspaces.Outputs, same func(*state.Record) bool, at func(*plan.Change) hcl.Range) (hcl.Diagnostics, error) {
	survey := outputs.Survey()
	var mu sync.Mutex
	obstacles := map[*plan.Change]error{}
	look := func(c *plan.Change) {
		placeable := survey.Placeable
		if c.Before != nil && c.Before.Path == c.Path && same(c.Before) {
			placeable = survey.Writable
		}
		err := placeable(c.Path)
		if err == nil && c.Metadata == state.Beside {
			err = survey.Placeable(c.Sidecar())
		}
		if err != nil {
			mu.Lock()
			defer mu.Unlock()
			obstacles[c] = err
		}
	}
	if err := spread.Each(ctx, changes, look); err != nil {
		return nil, err
	}
	var diags hcl.Diagnostics
	for _, c := range changes {
		if owner, owned := others.Owner(c.Path); owned {
			diags = append(diags, refusals.OthersOutput(c, at(c), owner))
			continue
		}
		if err := obstacles[c]; err != nil {
			diags = append(diags, refusals.NotPlaceable(c, at(c), err))
		}
	}
	return diag.MergeRepeated(diags), nil
}
