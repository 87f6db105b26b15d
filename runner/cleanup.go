package runner

import (
	"context"
	"errors"

	"gesso/runner/log"
	"gesso/runner/plan"
	"gesso/state"
)

// adopt puts into the store the pictures that only an output still has and
// that will go to another path or another image, as after a fresh clone: two images may trade
// their paths, and then each output is overwritten before it is read.
func (r *run) adopt(context.Context) error {
	for _, c := range r.plan.Changes {
		switch c.Action {
		case plan.Reuse:
			r.collector.Secure(c.Picture)
		case plan.Place, plan.Move:
			if err := r.placer.Secure(outputOf(c)); err != nil {
				return err
			}
		}
	}
	return nil
}

// removals takes away, or forgets, what is no longer declared. An output that an image of
// the configuration writes now is left alone.
func (r *run) removals(ctx context.Context) error {
	for _, c := range r.plan.Changes {
		if c.Action != plan.Remove && c.Action != plan.Forget || ctx.Err() != nil {
			continue
		}
		r.books.begin(c)
		err := r.remove(c)
		var broken *log.BrokenError
		if errors.As(err, &broken) {
			return err
		}
		if err != nil {
			r.books.fail(c, err)
			continue
		}
		r.books.done(c, c.Action)
	}
	return nil
}

func (r *run) remove(c *plan.Change) error {
	if c.Action == plan.Forget {
		return r.log.Record(state.Event{Kind: state.Forgotten, Address: c.Address})
	}
	return r.placer.Remove(c.Before)
}

// collectStrays brings the pictures of calls that nothing declares any more
// into the store: they were paid for.
func (r *run) collectStrays(ctx context.Context, stop context.CancelCauseFunc) error {
	for _, s := range r.evaluation.Strays() {
		if ctx.Err() != nil {
			return nil // account tells of it
		}
		if err := r.collectStray(ctx, s); err != nil {
			stop(&StoppedError{Err: err})
			return err
		}
	}
	return nil
}

func (r *run) collectStray(ctx context.Context, s *plan.Stray) error {
	c := &plan.Change{Address: s.Address, Action: plan.Resume, Call: &s.Pending, Home: s.Home}
	r.books.begin(c)
	var err error
	if !s.InDoubt() {
		err = r.judge(ctx, &unit{changes: []*plan.Change{c}}, r.resume(ctx, c))
	}
	r.books.seen(c)
	return err
}
