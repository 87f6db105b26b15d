package runner

import (
	"errors"
	"fmt"

	"gesso/runner/buy"
	"gesso/runner/log"
	"gesso/runner/plan"
	"gesso/runner/provider"
	"gesso/state"
)

// A change of several takes buys so many pictures of one request, of which its image gets
// one: the others are in the store, to choose from. One call asks for all of them, so that
// a run which is killed has all or none. Of an edit a call makes one, and some models make
// fewer than they are asked for: what is left then are calls of their own, whose pictures
// go to the store.

// remember writes down that pictures are bought in place of recorded ones because somebody
// decided so, before they are: a run that is killed then is continued by the next one,
// whoever starts it.
func (r *run) remember(u *unit) error {
	for _, c := range u.changes {
		if c.Wish == "" || !c.Before.HasPicture() || c.Before.Unwanted == c.Wish {
			continue
		}
		if err := r.log.Record(state.Event{Kind: state.Tainted, Address: c.Address, Problem: c.Wish}); err != nil {
			return err
		}
	}
	return nil
}

// fill has a unit's call ask for as many takes of its change as one call makes: of an edit
// one, else all. The rest is for further.
func (u *unit) fill() {
	c := u.first()
	if u.takes = c.Takes; c.Request.Action == string(provider.Edit) {
		u.takes = min(u.takes, 1)
	}
}

// further buys the takes of a change that its first call has not made. What goes wrong is
// told, and does not make the image fail, which has its picture; the error is one of
// gesso's own files.
func (r *run) further(l *lane, first *unit) error {
	c := first.first()
	for left := c.Takes - first.takes; left > 0; {
		next := &unit{changes: first.changes, again: true, spare: true, takes: left}
		if c.Request.Action == string(provider.Edit) {
			next.takes = 1
		} else if err := r.purse.ReserveAll(left, c.Price, c.Currency); err != nil { // what was not made may be charged
			r.log.Warn(c.Address, fmt.Errorf("the provider made %d of %d takes, and the rest was not asked for: %w", c.Takes-left, c.Takes, err))
			return nil
		}
		err := r.purchase(l, next)
		var broken *log.BrokenError
		if errors.As(err, &broken) {
			return broken
		}
		if err != nil {
			why := partsOf(next, err)[0].err
			if _, ended := endedBy(l.buying, why); ended {
				why = errors.New("nothing more is bought in this run")
			}
			r.books.lack(c, why, r.journal.Get(c.Address))
			return nil
		}
		r.books.bring(c)
		left -= next.takes
	}
	return nil
}

// lack tells that a further take of a change did not come, and what became of its call.
func (b *books) lack(c *plan.Change, why error, record *state.Record) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.lose(c, why)
	if call := pending(record, b.tally.intents[c]); call != nil {
		if b.open(c.Address, *call); call.Endpoint == state.EndpointBuiltin {
			b.tally.takeBack(c)
		}
	}
	if !buy.InDoubt(why) {
		b.pass(Event{Kind: Warned, Address: c.Address, Action: c.Action, Err: fmt.Errorf("a further take was not made: %w", why)})
	}
}
