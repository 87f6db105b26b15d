package decide

import (
	"context"
	"runtime"
	"slices"

	"golang.org/x/sync/errgroup"

	"gesso/runner/plan"
	"gesso/state/disk"
)

// checkOutputs looks at the outputs of the pictures that stay, side by side:
// for thousands of files most of the time goes to waiting for the system.
func (p *planner) checkOutputs(ctx context.Context) error {
	var settled []*change
	for _, c := range p.changes {
		if c.Action == plan.None && !c.kept {
			settled = append(settled, c)
		}
	}
	if err := sideBySide(ctx, settled, p.checkOutput); err != nil {
		return err
	}
	// The cache only saves time: that it cannot be written, as in a read-only
	// checkout, changes nothing.
	_ = p.Workspace.Outputs().Flush()
	return nil
}

// sideBySide does something for each change. The error is the context's.
func sideBySide[C any](ctx context.Context, changes []C, do func(C)) error {
	group, ctx := errgroup.WithContext(ctx)
	workers := 2 * runtime.GOMAXPROCS(0)
	for part := range slices.Chunk(changes, len(changes)/workers+1) {
		group.Go(func() error {
			for _, c := range part {
				if ctx.Err() != nil {
					return ctx.Err()
				}
				do(c)
			}
			return nil
		})
	}
	return group.Wait()
}

func (p *planner) checkOutput(c *change) {
	check := p.Workspace.Outputs().Check
	if p.Unrefreshed {
		check = func(string, string) (disk.Status, error) { return disk.Same, nil }
	}
	if needed := output(c, check); needed.action != plan.None {
		c.Action, c.Reasons = needed.action, needed.reasons
	}
}
