package library

import (
	"slices"

	"gesso/runner/unmade"
	"gesso/state"
)

// Made returns the picture that was bought for an address under the triggers that it
// has now, or nil: the newest one, as those before it were replaced because
// somebody wanted another. So a state of before a purchase, or a trigger that is
// what it was, costs nothing. Of what a user has tainted only one that was bought later
// is another: as where git took back the state of before. The error is one of reading the ledger.
func (l *Library) Made(w Want, accepts Accepts) (*state.Picture, error) {
	if _, err := l.ledger.Entries(); err != nil {
		return nil, err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, key := range w.own() {
		for _, e := range slices.Backward(l.underTriggers(w.Address, key)) {
			if !w.Under(e.Triggers) {
				continue
			}
			if u := w.Unwanted; u != nil && e.Picture.Task == u.Task && (u.Task != "" || e.Picture.Identity() == u.Identity()) {
				return nil, nil // it, or one that came with it and was there to be chosen
			}
			if p := l.free(e.Picture, w.Keys); p != nil && accepts(p) {
				return p, nil
			}
			return nil, nil
		}
	}
	return nil, nil
}

// underTriggers lists what an address bought, and before that what another branch bought
// for it, with the triggers of then, oldest first. The caller holds l.mu.
func (l *Library) underTriggers(address string, key state.Key) []*state.Entry {
	var elsewhere []*state.Entry
	for _, e := range l.released(address, key) {
		if len(e.Triggers) > 0 {
			elsewhere = append(elsewhere, e)
		}
	}
	return slices.Concat(elsewhere, l.collected(address, key))
}

// TakeMade lends what Made finds.
func (l *Library) TakeMade(w Want, accepts Accepts) (*state.Picture, error) {
	p, err := l.Made(w, accepts)
	if p != nil {
		l.Claim(p)
	}
	return p, err
}

// Unmade tells how often in a row requests of a key made nothing, in all workspaces.
func (l *Library) Unmade(key state.Key) unmade.Times {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.nothing == nil {
		entries, _ := l.ledger.Entries() // who asks for pictures has told of an error
		l.nothing = unmade.Everywhere(l.workspace, entries, l.unmade)
	}
	return l.nothing[key]
}
