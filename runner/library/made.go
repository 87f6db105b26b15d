package library

import (
	"cmp"
	"slices"

	"gesso/runner/unmade"
	"gesso/state"
)

// Made returns the picture that was bought for an address, by the name that it has or the
// one of before this plan, under the triggers that it has now, or nil: the newest one, as those
// before it were replaced because somebody wanted another. So a state of before a purchase, or a
// trigger that is what it was, costs nothing. Of what a user has tainted only one that was bought
// later is another: as where git took back the state of before. The error is one of reading the
// ledger.
func (l *Library) Made(w Want, accepts Accepts) (*state.Picture, error) {
	if _, err := l.ledger.Entries(); err != nil {
		return nil, err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, key := range w.own() {
		for _, e := range slices.Backward(slices.Concat(l.underTriggers(w.Former, key), l.underTriggers(w.Address, key))) {
			if !w.Under(e.Triggers) {
				continue
			}
			if w.Unwanted != nil && !l.later(e.Picture, w.Unwanted) {
				return nil, nil
			}
			if p := l.free(e.Picture, w.Keys); p != nil && accepts(p) {
				return p, nil
			}
			return nil, nil
		}
	}
	return nil, nil
}

// later reports whether a picture was bought after one that a user has tainted. One that
// came with it was there to be chosen; one from before, as under a name that the image had
// once and has again, was replaced itself. Of one that the ledger does not know, as in a
// clone, the date tells. The caller holds l.mu.
func (l *Library) later(p, unwanted *state.Picture) bool {
	if l.ranks == nil {
		entries, _ := l.ledger.Entries() // who asks has told of an error
		l.ranks = map[string]int{}
		for i, e := range entries {
			if e.Outcome == state.OutcomeCollected {
				l.ranks[purchaseOf(e.Picture)] = i + 1
			}
		}
	}
	was, now := l.ranks[purchaseOf(unwanted)], l.ranks[purchaseOf(p)]
	if was == 0 || now == 0 {
		return purchaseOf(p) != purchaseOf(unwanted) && !p.Generated.Before(unwanted.Generated)
	}
	return now > was
}

// purchaseOf tells pictures apart by what brought them: one task, or an answer alone.
func purchaseOf(p *state.Picture) string { return cmp.Or(p.Task, p.Identity()) }

// underTriggers lists what an address bought, and before that what another branch bought
// for it and what it got otherwise, as by a move in a run before, with the triggers of then,
// oldest first. The caller holds l.mu.
func (l *Library) underTriggers(address string, key state.Key) []*state.Entry {
	var elsewhere []*state.Entry
	for _, e := range l.released(address, key) {
		if len(e.Triggers) > 0 {
			elsewhere = append(elsewhere, e)
		}
	}
	return slices.Concat(elsewhere, l.came[purchase{address, key}], l.collected(address, key))
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
