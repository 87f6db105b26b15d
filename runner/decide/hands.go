package decide

import (
	"errors"

	"gesso/runner/budget"
	"gesso/runner/decide/refusals"
	"gesso/runner/drift"
	"gesso/runner/plan"
	"gesso/runner/selection"
)

// Hands are what a user says of pictures that were made by hand. The zero value is
// nothing.
type Hands struct {
	Adopt   *selection.Found // whose outputs are their pictures from now on, whatever on_drift says
	Note    string           // what the user says of these
	Restore *selection.Found // whose pictures are to be what was made before
	Lenient bool             // an output that was changed is no mistake, whatever on_drift says
}

// AdoptOnly is the plan for the images of Situation.Hands.Adopt alone: nothing else is
// done, and nothing is bought. The error says, of each, why its output is not adopted.
func (p *Prepared) AdoptOnly() (*Prepared, error) {
	return p.handsOnly(p.situation.Hands.Adopt, plan.Keep, func(c *change) error { return refusals.NotAdopted(c.Change, *c.found) })
}

// RestoreOnly is the plan for the images of Situation.Hands.Restore alone: nothing else is
// done, and nothing is bought. The error says, of each, why nothing is brought back.
func (p *Prepared) RestoreOnly() (*Prepared, error) {
	return p.handsOnly(p.situation.Hands.Restore, plan.Restore, func(c *change) error { return refusals.NotRestored(c.Change) })
}

// handsOnly is the plan for some images alone, each of which is to come to an action, or
// to nothing. Why says of another one what is in its way.
func (p *Prepared) handsOnly(of *selection.Found, action plan.Action, why func(*change) error) (*Prepared, error) {
	nothing := 0
	only := *p
	only.Plan = &plan.Plan{Accounts: p.Accounts, Budget: budget.Budget{MaxImages: &nothing}, RefreshOnly: p.RefreshOnly}
	var errs []error
	for _, list := range [][]*plan.Change{p.Changes, p.Unchanged, p.Deselected} {
		for _, c := range list {
			mine := p.all[c.Address]
			switch {
			case mine == nil || !of.Means(c.Address):
				only.Deselected = append(only.Deselected, c)
			case c.Action == action:
				only.Changes = append(only.Changes, c)
			case c.Action == plan.None && !mine.kept && mine.settled():
				only.Unchanged = append(only.Unchanged, c)
			default:
				errs = append(errs, why(mine))
			}
		}
	}
	return &only, errors.Join(errs...)
}

// settled reports whether what a user says of an image is so already.
func (c *change) settled() bool {
	return c.adopting && c.handmade() || c.recalling && !c.handmade()
}

// told is what a user has said of a change.
func (p *planner) told(c *change) {
	c.adopting, c.recalling, c.note = p.Hands.Adopt.Means(c.Address), p.Hands.Restore.Means(c.Address), p.Hands.Note
}

// adopt is to make an output the picture because a user says so, for what the image asks
// for now. It reports whether there is something to adopt.
func (l *ladder) adopt(c *change) (choice, bool) {
	if !c.Before.HasPicture() || c.Before.Output == "" {
		return choice{}, false
	}
	key := c.Before.Key
	if c.Known() {
		key = c.Key
	}
	picture := c.Before.Picture
	switch c.found.Kind {
	case drift.Edited, drift.Made:
		picture = c.Before.Adopt(c.found.Picture, key, c.note)
		c.File = c.found.Sum
	case drift.Same:
		if !c.handmade() {
			return choice{}, false
		}
		picture = c.Before.Adopt(picture, key, c.note)
		if c.File = c.Before.Output; picture.Adopted.Note == c.Before.Adopted.Note && c.UpToDate() && len(c.Holds) == 0 {
			return choice{action: plan.None}, true
		}
	default:
		return choice{}, false
	}
	c.Replace, c.unwanted, c.Holds = false, false, nil
	if why := l.against(c, &picture); why != nil {
		return taint(&picture, why), true
	}
	return choice{action: plan.Keep, picture: &picture, reasons: []plan.Reason{{Cause: plan.Adopted, New: c.note}}}, true
}

// recall is to bring back the picture that was made before somebody made another one by
// hand, or None where there is none, or nobody has it.
func (p *planner) recall(c *change) choice {
	original := c.Before.Original()
	if original == nil || p.supply.Lost(original) || c.Before.Rejected(&original.Picture) != nil {
		return choice{}
	}
	return choice{action: plan.Restore, picture: &original.Picture, reasons: []plan.Reason{{Cause: plan.Recalled}}}
}
