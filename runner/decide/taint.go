package decide

import (
	"gesso/runner/plan"
	"gesso/spec"
	"gesso/state"
)

// A picture that fails a postcondition was paid for: it is recorded as its
// image's picture, stays in the store, and is not placed. Another one is bought
// when a user says so, with -replace, with attempts, or by changing the
// request; and when the condition is changed so that the picture meets it, it is
// placed for nothing. So the conditions are judged in every plan, and what the
// record says of a taint is only that the output at its path is an older one.

// keeps reports whether the record has a picture of the change's request.
func (c *change) keeps() bool { return c.Before.HasPicture() && c.Before.Key == c.Key }

// unmet is what the postconditions that a picture fails say, while a plan is
// made.
func (c *change) unmet(p *state.Picture) string { return c.instance.Judge(recall(p)) }

func (c *change) meets(p *state.Picture) bool { return c.unmet(p) == "" }

// unmetBefore is unmet for the recorded picture, if that would be kept.
func (c *change) unmetBefore() string {
	if !c.keeps() {
		return ""
	}
	return c.unmet(&c.Before.Picture)
}

// rejected is a picture that was bought for the change and fails a
// postcondition, or nil.
func (p *planner) rejected(c *change) *state.Picture {
	if !c.instance.Judged() {
		return nil
	}
	return p.library.rejected(c.Address, c.Keys())
}

// taint plans to leave a picture that fails a postcondition where it is. What
// depends on it can be evaluated, but not bought.
func (p *planner) taint(c *change, tainted *state.Picture, why string) *spec.Picture {
	c.Action, c.Picture, c.Reasons = plan.Tainted, tainted, []plan.Reason{{Cause: plan.Unmet, New: why}}
	c.Look = c.LookAt(tainted, p.here(c, tainted))
	return recall(tainted)
}

// here reports whether a picture can be looked at, now or after the next run.
func (p *planner) here(c *change, picture *state.Picture) func() bool {
	return func() bool {
		return p.Workspace.Store().Has(picture.Artifact) || p.Workspace.Outputs().HasAside(c.Path)
	}
}

// tellWaiting says of changes that need one which waits for a decision that
// they wait as well.
func (p *planner) tellWaiting() {
	for _, c := range p.changes {
		if !c.Action.Paid() {
			continue
		}
		for _, address := range c.instance.DependsOn {
			if needed := p.changes[address]; needed != nil && needed.Action.Waits() {
				c.Reasons = append(c.Reasons, plan.Reason{Cause: plan.Waits, New: address})
			}
		}
	}
}
