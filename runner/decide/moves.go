package decide

import (
	"cmp"

	"github.com/hashicorp/hcl/v2"

	"gesso/runner/plan"
	"gesso/spec/eval"
	"gesso/state"
)

// moves are the records that stand under other addresses than they did.
type moves struct {
	state    *state.State      // what is recorded, after the moves
	events   []state.Event     // that make it so
	origins  map[string]string // the old address by the new one
	released map[state.Key][]*state.Record
}

// relocate puts what is recorded under the addresses that moved blocks give it.
// Nothing is written: the plan is made from a state in which it has happened.
func relocate(config *eval.Config, s *state.State) (moves, hcl.Diagnostics) {
	m := moves{state: s, origins: map[string]string{}}
	list, diags := config.Relocate(func(yield func(string) bool) {
		for r := range s.All() {
			if !yield(r.Address) {
				return
			}
		}
	})
	if len(list) > 0 {
		m.state = s.Clone()
	}
	for _, moved := range list {
		r := *s.Get(moved.From)
		r.Address = moved.To
		m.add(moved.From, &r)
	}
	return m, diags
}

// RecordedAs returns the address at which is recorded, until the next apply,
// what a plan shows at address because of a moved block. Where nothing moves,
// that is the same.
func RecordedAs(address string, config *eval.Config, s *state.State) string {
	m, _ := relocate(config, s)
	return cmp.Or(m.origins[address], address)
}

func (m *moves) add(from string, to *state.Record) {
	e := state.Event{Kind: state.Moved, From: from, Record: to}
	m.events = append(m.events, e)
	m.state.Apply(e)
	m.origins[to.Address] = from
}

// again is a planner for the second pass: it knows which addresses let go of
// their pictures, and has a state of its own to move them in.
func (p *planner) again(lib *library) *planner {
	m := p.moves
	m.state, m.released = p.State.Clone(), p.releasedPictures()
	s := p.Situation
	s.State = m.state
	next := newPlanner(s, m)
	next.library, next.supply = lib, p.supply
	return next
}

// releasedPictures are the records of addresses that nothing declares any more,
// by key. What a removed block keeps is not among them: its output stays.
func (p *planner) releasedPictures() map[state.Key][]*state.Record {
	released := map[state.Key][]*state.Record{}
	for r := range p.State.All() {
		if p.changes[r.Address] == nil && r.HasPicture() && !p.Config.Forgets(r.Address) {
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
			if old.Request != nil && !c.account.takes(old.Request.Kind, &old.Picture) {
				continue
			}
			r := *old
			r.Address, r.Pending = c.Address, nil
			p.add(old.Address, &r)
			c.From, c.Before = old.Address, p.State.Get(c.Address)
			c.renew()
			p.library.claim(&c.Before.Picture)
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
