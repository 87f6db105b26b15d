package state

import (
	"maps"
	"reflect"
	"slices"
	"strings"
	"time"
)

// Recall makes the state's calls those that are open by all that is known: what
// the ledger says has ended is not waited for again, and what it says is open
// is, wherever the state came from. A call that only the state knows stays. It
// returns what the ledger has open, for Openings.
func (s *State) Recall(st *Standing) OpenCalls {
	recorded := st.left()
	for intent := range maps.Clone(s.intents) {
		s.dropCall(intent, func(address string, p Call) bool { return st.over(address, slot{intent, p.Index}) })
	}
	var changed []wait
	done := s.deliveries()
	for of, w := range recorded {
		known := s.waits(of)
		switch {
		case len(known) == 1 && reflect.DeepEqual(known[0], w):
		case len(known) == 0 && done.have(w):
		case len(known) > 0 && w.call.InDoubt() && !known[0].call.InDoubt():
			changed = append(changed, known[0]) // the state's is the newer one: it tells where to collect
		default:
			changed = append(changed, w)
		}
	}
	slices.SortFunc(changed, func(a, b wait) int { return comparePending(a.call, b.call) })
	for _, w := range changed {
		s.await(w)
	}
	s.order = s.addresses()
	return recorded
}

// waits are the addresses that wait for a slot: more than one where a merge kept
// the lines of both sides of a move.
func (s *State) waits(of slot) []wait {
	var list []wait
	for address, p := range s.call(of.intent) {
		if p.Index == of.index {
			list = append(list, wait{address, p})
		}
	}
	return list
}

// await makes an address, and no other, wait for a slot.
func (s *State) await(w wait) {
	s.dropCall(w.call.Intent, func(_ string, p Call) bool { return p.Index == w.call.Index })
	s.update(w.address, func(r *Record) {
		r.Pending = append(r.Pending, w.call)
		sortPending(r.Pending)
	})
	s.index(w.call.Intent, w.address)
}

// deliveries are the pictures that records have, by the tasks that brought them.
type deliveries struct {
	at    map[string]*Record // by address
	count map[brought]int
}

// brought is what the pictures of one call have in common.
type brought struct {
	key  Key
	task string
}

// deliveries are counted when somebody asks: seldom is a call open that the state
// does not know.
func (s *State) deliveries() *deliveries { return &deliveries{at: s.records} }

// have reports whether a call that the ledger has open was collected by somebody
// else, whose state this is: a record has the picture of its task. Whose picture
// of several it is, a record does not say; where none is missing from the task
// there is none to collect.
func (d *deliveries) have(w wait) bool {
	if w.call.Task == "" {
		return false
	}
	of := brought{key: w.call.Key, task: w.call.Task}
	if r := d.at[w.address]; r.HasPicture() && r.Task == of.task && r.Key == of.key {
		return true
	}
	if d.count == nil {
		d.count = map[brought]int{}
		for _, r := range d.at {
			if r.HasPicture() {
				d.count[brought{key: r.Key, task: r.Task}]++
			}
		}
	}
	return w.call.Count > 0 && d.count[of] >= w.call.Count
}

// Openings are the entries that a ledger, which has some calls open, lacks beside
// the ones that it is about to get, so that it knows every call that the state
// waits for as the state knows it, and no other.
func (s *State) Openings(recorded OpenCalls, entries []Entry, now time.Time) []Entry {
	now = now.UTC().Round(0)
	lines := []Entry{}
	pending := map[slot]wait{}
	for address, p := range s.Pending() {
		if p.Endpoint == EndpointBuiltin {
			continue // its server is gone when anybody could ask for it
		}
		of := slot{p.Intent, p.Index}
		pending[of] = wait{address, p}
		if !reflect.DeepEqual(recorded[of], pending[of]) {
			lines = append(lines, Entry{Time: now, Outcome: OutcomeOpen, Addresses: []string{address}, Intent: p.Intent, Call: &p})
		}
	}
	st := NewStanding(&State{})
	for _, e := range entries {
		st.end(e)
	}
	for of, w := range recorded {
		if _, open := pending[of]; !open && !st.over(w.address, of) {
			lines = append(lines, Entry{Time: now, Outcome: OutcomeClosed, Addresses: []string{w.address}, Intent: of.intent, Index: of.index})
		}
	}
	slices.SortStableFunc(lines, func(a, b Entry) int { return strings.Compare(a.Intent, b.Intent) })
	return lines
}

// OpenCalls are the state's calls as a ledger has them that was given Openings.
func (s *State) OpenCalls() OpenCalls {
	open := OpenCalls{}
	for address, p := range s.Pending() {
		if p.Endpoint != EndpointBuiltin {
			open[slot{p.Intent, p.Index}] = wait{address, p}
		}
	}
	return open
}
