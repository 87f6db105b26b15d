package runner

import (
	"context"
	"errors"
	"maps"
	"slices"

	"gesso/runner/log"
	"gesso/runner/plan"
	"gesso/spec/address"
	"gesso/state"
)

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

func (r *run) collectStray(ctx context.Context, s *plan.Call) error {
	c := &plan.Change{Address: s.Address, Action: plan.Resume, Call: &s.Call, Home: s.Home}
	r.books.begin(c)
	var err error
	if !s.InDoubt() {
		err = r.conclude(ctx, &unit{changes: []*plan.Change{c}}, r.resume(ctx, c))
	}
	r.books.seen(c)
	return err
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

// noteTriggers records new references of replace_triggered_by of the pictures that stay, whose
// changes are noticed from now on. What is recorded stays: an image that could not be made
// anew must be by the next run.
func (r *run) noteTriggers(ctx context.Context) error {
	var kept []*plan.Change
	if r.plan.RefreshOnly {
		return nil
	}
	for c := range r.plan.Selected() {
		if !c.Action.Paid() && (len(c.Declared.Triggers) > 0 || c.Before != nil && len(c.Before.Triggers) > 0) {
			kept = append(kept, c)
		}
	}
	slices.SortFunc(kept, func(a, b *plan.Change) int { return address.Compare(a.Address, b.Address) })
	for _, c := range kept {
		if ctx.Err() != nil {
			return nil
		}
		if err := r.noteTrigger(c); err != nil {
			return err
		}
	}
	return nil
}

func (r *run) noteTrigger(c *plan.Change) error {
	record := r.journal.Get(c.Address)
	if !record.HasPicture() {
		return nil
	}
	if _, err := r.evaluation.Learn(c); err != nil {
		return nil // what it refers to was not made: the next run notes it
	}
	noted := c.Triggers()
	for _, t := range c.Declared.Triggers {
		if old, recorded := record.Triggers[t.Name]; recorded && noted[t.Name] != "" && !t.Is(old) {
			noted[t.Name] = old
		}
	}
	if maps.Equal(noted, record.Triggers) {
		return nil
	}
	return r.log.Record(state.Event{Kind: state.Noted, Address: c.Address, Triggers: noted})
}
