package runner

import (
	"context"
	"errors"
	"fmt"

	"gesso/runner/collect"
	"gesso/runner/log"
	"gesso/runner/plan"
)

// purchase gets the pictures of one unit with one paid call.
func (r *run) purchase(l *lane, u *unit) error {
	if u.slot == nil { // an earlier purchase has left its own
		if u.slot = r.walk.Enter(l.buying, l.slots); u.slot == nil {
			return l.buying.Err()
		}
		defer u.slot.Leave()
	}
	paid, err := r.submit(l, u)
	if err != nil {
		return err
	}
	defer paid.Over()
	return r.receive(l.ctx, paid)
}

// attempt purchases, and again for those changes whose pictures fail a
// postcondition, as often as lifecycle.attempts and the budget allow. Each time
// is a call of its own, with an intent of its own: a user has decided that
// another picture is wanted. In between the record says that the picture is
// tainted, so that a run that is killed here has paid for nothing in vain.
//
// Likewise for those that got no picture of a call which brought some: a provider may
// make one a call, whatever it is asked for. A call that brings nothing is the last.
func (r *run) attempt(l *lane, u *unit) error {
	var failed partError
	made := map[*plan.Change]int{} // how many pictures
	for first, queue := true, []*unit{u}; len(queue) > 0; first, queue = false, queue[1:] {
		err := r.purchase(l, queue[0])
		var broken *log.BrokenError
		if errors.As(err, &broken) {
			return broken
		}
		var each *partError
		if first && !errors.As(err, &each) {
			return err // of the one call, for all alike
		}
		rest, again := &unit{}, &unit{again: true}
		for _, p := range partsOf(queue[0], err) {
			if r.rest(l.buying, &p) {
				rest.changes = append(rest.changes, p.change)
				continue
			}
			if made[p.change]++; r.another(l.buying, &p, made[p.change]) {
				again.changes = append(again.changes, p.change)
				continue
			}
			failed.parts = append(failed.parts, p)
		}
		for _, next := range []*unit{rest, again} {
			if len(next.changes) > 0 {
				queue = append(queue, next)
			}
		}
	}
	return failed.orNil()
}

// rest decides whether a change that a call brought no picture for is asked for again,
// as one of the rest, and takes it out of the budget: the missing picture may have been
// charged. Otherwise the part says why not.
func (r *run) rest(ctx context.Context, p *part) bool {
	var short *collect.ShortError
	if !errors.As(p.err, &short) || short.Made == 0 || ctx.Err() != nil {
		return false
	}
	if _, err := r.purse.Reserve(1, p.change.Price, p.change.Currency); err != nil {
		short.Again = err
		return false
	}
	r.books.again(p.change, nil, p.err, fmt.Errorf("the provider made %d of %d pictures; it is asked for the rest", short.Made, short.Asked))
	return true
}

// another decides whether one more picture is bought for a change after its n-th, which
// failed a postcondition, and takes it out of the budget. Otherwise the part says why not.
func (r *run) another(ctx context.Context, p *part, n int) bool {
	var tainted *TaintedError
	allowed := p.change.Attempts()
	if !errors.As(p.err, &tainted) || n >= allowed || ctx.Err() != nil {
		return false
	}
	if _, err := r.purse.Reserve(1, p.change.Price, p.change.Currency); err != nil {
		tainted.Again = err
		return false
	}
	r.books.again(p.change, tainted.price, p.err, fmt.Errorf("attempt %d of %d failed: %s Another picture is bought", n, allowed, tainted.Why))
	return true
}
