package state

import (
	"bytes"
	"maps"
	"reflect"
	"slices"
	"strings"
)

// gesso.state is in version control, and any git operation may put another one
// in its place: an older one, a teammate's, none. Of a call that is paid for and
// not collected, or in doubt, it would be the only thing that knows. So the
// ledger, which is not in git, has a line for each picture of a call that is
// waited for (OutcomeOpen) and for its end, and Load takes from there what a
// state has lost: it is not for git to decide that something is paid for again.

// A slot is one picture of one call.
type slot struct {
	intent string
	index  int
}

// A wait is a slot that is open, and the address that waits for it.
type wait struct {
	address string
	call    Pending
}

// A standing is what the ledger says of the calls that matter to a state.
type standing struct {
	minds map[string]bool // intents of the state's calls, and of those that were opened

	open  map[slot]wait // by their last lines, also of what has ended since
	ended map[slot]bool
	whole map[string]bool     // intents that have ended for everybody
	parts map[string][]string // addresses for which an intent has ended, where no index is known
}

func newStanding(s *State) *standing {
	st := &standing{
		minds: map[string]bool{}, open: map[slot]wait{},
		ended: map[slot]bool{}, whole: map[string]bool{}, parts: map[string][]string{},
	}
	for intent := range s.intents {
		st.minds[intent] = true
	}
	return st
}

// read takes one line of the ledger. Of ten thousand lines few matter: the
// others are not decoded, since every plan reads them.
func (st *standing) read(data []byte) error {
	opens := bytes.Contains(data[:min(len(data), 80)], openMark)
	if intent, plain := intentOf(data); !opens && plain && !st.minds[intent] {
		return nil
	}
	var e Entry
	if err := unmarshal(data, &e); err != nil {
		return err
	}
	if err := e.check(); err != nil {
		return err
	}
	if e.Outcome == OutcomeOpen {
		st.minds[e.Intent] = true
		st.open[slot{e.Intent, e.Call.Index}] = wait{e.Addresses[0], *e.Call}
		return nil
	}
	st.end(e)
	return nil
}

var openMark = []byte(`"outcome":"` + OutcomeOpen + `"`)

// intentOf returns the intent of an entry as it was encoded, and whether that
// is what it says: in JSON a quote within a text is escaped, so the first match
// is the field. An entry without one has ended no call.
func intentOf(data []byte) (intent string, plain bool) {
	_, rest, found := bytes.Cut(data, []byte(`"intent":"`))
	if !found {
		return "", true
	}
	value, _, _ := bytes.Cut(rest, []byte(`"`))
	return string(value), !bytes.ContainsRune(value, '\\')
}

// end takes an entry that tells how a call ended. An end is final: no later
// line opens the slot again.
func (st *standing) end(e Entry) {
	switch e.Outcome {
	case OutcomeCollected, OutcomeClosed:
		st.ended[slot{e.Intent, e.Index}] = true
	case OutcomeRefused, OutcomeSettled:
		switch {
		case !e.Partial:
			st.whole[e.Intent] = true
		case len(e.Ended) > 0:
			for _, index := range e.Ended {
				st.ended[slot{e.Intent, index}] = true
			}
		default:
			st.parts[e.Intent] = append(st.parts[e.Intent], e.Addresses...)
		}
	case OutcomeOpen, OutcomeInDoubt, OutcomeReleased, OutcomeLost: // nothing has ended
	}
}

// over reports whether a slot that an address waits for has ended.
func (st *standing) over(address string, of slot) bool {
	return st.ended[of] || st.whole[of.intent] || slices.Contains(st.parts[of.intent], address)
}

// left are the open slots that have not ended.
func (st *standing) left() map[slot]wait {
	left := maps.Clone(st.open)
	maps.DeleteFunc(left, func(of slot, w wait) bool { return st.over(w.address, of) })
	return left
}

// recall makes the state's calls those that are open by all that is known: what
// the ledger says has ended is not waited for again, and what it says is open
// is, wherever the state file came from. A call that only the state knows stays.
func (s *State) recall(st *standing) {
	s.recorded = st.left()
	for intent := range maps.Clone(s.intents) {
		s.dropCall(intent, func(address string, p Pending) bool { return st.over(address, slot{intent, p.Index}) })
	}
	var changed []wait
	for of, w := range s.recorded {
		known := s.waits(of)
		switch {
		case len(known) == 1 && reflect.DeepEqual(known[0], w):
		case len(known) == 0 && s.delivered(w):
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
	s.dropCall(w.call.Intent, func(_ string, p Pending) bool { return p.Index == w.call.Index })
	s.update(w.address, func(r *Record) {
		r.Pending = append(r.Pending, w.call)
		sortPending(r.Pending)
	})
	s.index(w.call.Intent, w.address)
}

// delivered reports whether a call that the ledger has open was collected by
// somebody else, whose state this is: a record has the picture of its task.
// Whose picture of several it is, a record does not say; where none is missing
// from the task there is none to collect.
func (s *State) delivered(w wait) bool {
	if w.call.Task == "" {
		return false
	}
	of := func(r *Record) bool { return r.HasPicture() && r.Task == w.call.Task && r.Key == w.call.Key }
	if of(s.records[w.address]) {
		return true
	}
	found := 0
	for _, r := range s.records {
		if of(r) {
			found++
		}
	}
	return w.call.Count > 0 && found >= w.call.Count
}

// openings are the lines that the ledger lacks beside entries, so that it knows
// every call that the state waits for as the state knows it, and no other.
func (s *State) openings(w *Workspace, entries []Entry) []Entry {
	now := w.now().UTC().Round(0)
	lines := []Entry{}
	pending := map[slot]wait{}
	for address, p := range s.Pending() {
		if p.Endpoint == EndpointBuiltin {
			continue // its server is gone when anybody could ask for it
		}
		of := slot{p.Intent, p.Index}
		pending[of] = wait{address, p}
		if !reflect.DeepEqual(s.recorded[of], pending[of]) {
			lines = append(lines, Entry{Time: now, Outcome: OutcomeOpen, Addresses: []string{address}, Intent: p.Intent, Call: &p})
		}
	}
	st := newStanding(&State{})
	for _, e := range entries {
		st.end(e)
	}
	for of, w := range s.recorded {
		if _, open := pending[of]; !open && !st.over(w.address, of) {
			lines = append(lines, Entry{Time: now, Outcome: OutcomeClosed, Addresses: []string{w.address}, Intent: of.intent, Index: of.index})
		}
	}
	slices.SortStableFunc(lines, func(a, b Entry) int { return strings.Compare(a.Intent, b.Intent) })
	return lines
}

// opened notes that the ledger knows every call of the state now.
func (s *State) opened() {
	s.recorded = map[slot]wait{}
	for address, p := range s.Pending() {
		if p.Endpoint != EndpointBuiltin {
			s.recorded[slot{p.Intent, p.Index}] = wait{address, p}
		}
	}
}
