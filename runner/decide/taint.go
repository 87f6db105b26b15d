package decide

import (
	"path"

	"gesso/runner/plan"
)

// A picture that fails a postcondition was paid for: it is recorded as its
// image's picture, stays in the store, and is not placed. Another one is bought
// when a user says so, with -replace, with attempts, or by changing the
// request; and when the condition is changed so that the picture meets it, it is
// placed for nothing. So the conditions are judged in every plan, and what the
// record says of a taint is only that the output at its path is an older one.

// What a user has tainted by hand is replaced by the next run, paid: the user has seen
// the picture, and wants another one of the same request. It is of no account for any
// other request.

// tainted is why a user wants another picture than the recorded one, if that would
// else stay, or might.
func (c *change) tainted() []plan.Reason {
	if c.unwanted = c.Before.HasPicture() && c.Before.Unwanted != "" && (c.UpToDate() || !c.Known()); !c.unwanted {
		return nil
	}
	if c.again != nil {
		return []plan.Reason{c.again.Reason()}
	}
	return []plan.Reason{{Cause: plan.Unwanted, New: c.Before.Unwanted}}
}

// look is where the picture of a tainted change can be seen.
func (p *planner) look(c *change) string {
	return c.LookAt(c.Picture, func() string {
		if !p.Workspace.Store().Has(c.Picture.Artifact) && !p.Workspace.Outputs().HasAside(c.Path) {
			return ""
		}
		return path.Join(p.Workspace.Outputs().AsideDir(), c.Path)
	})
}

// tellWaiting says of changes that need one which waits for a decision that
// they wait as well.
func (p *planner) tellWaiting() {
	for _, c := range p.changes {
		if !c.Action.Paid() {
			continue
		}
		for _, address := range c.Instance.DependsOn {
			if needed := p.changes[address]; needed != nil && (needed.Action.Waits() || needed.Action == plan.Reject) {
				c.Reasons = append(c.Reasons, plan.Reason{Cause: plan.Waits, New: address})
			}
		}
	}
}
