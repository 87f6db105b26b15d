package runner

import (
	"slices"

	"gesso/runner/plan"
	"gesso/runner/walk"
)

// maxCount is how many pictures one call asks for. The API names no limit; a
// small number keeps what one lost answer puts in doubt small.
const maxCount = 4

// unit is what a run does as one thing: a change, or several instances of one block that
// want the same request, whose pictures one call makes.
type unit struct {
	*walk.Unit // nil for what comes after the walk
	changes    []*plan.Change
	slot       *walk.Slot // among the units at work; nil before it has one
	again      bool       // it buys pictures in place of tainted ones of this run
	takes      int        // of one change: how many pictures its call asks for; 0: one of each
	spare      bool       // they all go to the store: the change has its picture
}

// each is how many pictures the call asks for, for each change.
func (u *unit) each() int { return max(1, u.takes) }

// pictures is how many pictures the call asks for in all.
func (u *unit) pictures() int { return u.each() * len(u.changes) }

// first stands for all changes of a unit, which have request and account in common.
func (u *unit) first() *plan.Change { return u.changes[0] }

// buildUnits turns the changes of declared images into units, in the plan's order. What
// waits for a user's decision is held: there is nothing to do about it, and what needs it
// cannot be done.
func (r *run) buildUnits() []*unit {
	var units, waiting []*unit
	for _, c := range r.plan.Changes {
		switch u := joinable(units, c); {
		case c.Action.Waits():
			waiting = append(waiting, &unit{Unit: walk.Held(c.Address, held(c)), changes: []*plan.Change{c}})
		case c.Declared == nil:
		case u != nil:
			u.changes = append(u.changes, c)
			u.Images = append(u.Images, c.Address)
		default:
			u = &unit{Unit: &walk.Unit{Images: []string{c.Address}, Lane: r.lanes[c.Worker()].slots}, changes: []*plan.Change{c}}
			if comesLater(c) {
				u.Needs = c.Declared.Needs
			}
			if c.Shares != "" {
				u.Needs = append(slices.Clone(u.Needs), c.Shares)
			}
			units = append(units, u)
		}
	}
	return append(units, waiting...)
}

// held is the state of a change that waits for a decision, in which it blocks what needs it.
func held(c *plan.Change) walk.State {
	switch c.Action {
	case plan.Tainted:
		return walk.Tainted
	case plan.Unmade:
		return walk.Unmade
	}
	return walk.InDoubt
}

// comesLater reports whether a change comes after what its image depends on: it
// needs those pictures, is judged by them, or is recorded with what triggers it.
func comesLater(c *plan.Change) bool {
	judged := c.Action == plan.Resume || c.Action == plan.Reuse || c.Action == plan.Import || c.Action == plan.Keep
	triggered := c.Action == plan.Import && slices.ContainsFunc(c.Declared.Triggers, func(t plan.Trigger) bool { return t.Hash == "" })
	return c.Action.Paid() || !c.Known() || judged && c.Declared.Undecided || triggered || c.Drawn() && c.Declared.Edit
}

// joinable returns the last unit if a change can share its call, else nil. What a user wants
// replaced shares none with anything else: the ledger tells them apart by call.
func joinable(units []*unit, c *plan.Change) *unit {
	if len(units) == 0 || c.Pictures() != 1 || !c.Known() || c.Declared.Edit || len(c.Declared.Triggers) > 0 {
		return nil
	}
	last := units[len(units)-1]
	first := last.first()
	same := first.Pictures() == 1 && first.Key == c.Key && first.Declared.Block == c.Declared.Block &&
		slices.Equal(first.Declared.Needs, c.Declared.Needs) && first.Replace == c.Replace
	if !same || len(last.changes) == maxCount {
		return nil
	}
	return last
}
