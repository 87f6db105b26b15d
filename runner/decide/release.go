package decide

import (
	"gesso/runner/plan"
	"gesso/state"
)

// releasedPictures are the records of addresses that nothing declares any more,
// by key. What a removed block keeps is not among them: its output stays.
func (p *planner) releasedPictures() map[state.Key][]*state.Record {
	released := map[state.Key][]*state.Record{}
	for r := range p.State.All() {
		if p.changes[r.Address] == nil && !p.omits(r.Address) && r.HasPicture() && !p.Config.Forgets(r.Address) {
			for _, key := range state.Recorded(r.Key, r.Request) {
				released[key] = append(released[key], r)
			}
		}
	}
	return released
}

// release moves a picture of the change's key to a new address from one
// that is no longer declared: an image that was renamed and is otherwise the
// same. Calls stay where they are, since nothing says that they are wanted.
func (p *planner) release(c *change) bool {
	if c.Before.HasPicture() || len(p.released) == 0 {
		return false
	}
	for _, key := range c.Keys() {
		for _, old := range p.released[key] {
			// It moves once, and is found under several keys.
			if !p.State.Get(old.Address).HasPicture() || p.supply.Lost(old) {
				continue
			}
			if old.Request != nil && !c.account.Takes(old.Request.Kind, &old.Picture) {
				continue
			}
			r := *old
			r.Address, r.Pending = c.Address, nil
			p.add(old.Address, &r)
			c.From = old.Address
			p.have(c, p.State.Get(c.Address))
			c.renew()
			p.library.Claim(&c.Before.Picture)
			return true
		}
	}
	return false
}

// tellMoved adds to the changes that they come from another address.
func (p *planner) tellMoved() {
	for _, c := range p.changes {
		if c.From == "" {
			continue
		}
		moved := []plan.Reason{{Cause: plan.Moved, Old: c.From}}
		switch c.Action {
		case plan.None, plan.Place:
			c.Action, c.Reasons = plan.Move, append(moved, c.Reasons...)
		default:
			c.Reasons = append(c.Reasons, moved...)
		}
	}
}

// lend takes up a call that another address began for what a change asks for; nil is that
// there is none. One that is to be another picture of the same request borrows none.
func (l *ladder) lend(c *change) *state.Call {
	if c.Replace {
		return nil
	}
	return l.calls.Lend(c.Keys, c.account.TakesCall)
}

// lendCalls lends calls that their own address has no use for to changes that would
// pay for the same key.
func (p *planner) lendCalls() {
	if len(p.calls.Strays()) == 0 {
		return
	}
	for _, c := range p.inOrder() {
		if !c.Action.Paid() || !c.Known() {
			continue
		}
		if call := p.lend(c); call != nil {
			lent := p.collect(c, call)
			lent.lent = true
			c.trace.lent(lent.reasons)
			p.choose(c, lent)
		}
	}
}
