package state

import (
	"bytes"
	"maps"
	"slices"
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
		// What had ended for the address before, in a line that does not tell which,
		// was another picture of the call.
		st.parts[e.Intent] = slices.DeleteFunc(st.parts[e.Intent], func(a string) bool { return a == e.Addresses[0] })
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
