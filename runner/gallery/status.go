package gallery

import (
	"slices"

	"gesso/runner/plan"
	"gesso/state"
	"gesso/state/disk"
)

// situation is what decides a status.
type situation struct {
	doubt     bool // a request was cut before its answer
	declared  bool // it is declared, or that is not known
	picture   bool // a picture is recorded
	before    bool // there was a picture before
	same      bool // it is the recorded one
	bad       bool // the picture fails a condition, or somebody wants another
	fruitless bool // it was requested, and nothing came of it
}

// ladder decides the status: the first entry that applies.
var ladder = []struct {
	status  Status
	applies func(situation) bool
}{
	{InDoubt, func(s situation) bool { return s.doubt }},
	{Removed, func(s situation) bool { return !s.declared }},
	{Tainted, func(s situation) bool { return s.picture && s.bad }},
	{Failed, func(s situation) bool { return s.fruitless }},
	{NotMade, func(s situation) bool { return !s.picture }},
	{New, func(s situation) bool { return !s.before }},
	{Unchanged, func(s situation) bool { return s.same }},
	{Changed, func(situation) bool { return true }},
}

func (s situation) status() Status {
	for _, rung := range ladder {
		if rung.applies(s) {
			return rung.status
		}
	}
	panic("gallery: the last rung applies")
}

func (m *maker) situation(s *subject) situation {
	r := s.record
	at := situation{
		doubt: r != nil && inDoubt(r, m.Beside), declared: s.instance != nil || !m.known() && r != nil, picture: r.HasPicture(), before: s.before != nil,
		fruitless: s.fruitless(),
	}
	at.same = at.picture && at.before && same(r, s.before)
	at.bad = at.picture && (r.Tainted != "" || r.Unwanted != "" || r.Rejected(&r.Picture) != nil)
	if c := s.change; c != nil {
		at.bad = at.bad || c.Action == plan.Tainted
		at.fruitless = at.fruitless || c.Action == plan.Unmade
		at.doubt = at.doubt || c.Action == plan.InDoubt && m.Beside == nil
	}
	return at
}

// inDoubt reports whether a call of a record was cut before its answer. Calls of a running
// apply are only waiting.
func inDoubt(r *state.Record, beside *disk.Holder) bool {
	return slices.ContainsFunc(r.Pending, func(c state.Call) bool {
		return c.InDoubt() && (beside == nil || !beside.Time.IsZero() && c.Time.Before(beside.Time))
	})
}

// fruitless reports whether the last request for the image brought no picture. The record
// knows of accepted calls, the ledger of refused ones. It is false if the image has the
// picture that it should have.
func (s *subject) fruitless() bool {
	r, c := s.record, s.change
	if r.HasPicture() && (c == nil || c.Action == plan.None) {
		return false
	}
	wanted := func(key state.Key) bool { return c == nil || c.Key == "" || key == c.Key }
	if r != nil && slices.ContainsFunc(r.Unmade, func(u state.Unmade) bool { return wanted(u.Key) }) {
		return true
	}
	for _, e := range slices.Backward(s.story.Entries) {
		switch e.Outcome {
		case state.OutcomeRefused:
			return wanted(e.Key) && slices.Contains(e.Addresses, s.story.Address)
		case state.OutcomeCollected, state.OutcomeSettled, state.OutcomeInDoubt:
			return false
		}
	}
	return false
}

// count counts the images of each status.
func count(images []Image) []StatusCount {
	counts := map[Status]int{}
	for n := range images {
		counts[images[n].Status]++
	}
	all := []StatusCount{}
	for _, s := range Statuses() {
		if counts[s] > 0 {
			all = append(all, StatusCount{s, counts[s]})
		}
	}
	return all
}
