package plan

import (
	"path"

	"gesso/spec/eval"
	"gesso/state"
	"gesso/state/disk"
)

// A picture that fails a postcondition was paid for: it is recorded as its
// image's picture, stays in the store, and is not placed. Another one is bought
// when a user says so, with -replace, with attempts, or by changing the
// request; and when the condition is changed so that the picture meets it, it is
// placed for nothing. So the conditions are judged in every plan, and what the
// record says of a taint is only that the output at its path is an older one.

// keeps reports whether the record has a picture of the change's request.
func (c *Change) keeps() bool { return c.Before.HasPicture() && c.Before.Key == c.Key }

// unmet is what the postconditions that a picture fails say, while a plan is
// made.
func (c *Change) unmet(p *state.Picture) string { return c.Instance.Judge(recall(p)) }

func (c *Change) meets(p *state.Picture) bool { return c.unmet(p) == "" }

// unmetBefore is unmet for the recorded picture, if that would be kept.
func (c *Change) unmetBefore() string {
	if !c.keeps() {
		return ""
	}
	return c.unmet(&c.Before.Picture)
}

// rejected is a picture that was bought for the change and fails a
// postcondition, or nil.
func (p *planner) rejected(c *Change) *state.Picture {
	if !c.Instance.Judged() {
		return nil
	}
	return p.library.rejected(c.Address, c.Keys())
}

// taint plans to leave a picture that fails a postcondition where it is. What
// depends on it can be evaluated, but not bought.
func (p *planner) taint(c *Change, tainted *state.Picture, why string) *eval.Picture {
	c.Action, c.Picture, c.Reasons = Tainted, tainted, []Reason{{Cause: Unmet, New: why}}
	c.Look = c.LookAt(p.Workspace, tainted)
	return recall(tainted)
}

// LookAt is where a picture of the change that fails a postcondition can be seen,
// now or after the next run: as the output, if it was placed before the condition
// was there, or aside. It is "" when the picture is not here, as in a fresh clone.
func (c *Change) LookAt(w *disk.Workspace, p *state.Picture) string {
	placed := c.Before != nil && c.Before.Tainted == "" && c.Before.Output != "" && c.Before.Artifact == p.Artifact
	switch {
	case placed:
		return c.Before.Path
	case w.Store().Has(p.Artifact) || w.Outputs().HasAside(c.Path):
		return path.Join(disk.AsideDir, c.Path)
	}
	return ""
}

// Unmet is what the postconditions that the picture of a tainted change fails
// say.
func (c *Change) Unmet() string { return c.Reasons[0].New }

// tellWaiting says of changes that need one which waits for a decision that
// they wait as well.
func (p *planner) tellWaiting(plan *Plan) {
	for _, c := range plan.Changes {
		if !c.Action.Paid() {
			continue
		}
		for _, address := range c.Instance.DependsOn {
			if needed := p.changes[address]; needed != nil && needed.Action.Waits() {
				c.Reasons = append(c.Reasons, Reason{Cause: Waits, New: address})
			}
		}
	}
}
