package runner

import (
	"slices"

	"gesso/runner/plan"
)

// maxCount is how many pictures one call asks for. The API names no limit; a
// small number keeps what one lost answer puts in doubt small.
const maxCount = 4

// unit is what is done at once: a change, or several instances of one block
// that want the same request, whose pictures one call makes.
type unit struct {
	changes    []*plan.Change
	slot       *slot // among the images in work; nil before
	again      bool  // it buys pictures in place of tainted ones of this run
	waits      int   // units that it needs and that are not done
	dependents []*unit
	blocked    *Outcome // why it cannot be done: what it needs was not done
}

// buildUnits turns the changes of declared images into units with the edges
// between them. Only what is paid for waits, and what is judged by others'
// pictures: all else needs nobody's.
func buildUnits(p *plan.Plan) []*unit {
	var units []*unit
	waits := map[string]*plan.Change{} // for a decision
	of := map[string]*unit{}
	for _, c := range p.Changes {
		if c.Action.Waits() {
			waits[c.Address] = c
		}
		if c.Declared == nil || c.Action.Waits() {
			continue
		}
		u := joinable(units, c)
		if u == nil {
			u = &unit{}
			units = append(units, u)
		}
		u.changes = append(u.changes, c)
		of[c.Address] = u
	}
	for _, u := range units {
		if comesLater(u.changes[0]) {
			link(u, of, waits)
		}
	}
	return units
}

// comesLater reports whether a change comes after what its image depends on: it
// needs those pictures, or is judged by them.
func comesLater(c *plan.Change) bool {
	judged := c.Action == plan.Resume || c.Action == plan.Reuse || c.Action == plan.Import
	return c.Action.Paid() || !c.Known() || judged && c.Declared.Undecided
}

// joinable returns the last unit if a change can share its call. One that a user
// wants replaced shares none with others: the ledger tells them apart by call.
func joinable(units []*unit, c *plan.Change) *unit {
	if len(units) == 0 || !c.Action.Paid() || !c.Known() || c.Declared.Edit || len(c.Declared.Triggers) > 0 {
		return nil
	}
	last := units[len(units)-1]
	first := last.changes[0]
	same := first.Action.Paid() && first.Key == c.Key && first.Declared.Block == c.Declared.Block &&
		slices.Equal(first.Declared.Needs, c.Declared.Needs) && first.Replace == c.Replace
	if !same || len(last.changes) == maxCount {
		return nil
	}
	return last
}

// link makes a unit wait for those that it needs. One that needs a change which
// waits for a decision cannot be done.
func link(u *unit, of map[string]*unit, waits map[string]*plan.Change) {
	linked := map[*unit]bool{u: true}
	for _, address := range u.changes[0].Declared.Needs {
		if c := waits[address]; c != nil {
			u.blocked = &Outcome{Address: address, Err: waiting(c)}
		}
		if needed := of[address]; needed != nil && !linked[needed] {
			linked[needed] = true
			needed.dependents = append(needed.dependents, u)
			u.waits++
		}
	}
}

// waiting is why what needs a change that waits for a decision is not done.
func waiting(c *plan.Change) error {
	if c.Action == plan.Tainted {
		return errTainted
	}
	if c.Action == plan.Unmade {
		return errUnmade
	}
	return errInDoubt
}
