package gallery

import (
	"slices"

	"gesso/runner/plan"
	"gesso/state"
	"gesso/state/disk"
)

// situation is what decides a status.
type situation struct {
	doubt     bool // a request of it was cut before its answer
	declared  bool // or nobody knows what is
	picture   bool // one is recorded
	before    bool // there was one
	same      bool // it is the recorded one
	bad       bool // it fails a condition, or somebody wants another
	fruitless bool // it was asked for, and nothing came of it
}

// ladder is asked from above: the first that applies is the status.
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

// inDoubt reports whether a call of a record was cut before its answer. Those of a run
// that is at work wait for theirs.
func inDoubt(r *state.Record, beside *disk.Holder) bool {
	return slices.ContainsFunc(r.Pending, func(c state.Call) bool {
		return c.InDoubt() && (beside == nil || !beside.Time.IsZero() && c.Time.Before(beside.Time))
	})
}

// fruitless reports whether the image was asked for last without any picture: what is
// recorded says so of calls that were accepted, and the ledger of those that were not. One
// that has what it is to have was asked for in vain, and nothing is wrong with it.
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

// count counts the statuses of images.
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
