package asking

import "gesso/runner/plan"

// TellMoved adds to a decided change that it comes from another address, if it does.
func (c *Image) TellMoved() {
	if c.From == "" {
		return
	}
	moved := []plan.Reason{{Cause: plan.Moved, Old: c.From}}
	switch c.Action {
	case plan.None, plan.Place:
		c.Action, c.Reasons = plan.Move, append(moved, c.Reasons...)
	default:
		c.Reasons = append(c.Reasons, moved...)
	}
}
