package decide

import (
	"slices"

	"gesso/runner/plan"
	"gesso/spec/lang"
	"gesso/state"
)

// stale keeps the recorded picture of a change, for all that is asked for is another one
// by now, where the image says that a user has to ask for that. What was paid for is
// collected all the same, and a picture that is lost cannot be kept. Differs tells how the
// change's request and triggers differ from the recorded ones, or may.
func (l *ladder) stale(c *change, differs func() []plan.Reason) (choice, bool) {
	if c.Instance.Regenerate == lang.OnChange {
		return choice{}, false
	}
	why := differs()
	held := len(why) > 0 && c.Before.HasPicture() && !l.wantsAnew(c) && !l.supply.Lost(c.Before) &&
		!slices.ContainsFunc(l.calls.Begun(c.Address), func(call *state.Call) bool { return c.Known() && c.Accepts(call) })
	if held {
		c.trace.Answer(plan.RungStale, true, why...)
		c.Replace = false
	} else {
		c.trace.Answer(plan.RungStale, false)
		return choice{}, false
	}
	if against := l.against(c, &c.Before.Picture); against != nil {
		return taint(&c.Before.Picture, against), true
	}
	return choice{action: plan.None, stale: why}, true
}

// wantsAnew reports whether a user has asked for another picture of an image that is not
// made anew by itself.
func (l *ladder) wantsAnew(c *change) bool {
	return c.Asked || c.Before.Unwanted != "" || l.staleAnew && c.Instance.Regenerate == lang.Manual
}
