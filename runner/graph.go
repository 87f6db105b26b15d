package runner

import "slices"

// maxCount is how many pictures one call asks for. The API names no limit; a
// small number keeps what one lost answer puts in doubt small.
const maxCount = 4

// unit is what is done at once: a change, or several instances of one block
// that want the same request, whose pictures one call makes.
type unit struct {
	changes    []*Change
	waits      int // units that it needs and that are not done
	dependents []*unit
	blocked    *Outcome // why it cannot be done: what it needs was not done
}

// buildUnits turns the changes of declared images into units with the edges
// between them. Only what is paid for waits, and what is judged by others'
// pictures: all else needs nobody's.
func (p *Plan) buildUnits() []*unit {
	var units []*unit
	of := map[string]*unit{}
	for _, c := range p.Changes {
		if c.instance == nil || c.Action.Waits() {
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
		if u.changes[0].waits() {
			p.link(u, of)
		}
	}
	return units
}

// waits reports whether a change comes after what its image depends on: it needs
// those pictures, or is judged by them.
func (c *Change) waits() bool {
	judged := c.Action == Resume || c.Action == Reuse || c.Action == Import
	return c.Action.Paid() || !c.Known() || judged && c.instance.Undecided()
}

// joinable returns the last unit if a change can share its call. One that a user
// wants replaced shares none with others: the ledger tells them apart by call.
func joinable(units []*unit, c *Change) *unit {
	if len(units) == 0 || !c.Action.Paid() || !c.Known() || c.instance.IsEdit() || len(c.instance.Triggers) > 0 {
		return nil
	}
	last := units[len(units)-1]
	first := last.changes[0]
	same := first.Action.Paid() && first.key == c.key && first.instance.Block == c.instance.Block &&
		slices.Equal(first.instance.DependsOn, c.instance.DependsOn) && first.replace == c.replace
	if !same || len(last.changes) == maxCount {
		return nil
	}
	return last
}

func (p *Plan) link(u *unit, of map[string]*unit) {
	linked := map[*unit]bool{u: true}
	for _, address := range u.changes[0].instance.DependsOn {
		if c := p.all[address]; c != nil && c.Action.Waits() {
			u.blocked = &Outcome{Address: address, Err: c.waiting()}
		}
		if needed := of[address]; needed != nil && !linked[needed] {
			linked[needed] = true
			needed.dependents = append(needed.dependents, u)
			u.waits++
		}
	}
}
