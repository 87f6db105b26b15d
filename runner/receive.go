package runner

import (
	"context"
	"fmt"
	"time"

	"gesso/runner/collect"
	"gesso/runner/picture"
	"gesso/runner/plan"
	"gesso/state"
)

// receive waits for an accepted call and puts its pictures where they belong.
// Each one's failure is its own: the others are kept.
func (r *run) receive(ctx context.Context, c call, bought bool, started time.Time) error {
	wants := make([]collect.Want, len(c.wants))
	for n, w := range c.wants {
		wants[n] = collect.Want{Address: w.change.Address, Index: w.index}
	}
	errs, err := r.collector.Pictures(ctx, c.lane.collect, c.Call, wants, func(n int, p state.Picture) error {
		return r.receiveOne(ctx, c, c.wants[n], p, bought, started)
	})
	if err != nil {
		return err
	}
	var failed partError
	for n, err := range errs {
		if err != nil {
			failed.parts = append(failed.parts, part{c.wants[n].change, err})
		}
	}
	return failed.orNil()
}

// receiveOne records one picture of a call, and puts it where it belongs.
func (r *run) receiveOne(ctx context.Context, c call, w want, p state.Picture, bought bool, started time.Time) error {
	if bought {
		r.charged(p.Cost)
	}
	r.compareSize(w.change, c.Request.Size, p)
	e := state.Event{Kind: state.Collected, Intent: c.Intent, Index: w.index}
	if w.change.Instance == nil {
		e.Address, e.Record = w.change.Address, &state.Record{Request: &c.Request, Picture: p}
		if err := r.log.Record(e); err != nil {
			return err
		}
		r.done(w.change, w.change.Action, bought, started)
		return nil
	}
	e.Record = newRecord(w.change, p, c.Request)
	e.Record.Tainted = r.evaluation.Unmet(w.change, &p)
	if !w.change.Lent {
		e.Record.Triggers = c.triggers
	}
	return r.take(ctx, w.change, e, w.change.Action, bought, started)
}

// take records a picture that is in the store, and puts it where it belongs.
func (r *run) take(ctx context.Context, c *plan.Change, e state.Event, action plan.Action, bought bool, started time.Time) error {
	if err := r.log.Record(e); err != nil {
		return err
	}
	if e.Record.Tainted != "" {
		return r.keepAside(ctx, c, e.Record, bought)
	}
	if err := r.placer.Put(ctx, outputOf(c), e.Record); err != nil {
		return err
	}
	r.done(c, action, bought, started)
	return nil
}

// compareSize warns of a picture that has not the pixels that were asked for, or
// plainly another ratio. It is kept: it was paid for, and the record says what it is.
func (r *run) compareSize(c *plan.Change, size string, p state.Picture) {
	if picture.Matches(size, p.Width, p.Height) {
		return
	}
	err := fmt.Errorf("asked for %s, and the provider made %dx%d", size, p.Width, p.Height)
	r.mu.Lock()
	r.result.OtherSizes = append(r.result.OtherSizes, Outcome{c.Address, err})
	r.mu.Unlock()
	r.log.Warn(c.Address, err)
}

// newRecord is what the state will know of a change's address.
func newRecord(c *plan.Change, p state.Picture, request state.Request) *state.Record {
	record := &state.Record{Address: c.Address, Request: &request, Picture: p, DependsOn: c.Instance.DependsOn, Triggers: c.Triggers()}
	if c.Before != nil {
		record.Path, record.Output = c.Before.Path, c.Before.Output
	}
	return record
}
