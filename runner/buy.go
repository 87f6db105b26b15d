package runner

import (
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
}

// buy gets the pictures of one unit with one paid call, or as many as it has
// attempts, unless the real bytes of what it depends on show that there is
// nothing to pay for. What is free goes on when nothing more is bought.
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
	return r.attempt(l, u)
}

// afford takes a unit's pictures out of the budget. Those that it does not
// allow are left out; the error is that it allows none.
func (r *run) afford(u *unit) error {
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

// order is the one paid call that a unit's changes ask for.
func (l *lane) order(u *unit) buy.Order {
	c := u.first()
	o := buy.Order{
		Wire: provider.Request{
			Action: provider.Action(c.Request.Action), Prompt: c.Request.Prompt,
			Model: c.Request.Model, Size: c.Request.Size, Count: len(u.changes),
		},
		Recorded: c.Recordable(), Endpoint: l.Endpoint, Provider: l.RecordedAs, Price: c.Price, Currency: c.Currency, Replace: c.Replace || u.again, Triggers: c.Triggers(),
	}
	for _, c := range u.changes {
		o.Addresses = append(o.Addresses, c.Address)
	}
	return o
}

// charged reports whether a call that came to nothing may be charged all the same, though
// it is not in doubt: it was accepted, and ended at once.
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
	r.books.intend(u.changes, accepted.Intent)
	if err != nil {
		switch {
		case buy.InDoubt(err): // it may be charged
		case accepted.Intent != "" && charged(err):
			r.books.accept(u.changes) // and what it cost goes with the failure
		default:
			r.purse.Release(len(u.changes), c.Price)
		}
		return call{}, err
	}
	r.books.accept(u.changes)
	slot := u.slot
	paid := call{lane: l, triggers: order.Triggers, Call: collect.Call{
		Intent: accepted.Intent, Task: accepted.Task, Request: order.Recorded, Count: len(u.changes),
		Over: sync.OnceFunc(func() { accepted.Leave(); slot.Leave() }),
	}}
	for i, c := range u.changes {
		paid.wants = append(paid.wants, want{c, i})
	}
	return paid, nil
}
