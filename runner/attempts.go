package runner

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// purchase gets the pictures of one unit with one paid call.
func (r *run) purchase(l *lane, u *unit, started time.Time) error {
	if u.slot == nil { // an earlier purchase has left its own
		if u.slot = r.enter(l); u.slot == nil {
			return l.buying.Err()
		}
		defer u.slot.leave()
	}
	paid, err := r.submit(l, u)
	if err != nil {
		if !errors.Is(err, errInDoubt) {
			r.purse.Release(len(u.changes), u.changes[0].Price)
		}
		return err
	}
	defer paid.ended()
	return r.receive(l.ctx, paid, true, started)
}

// attempt purchases, and again for those changes whose pictures fail a
// postcondition, as often as lifecycle.attempts and the budget allow. Each time
// is a call of its own, with an intent of its own: a user has decided that
// another picture is wanted. In between the record says that the picture is
// tainted, so that a run that is killed here has paid for nothing in vain.
func (r *run) attempt(l *lane, u *unit, started time.Time) error {
	var failed partError
	for n := 1; ; n++ {
		err := r.purchase(l, u, started)
		var broken *brokenError
		if errors.As(err, &broken) {
			return broken
		}
		var each *partError
		if n == 1 && !errors.As(err, &each) {
			return err // of the one call, for all alike
		}
		again := &unit{again: true}
		for _, p := range partsOf(u, err) {
			if r.another(l.buying, &p, n) {
				again.changes = append(again.changes, p.change)
			} else {
				failed.parts = append(failed.parts, p)
			}
		}
		if len(again.changes) == 0 {
			return failed.orNil()
		}
		u = again
	}
}

// another decides whether one more picture is bought for a change after its
// n-th, and takes it out of the budget. Otherwise the part says why not.
func (r *run) another(ctx context.Context, p *part, n int) bool {
	var tainted *TaintedError
	allowed := p.change.Attempts()
	if !errors.As(p.err, &tainted) || n >= allowed || ctx.Err() != nil {
		return false
	}
	if _, err := r.purse.Reserve(1, p.change.Price); err != nil {
		tainted.Again = err
		return false
	}
	r.tell(Event{Kind: Warned, Address: p.change.Address, Action: p.change.Action, Price: tainted.price,
		Err: fmt.Errorf("attempt %d of %d failed: %s Another picture is bought", n, allowed, tainted.Why)})
	return true
}
