// Package moving says what is recorded when a plan begins: the state, with its records under
// the addresses that a configuration gives them by now, and with what people decide about
// their pictures at that moment.
//
// Nothing is written: the plan is made from a state in which it has happened, and has the
// events that make it so for its run. It is not for records that a plan moves because they
// fit; those it adds itself.
//
//	moved, diags := moving.Relocate(config, state, omits)
//	moved.Decide(reviews, omits)
package moving

import (
	"cmp"
	"maps"

	"github.com/hashicorp/hcl/v2"

	"gesso/spec/eval"
	"gesso/state"
)

// Moves are the records that stand under other addresses than they did, and what is
// decided about pictures. The zero value is for a state as it is.
type Moves struct {
	State   *state.State             // what is recorded, after all of it
	Events  []state.Event            // of the moves
	Origins map[string]string        // the old address by the new one
	Reviews map[string]*state.Review // what is decided, by the new address

	cloned bool
}

// Relocate puts what is recorded under the addresses that moved blocks give it. What is
// left out, as omits says of new addresses, stays where it is.
func Relocate(config *eval.Config, s *state.State, omits func(address string) bool) (Moves, hcl.Diagnostics) {
	m := Moves{State: s, Origins: map[string]string{}}
	list, diags := config.Relocate(func(yield func(string) bool) {
		for r := range s.All() {
			if !yield(r.Address) {
				return
			}
		}
	})
	for _, moved := range list {
		if omits(moved.To) {
			continue
		}
		r := *s.Get(moved.From)
		r.Address = moved.To
		m.own()
		m.Add(moved.From, &r)
	}
	return m, diags
}

// own makes the state one that may be changed.
func (m *Moves) own() {
	if !m.cloned {
		m.State, m.cloned = m.State.Clone(), true
	}
}

// Again are the moves for another pass over a state that the one before has left: what that
// moves is its own.
func (m *Moves) Again(s *state.State) Moves {
	next := *m
	next.State, next.Origins, next.cloned = s.Clone(), maps.Clone(m.Origins), true
	return next
}

// Add moves a record. The state must be the caller's to change: see Again.
func (m *Moves) Add(from string, to *state.Record) {
	e := state.Event{Kind: state.Moved, From: from, Record: to}
	m.Events = append(m.Events, e)
	m.State.Apply(e)
	m.Origins[to.Address] = from
}

// Decide puts into the state what people have decided about the pictures that addresses
// have, and the approvals that take a rejection back, of whatever picture. What is about
// another picture, or is so already, changes nothing.
func (m *Moves) Decide(decided map[string]state.Review, omits func(address string) bool) {
	m.Reviews = map[string]*state.Review{}
	for address, v := range decided {
		r := m.State.Get(address)
		if omits(address) || !r.HasPicture() {
			continue
		}
		of, now := &state.Picture{Artifact: v.Artifact}, r.Picture.Knows(v.Artifact)
		if now {
			of = &r.Picture
		}
		var was state.Verdict
		if known := r.ReviewOf(of); known != nil {
			was = known.Verdict
		}
		if was == v.Verdict || !now && (was != state.Reject || v.Verdict != state.Approve) {
			continue
		}
		m.own()
		m.Reviews[address] = &v
		m.State.Apply(state.Event{Kind: state.Reviewed, Address: address, Review: &v})
	}
}

// RecordedAs returns the address at which is recorded, until the next apply,
// what a plan shows at address because of a moved block. Where nothing moves,
// that is the same.
func RecordedAs(address string, config *eval.Config, s *state.State) string {
	m, _ := Relocate(config, s, func(string) bool { return false })
	return cmp.Or(m.Origins[address], address)
}
