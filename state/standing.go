package state

import (
	"maps"
	"slices"
)

// gesso.state is in version control, and any git operation may put another one
// in its place: an older one, a teammate's, none. Of a call that is paid for and
// not collected, or in doubt, it would be the only thing that knows. So the
// ledger, which is not in git, has a line for each picture of a call that is
// waited for (OutcomeOpen) and for its end, and Recall takes from there what a
// state has lost: it is not for git to decide that something is paid for again.

// A slot is one picture of one call.
type slot struct {
	intent string
	index  int
}

// A wait is a slot that is open, and the address that waits for it.
type wait struct {
	address string
	call    Call
}

// OpenCalls are the calls that a ledger has open, as it knows them. Nil is none.
type OpenCalls map[slot]wait

// A Standing is what a ledger says, entry by entry, of the calls that matter to a
// state. It is for one goroutine.
type Standing struct {
	minds map[string]bool // intents of the state's calls, and of those that were opened

	open  map[slot]wait // by their last lines, also of what has ended since
	ended map[slot]bool
	whole map[string]bool     // intents that have ended for everybody
	parts map[string][]string // addresses for which an intent has ended, where no index is known
}

// NewStanding begins with nothing said of the calls of a state.
func NewStanding(s *State) *Standing {
	st := &Standing{
		minds: map[string]bool{}, open: map[slot]wait{},
		ended: map[slot]bool{}, whole: map[string]bool{}, parts: map[string][]string{},
	}
	for intent := range s.intents {
		st.minds[intent] = true
	}
	return st
}

// Minds reports whether the entries of an intent matter. Those of all others,
// but for the open ones, may be left out.
func (st *Standing) Minds(intent string) bool { return st.minds[intent] }

// Add takes the next entry, which Check has accepted.
func (st *Standing) Add(e Entry) {
	if e.Outcome != OutcomeOpen {
		st.end(e)
		return
	}
	st.minds[e.Intent] = true
	st.open[slot{e.Intent, e.Call.Index}] = wait{e.Addresses[0], *e.Call}
	// What had ended for the address before, in a line that does not tell which,
	// was another picture of the call.
	st.parts[e.Intent] = slices.DeleteFunc(st.parts[e.Intent], func(a string) bool { return a == e.Addresses[0] })
}

// end takes an entry that tells how a call ended. An end is final: no later
// line opens the slot again.
func (st *Standing) end(e Entry) {
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
	case OutcomeOpen, OutcomeInDoubt, OutcomeReleased, OutcomeLost, OutcomeDiscarded: // nothing has ended
	}
}

// over reports whether a slot that an address waits for has ended.
func (st *Standing) over(address string, of slot) bool {
	return st.ended[of] || st.whole[of.intent] || slices.Contains(st.parts[of.intent], address)
}

// left are the open slots that have not ended.
func (st *Standing) left() OpenCalls {
	left := OpenCalls(maps.Clone(st.open))
	maps.DeleteFunc(left, func(of slot, w wait) bool { return st.over(w.address, of) })
	return left
}
