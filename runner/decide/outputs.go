package decide

import (
	"context"

	"gesso/runner/decide/placing"
	"gesso/runner/drift"
	"gesso/runner/plan"
	"gesso/runner/spread"
	"gesso/spec/config"
	"gesso/state/disk"
)

// checkOutputs looks at the outputs of the pictures that stay, side by side:
// for thousands of files most of the time goes to waiting for the system. An image about
// which there is a mistake has none that stays: where it is left out, nobody refuses the plan.
func (p *planner) checkOutputs(ctx context.Context) error {
	var settled []*change
	for _, c := range p.changes {
		if c.Action == plan.None && !c.kept && c.Before.HasPicture() {
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
	needed := choice{}
	if !c.away() {
		needed = p.missing(c, needs(c, func(path, output string) (disk.Status, error) { return p.status(c, path, output) }))
	}
	if c.recalling && c.handmade() {
		needed = p.recall(c)
		c.Picture = needed.picture
	}
	if needed.action == plan.Restore && c.found.Kind == drift.Packed && !c.recalling && (c.adopting || c.onDrift() != config.Restore) {
		needed = c.packed()
		c.Picture = needed.picture
	}
	if needed.action == plan.Restore && c.found.Kind == drift.Spoilt && c.found.Sum != "" {
		needed.reasons[0].New = c.found.Why
	}
	c.trace.Answer(plan.RungOutput, needed.action != plan.None, needed.reasons...)
	if needed.action != plan.None {
		c.Action, c.Reasons = needed.action, needed.reasons
	}
}

// needs is what the output of a picture that stays needs.
func needs(c *change, check placing.Check) choice {
	action, reasons := placing.Needs(c.Change, check)
	return choice{action: action, reasons: reasons}
}

// status is what became of a file that was placed for a change: its output, at which the
// plan has looked already, or the sidecar of that.
func (p *planner) status(c *change, path, output string) (disk.Status, error) {
	switch {
	case path == c.Path:
		return c.found.Status(), nil
	case p.Unrefreshed:
		return disk.Same, nil
	}
	return p.Workspace.Outputs().Check(path, output)
}
