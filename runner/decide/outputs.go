package decide

import (
	"context"

	"gesso/runner/plan"
	"gesso/runner/spread"
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
	if err := spread.Each(ctx, settled, p.checkOutput); err != nil {
		return err
	}
	// The cache only saves time: that it cannot be written, as in a read-only
	// checkout, changes nothing.
	_ = p.Workspace.Outputs().Flush()
	return nil
}

func (p *planner) checkOutput(c *change) {
	check := p.Workspace.Outputs().Check
	if p.Unrefreshed {
		check = func(string, string) (disk.Status, error) { return disk.Same, nil }
	}
	needed := p.missing(c, output(c, check))
	c.trace.answer(plan.RungOutput, needed.action != plan.None, needed.reasons...)
	if needed.action != plan.None {
		c.Action, c.Reasons = needed.action, needed.reasons
	}
}
