package decide

import (
	"slices"

	"gesso/state"
)

// made returns the picture that was bought for a change under the triggers that it
// has now, or nil: the newest one, as those before it were replaced because
// somebody wanted another. So a state of before a purchase, or a trigger that is
// what it was, costs nothing. Of what a user has tainted only one that was bought later
// is another: as where git took back the state of before. The error is one of reading the ledger.
func (l *library) made(c *change, accepts func(*state.Picture) bool) (*state.Picture, error) {
	if _, err := l.ledger.Entries(); err != nil {
		return nil, err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	keys := c.Keys()
	for _, key := range c.ownKeys() {
		for _, e := range slices.Backward(l.underTriggers(c.Address, key)) {
			if !c.madeUnder(e.Triggers) {
				continue
			}
			if c.unwanted && e.Picture.Identity() == c.Before.Identity() && e.Picture.Task == c.Before.Task {
				return nil, nil
			}
			if p := l.free(e.Picture, keys); p != nil && accepts(p) {
				return p, nil
			}
			return nil, nil
		}
	}
	return nil, nil
}

// underTriggers lists what an address bought, and before that what another branch bought
// for it, with the triggers of then, oldest first. The caller holds l.mu.
func (l *library) underTriggers(address string, key state.Key) []*state.Entry {
	var elsewhere []*state.Entry
	for _, e := range l.released(address, key) {
		if len(e.Triggers) > 0 {
			elsewhere = append(elsewhere, e)
		}
	}
	return slices.Concat(elsewhere, l.collected(address, key))
}

// takeMade lends what made finds to a change that its triggers alone replace.
func (l *library) takeMade(c *change, accepts func(*state.Picture) bool) (*state.Picture, error) {
	if c.Asked || !complete(c.instance) {
		return nil, nil
	}
	p, err := l.made(c, accepts)
	if p != nil {
		l.claim(p)
	}
	return p, err
}
