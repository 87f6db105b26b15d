package decide

import (
	"slices"

	"gesso/runner/decide/refusals"
	"gesso/runner/drift"
	"gesso/runner/plan"
	"gesso/spec/config"
	"gesso/state"
)

// What somebody has made by hand stays: an output that was changed is the picture from
// then on, and so is one that was adopted before. What would replace it, a change of the
// request or of a trigger, waits for a word of a user's: -replace, a taint that was said
// of that picture, or on_drift = "restore". Nothing of this is paid, and nothing that
// waits so stands in anybody's way.

// have gives a change what is recorded of it, and what became of the output.
func (p *planner) have(c *change, r *state.Record) {
	c.Before, c.found = r, p.seen.At(r)
}

// onDrift is what the change's block says of outputs that were changed by hand.
func (c *change) onDrift() config.OnDrift { return c.Instance.Block.Lifecycle().OnDrift.Word() }

// handmade reports whether the recorded picture was made by hand.
func (c *change) handmade() bool { return c.Before.HasPicture() && c.Before.Adopted != nil }

// retouched reports whether the output was changed by hand, and is to stay so.
func (c *change) retouched() bool {
	return c.onDrift() == config.Keep && (c.found.Kind == drift.Edited || c.found.Kind == drift.Undone)
}

// undone reports whether the output is again what somebody had changed by hand, and may
// stay so.
func (c *change) undone() bool {
	return c.found.Kind == drift.Undone && c.retouched() && !c.Asked && !c.adopting
}

// hand is the way of a change whose picture somebody has made by hand. Changed is what
// else would replace it, and later why that is not known yet. It is asked before the
// ladder, and reports whether it decides.
func (l *ladder) hand(c *change, changed, later []plan.Reason) (choice, bool) {
	c.Holds, c.File = nil, ""
	if c.adopting {
		c.Holds = c.held(changed, later)
		if made, is := l.adopt(c); is {
			return made, true
		}
	}
	switch {
	case c.Asked, c.onDrift() == config.Restore:
		return choice{}, false
	case c.retouched():
		return l.adopts(c, changed, later), true
	case !c.handmade() || c.unwanted:
		return choice{}, false
	}
	lost := l.supply.Lost(c.Before)
	if lost && l.replaceLost {
		return choice{}, false
	}
	c.Replace, c.Holds = false, c.held(changed, later)
	if why := l.against(c, &c.Before.Picture); why != nil {
		return taint(&c.Before.Picture, why), true
	}
	if lost {
		c.Holds = append(c.Holds, plan.Reason{Cause: plan.Absent})
	}
	return choice{action: plan.None}, true
}

// held are the reasons for which a picture would be replaced.
func (c *change) held(changed, later []plan.Reason) []plan.Reason {
	if len(later) == 0 && !c.UpToDate() {
		changed = append(changed, c.Differences()...)
	}
	return append(changed, later...)
}

// adopts is to make an output that somebody has changed the picture. A taint that was
// said of the one before is of no account.
func (l *ladder) adopts(c *change, changed, later []plan.Reason) choice {
	c.Replace, c.unwanted, c.File = false, false, c.found.Sum
	if c.found.Kind == drift.Undone {
		picture := c.found.Picture
		return choice{action: plan.Keep, picture: &picture, reasons: []plan.Reason{{Cause: plan.Unedited}}}
	}
	picture := c.Before.Adopt(c.found.Picture, c.Before.Key, "")
	c.Holds = c.held(changed, later)
	if why := l.against(c, &picture); why != nil {
		return taint(&picture, why)
	}
	return choice{action: plan.Keep, picture: &picture, reasons: []plan.Reason{{Cause: plan.Retouched}}}
}

// packed is to take an output for the picture's that shows the same and has other bytes.
// Where the output was converted the picture itself stays what it is.
func (c *change) packed() choice {
	picture := c.Before.Picture
	if c.Before.Output == c.Before.Artifact && c.found.Picture.Format == c.Before.Format {
		picture = picture.Redelivered(c.found.Picture)
	}
	c.File = c.found.Sum
	return choice{action: plan.Keep, picture: &picture, reasons: []plan.Reason{{Cause: plan.Repacked}}}
}

// refuseDrift is the mistake of an output that was changed by hand where the
// configuration wants to be told.
func (p *planner) refuseDrift(c *change) {
	if c.onDrift() != config.Fail || c.found.Kind != drift.Edited || c.Asked || p.Hands.Lenient {
		return
	}
	p.diags = append(p.diags, refusals.Drifted(c.Change, c.Instance.Block.Lifecycle().Range))
}

// away reports whether the recorded picture was made by hand and is nowhere here: nothing
// can be done for its output.
func (c *change) away() bool {
	return slices.ContainsFunc(c.Holds, func(r plan.Reason) bool { return r.Cause == plan.Absent })
}
