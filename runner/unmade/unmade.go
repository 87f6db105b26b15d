// Package unmade counts requests that a provider accepted and that made nothing, and says
// which of them wait for a person.
//
// A request that the provider accepted and that made nothing may have been charged. By
// itself it is sent once more, in another run: one time is bad luck. What has made
// nothing twice waits for a person: who answers the question of apply, or says -replace,
// decides that another one is bought; so does another request. A run that nobody watches
// does not, or it would buy the same nothing every night.
//
// It decides nothing about an image: that is package decide's.
//
//	counts := unmade.Count(entries)
//	if counts[unmade.Request{Address: address, Key: key}].Waits() {
package unmade

import (
	"gesso/runner/plan"
	"gesso/state"
)

// most is how often in a row a request may make nothing before it waits for a person.
const most = 2

// Request is what an address bought pictures of.
type Request struct {
	Address string
	Key     state.Key
}

// Times is what is known of an address's requests of a key since one last made a
// picture. The zero Times is that nothing is wrong.
type Times struct {
	N         int  // in a row that they were accepted, or refused for what they show
	Moderated bool // the last of them was refused for what it shows
}

// Waits reports whether a run that nobody watches leaves the request to a person. What
// moderation refused is refused again: the provider's guide has it never repeated as it
// is, were it only once and for nothing.
func (t Times) Waits() bool { return t.Moderated || t.N >= most }

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

// Count goes through a ledger, oldest first. A call that brought some pictures of several
// did not make nothing.
func Count(entries []state.Entry) map[Request]Times {
	counts := map[Request]Times{}
	brought := map[string]bool{}
	for _, e := range entries {
		if e.Outcome == state.OutcomeCollected && e.Intent != "" {
			brought[e.Intent] = true
		}
	}
	for _, e := range entries {
		for _, address := range e.Addresses {
			of := Request{address, e.Key}
			switch {
			case e.Outcome == state.OutcomeCollected:
				delete(counts, of)
			case e.Outcome == state.OutcomeRefused && (e.Task != "" || e.Moderated) && !brought[e.Intent]:
				counts[of] = Times{counts[of].N + 1, e.Moderated}
			}
		}
	}
	return counts
}
