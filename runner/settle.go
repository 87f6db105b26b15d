package runner

import (
	"context"
	"errors"
	"fmt"
	"time"

	"gesso/runner/place"
	"gesso/runner/plan"
	"gesso/state"
)

// outputOf is where a change's picture goes.
func outputOf(c *plan.Change) place.Output {
	return place.Output{Address: c.Address, Path: c.Path, Before: c.Before, Judged: c.Instance != nil && c.Instance.Judged()}
}

// restore makes an output again from the store, from what lies at its old
// path, or from the provider, which is free.
func (r *run) restore(ctx context.Context, c *plan.Change, started time.Time) error {
	record := *c.Before
	if !r.placer.HasCopy(outputOf(c), &record) {
		had, err := r.have(ctx, c, record.Picture)
		if isVain(err) {
			return &LostError{Remedy: remedy(c, err), Err: err}
		}
		if err != nil {
			return err
		}
		if had.Artifact != record.Artifact || had.URL != record.URL {
			record.Picture = had
			if c.Before.Request != nil && had.Artifact != c.Before.Artifact {
				r.compareSize(c, c.Before.Request.Size, had)
			}
			if err := r.log.Record(state.Event{Kind: state.Collected, Record: &record}); err != nil {
				return err
			}
		}
	}
	if err := r.placer.Put(ctx, outputOf(c), &record); err != nil {
		return err
	}
	r.done(c, c.Action, false, started)
	return nil
}

// remedy is what can be done about a recorded picture that nobody has.
func remedy(c *plan.Change, err error) string {
	another := fmt.Sprintf("gesso apply -replace='%s' buys another", c.Address)
	if errors.As(err, new(*otherBytesError)) && c.Before.Output == c.Before.Artifact {
		return "a copy of it that is put back at " + c.Before.Path + " is taken for it; " + another
	}
	return another
}

// reuse takes a picture that was paid for already. Where nobody has it after all,
// nothing is bought in its place, since the plan has not shown that: it is noted,
// and the next plan shows it.
func (r *run) reuse(ctx context.Context, c *plan.Change, started time.Time) error {
	picture, err := r.have(ctx, c, *c.Picture)
	if isVain(err) {
		wanted := &state.Record{Address: c.Address, Picture: *c.Picture}
		if broken := r.log.Record(state.Event{Kind: state.Lost, Record: wanted, Problem: err.Error()}); broken != nil {
			return broken
		}
		return &LostError{Remedy: "nothing was bought in its place, and the next plan shows that another is", Err: err}
	}
	if fromProvider(err) { // it may be there the next time
		return fmt.Errorf("its picture was paid for already, and cannot be had now; gesso apply -replace='%s' buys another: %w", c.Address, err)
	}
	if err != nil {
		return err
	}
	picture.Key = c.Key
	r.compareSize(c, c.Request.Size, picture)
	record := r.newRecord(c, picture, c.Recordable())
	if c.Instance.Undecided() { // else the plan has judged it
		record.Tainted = r.evaluation.Unmet(c, &picture)
	}
	return r.take(ctx, c, record, plan.Reuse, started)
}

// take records a picture that is in the store and cost nothing in this run, and
// puts it where it belongs.
func (r *run) take(ctx context.Context, c *plan.Change, record *state.Record, action plan.Action, started time.Time) error {
	if err := r.log.Record(state.Event{Kind: state.Collected, Record: record}); err != nil {
		return err
	}
	if record.Tainted != "" {
		return r.keepAside(ctx, c, record, false)
	}
	if err := r.placer.Put(ctx, outputOf(c), record); err != nil {
		return err
	}
	r.done(c, action, false, started)
	return nil
}
