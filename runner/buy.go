package runner

import (
	"cmp"
	"context"
	"errors"
	"sync"

	"gesso/runner/buy"
	"gesso/runner/collect"
	"gesso/runner/plan"
	"gesso/runner/provider"
	"gesso/state"
)

// call is one accepted call and who wants its pictures.
type call struct {
	collect.Call
	lane     *lane
	triggers state.Triggers // when it was begun
	wants    []want
}

// want is one picture of a call. Without an instance to place it for, it stays
// in the store.
type want struct {
	change *plan.Change
	index  int
	spare  bool // the change has its picture: this one goes to the store
}

// buy gets the pictures of one unit with one paid call, or with several, as far as
// attempts and takes allow them, unless the real bytes of what it depends on show that
// there is nothing to pay for. What turns out to be free is done also after the buying of
// the lane has ended.
func (r *run) buy(l *lane, u *unit) error {
	c := u.first()
	action, err := r.evaluation.Learn(c) // its triggers are recorded with the call, be the request known or not
	if err != nil {
		return err
	}
	if !action.Paid() {
		return r.fulfil(l.ctx, c, action)
	}
	if r.consent(u); len(u.changes) == 0 {
		return nil
	}
	if r.seat(u); len(u.changes) == 0 {
		return nil
	}
	if err := l.buying.Err(); err != nil {
		return err
	}
	if err := r.afford(u); err != nil {
		return err
	}
	if err := r.remember(u); err != nil {
		return err
	}
	if c.Pictures() == 1 {
		return r.attempt(l, u)
	}
	u.fill()
	err = r.attempt(l, u)
	if came(u, err) {
		err = cmp.Or(r.further(l, u), err)
	}
	return err
}

// came reports whether a unit of one change got its picture, be it one that fails a
// postcondition.
func came(u *unit, err error) bool {
	parts := partsOf(u, err)
	return len(parts) == 0 || errors.As(parts[0].err, new(*TaintedError))
}

// afford takes a unit's pictures out of the budget. Those that it does not
// allow are left out; the error is that it allows none.
func (r *run) afford(u *unit) error {
	if c := u.first(); c.Pictures() > 1 {
		return r.purse.ReserveAll(c.Pictures(), c.Price, c.Currency)
	}
	n, err := r.purse.Reserve(len(u.changes), u.first().Price, u.first().Currency)
	if n == 0 {
		return err
	}
	for _, c := range u.changes[n:] {
		r.give(u, c, err)
	}
	u.changes = u.changes[:n]
	return nil
}

// order says what the one paid call of a unit asks for, and for whom.
func (l *lane) order(u *unit) buy.Order {
	c := u.first()
	o := buy.Order{
		Wire: provider.Request{
			Action: provider.Action(c.Request.Action), Prompt: c.Request.Prompt,
			Model: c.Request.Model, Size: c.Request.Size, Count: u.pictures(),
		},
		Further:  u.pictures() - len(u.changes),
		Recorded: c.Recordable(), Endpoint: l.Endpoint, Provider: l.RecordedAs, Price: c.Price, Currency: c.Currency, Replace: c.Replace || u.again, Triggers: c.Triggers(),
	}
	for _, c := range u.changes {
		o.Addresses = append(o.Addresses, c.Address)
	}
	return o
}

// charged reports whether a call that failed may be charged all the same, though it is not
// in doubt: it was accepted, and ended at once.
func charged(err error) bool {
	var failure *provider.Error
	return errors.As(err, &failure) && failure.Charge() != provider.NotCharged
}

// submit makes the one paid call of a unit. On success the gate and the unit's slot are
// left when the call has ended.
func (r *run) submit(l *lane, u *unit) (call, error) {
	order, c := l.order(u), u.first()
	var source buy.Source
	if order.Wire.Action == provider.Edit {
		source = func(ctx context.Context) (string, error) { return l.sources.URL(ctx, c) }
	}
	accepted, err := l.buy.Buy(l.buying, l.ctx, order, source)
	r.books.intend(u, accepted.Intent)
	if err != nil {
		switch {
		case buy.InDoubt(err): // it may be charged
		case accepted.Intent != "" && charged(err):
			r.books.accept(u) // and what it cost goes with the failure
		default:
			r.purse.Release(u.pictures(), c.Price)
		}
		return call{}, err
	}
	r.books.accept(u)
	slot := u.slot
	paid := call{lane: l, triggers: order.Triggers, Call: collect.Call{
		Intent: accepted.Intent, Task: accepted.Task, Heard: accepted.Heard, Lead: accepted.Lead, Request: order.Recorded, Count: u.pictures(), Further: order.Further,
		Over: sync.OnceFunc(func() { accepted.Leave(); slot.Leave() }),
	}}
	if u.takes > 0 {
		paid.Fewer = func(missing int) { u.takes -= missing }
		paid.Stored = func(p state.Picture) { r.books.charge(c, p.Charge) }
	}
	for i, c := range u.changes {
		paid.wants = append(paid.wants, want{c, i, u.spare})
	}
	return paid, nil
}
