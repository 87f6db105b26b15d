// Package unmade counts requests that a provider accepted and that made nothing, and says
// which of them wait for a person.
//
// A request that the provider accepted and that made nothing may have been charged. Who
// answers the question of apply, or says -replace, decides that another one is bought; so
// does another request. A run that nobody watches sends it as often as the image's
// attempts allow, in all runs together, or it would buy the same nothing every night.
//
// It is the request that is counted, and not the image: whatever address wants it, in
// whichever workspace, and by the state alone where a clone has no ledger.
//
// It decides nothing about an image: that is package decide's.
//
//	counts := unmade.Everywhere(workspace, entries, recorded)
//	if counts[key].Waits(attempts) {
package unmade

import (
	"gesso/runner/plan"
	"gesso/state"
)

// Times is what is known of the requests of a key since one last made a picture. The zero
// Times is that nothing is wrong.
type Times struct {
	N         int  // in a row that they were accepted, or refused for what they show
	Moderated bool // the last of them was refused for what it shows
}

// Waits reports whether a run that nobody watches leaves the request to a person, for an
// image that may be bought so often; less than 1 is once. What moderation refused is
// refused again: the provider's guide has it never repeated as it is, were it only once
// and for nothing.
func (t Times) Waits(attempts int) bool {
	return t.N > 0 && (t.Moderated || t.N >= attempts)
}

// Reason is what a plan says of it.
func (t Times) Reason() plan.Reason {
	if t.Moderated {
		return plan.Reason{Cause: plan.Moderated}
	}
	return plan.Reason{Cause: plan.Fruitless, New: plan.Times(t.N)}
}

// Err is that the request of an address waits.
func (t Times) Err(address string) *plan.UnmadeError {
	return &plan.UnmadeError{Address: address, Times: t.N, Moderated: t.Moderated}
}

// count goes through ledgers' entries, oldest first, and through what records tell of calls
// that no ledger here has. A call that brought some pictures of several did not make
// nothing.
func count(entries []state.Entry, recorded []state.Unmade) map[state.Key]Times {
	counts := map[state.Key]Times{}
	known, brought := map[string]bool{}, map[string]bool{}
	for _, e := range entries {
		if e.Intent != "" && e.Outcome == state.OutcomeCollected {
			brought[e.Intent] = true
		}
	}
	for _, e := range entries {
		if e.Intent == "" {
			continue
		}
		fruitless := e.Outcome == state.OutcomeRefused && (e.Task != "" || e.Accepted || e.Moderated) && !brought[e.Intent]
		for _, key := range state.Recorded(e.Key, e.Request) {
			switch {
			case e.Outcome == state.OutcomeCollected:
				delete(counts, key)
			case fruitless && !known[e.Intent]:
				counts[key] = Times{counts[key].N + 1, e.Moderated}
			}
		}
		known[e.Intent] = known[e.Intent] || fruitless || e.Outcome == state.OutcomeCollected
	}
	for _, u := range recorded {
		if !known[u.Intent] {
			known[u.Intent] = true
			counts[u.Key] = Times{counts[u.Key].N + 1, u.Moderated}
		}
	}
	return counts
}
