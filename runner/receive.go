package runner

import (
	"context"
	"fmt"

	"gesso/runner/collect"
	"gesso/runner/picture"
	"gesso/runner/plan"
	"gesso/state"
)

// receive waits for an accepted call and puts its pictures where they belong.
// Each one's failure is its own: the others are kept.
func (r *run) receive(ctx context.Context, c call) error {
	wants := make([]collect.Want, len(c.wants))
	for n, w := range c.wants {
		wants[n] = collect.Want{Address: w.change.Address, Index: w.index}
	}
	errs, err := r.collector.Pictures(ctx, c.lane.collect, c.Call, wants, func(n int, p state.Picture) error {
		return r.receiveOne(ctx, c, c.wants[n], p)
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
func (r *run) receiveOne(ctx context.Context, c call, w want, p state.Picture) error {
	r.books.charge(w.change, p.Charge)
	r.compareSize(w.change, c.Request.Size, p)
	if w.spare {
		return r.log.Record(forNobody(c.Call, w.change.Address, w.index, p))
	}
	if w.change.Declared == nil {
		if err := r.log.Record(forNobody(c.Call, w.change.Address, w.index, p)); err != nil {
			return err
		}
		r.books.done(w.change, w.change.Action)
		return nil
	}
	record := newRecord(w.change, p, c.Request)
	record.Tainted = r.evaluation.Unmet(w.change, &p)
	if !w.change.Lent {
		record.Triggers = c.triggers
	}
	return r.deliver(ctx, w.change, state.Event{Kind: state.Collected, Intent: c.Intent, Index: w.index, Record: record}, w.change.Action)
}

// forNobody is the event of a picture that stays in the store, for whoever wants its
// request, though an address has waited for it.
func forNobody(c collect.Call, address string, index int, p state.Picture) state.Event {
	return state.Event{
		Kind: state.Collected, Intent: c.Intent, Index: index, Address: address,
		Record: &state.Record{Request: &c.Request, Picture: p},
	}
}

// deliver records a picture that is in the store, and puts it where it belongs. The action
// is what the change turned out to be.
func (r *run) deliver(ctx context.Context, c *plan.Change, e state.Event, action plan.Action) error {
	if e.Record.Tainted == "" && e.Record.Path == c.Path {
		e.Record = e.Record.Unplaced() // what lies there is the picture before
	}
	if err := r.log.Record(e); err != nil {
		return err
	}
	if e.Record.Tainted != "" || r.journal.Get(c.Address).Rejected(&e.Record.Picture) != nil { // bought again, it may have the bytes of one that was rejected
		return r.putAside(ctx, c, e.Record)
	}
	if err := r.placer.Put(ctx, outputOf(c), e.Record); err != nil {
		return err
	}
	return r.finish(ctx, c, action)
}

// compareSize warns of a picture that has not the size that was asked for, or plainly
// another ratio. The picture is kept: it was paid for, and the record says what it is.
func (r *run) compareSize(c *plan.Change, size string, p state.Picture) {
	if picture.Matches(size, p.Width, p.Height) {
		return
	}
	who := "the provider made"
	if p.ByHand() {
		who = "what somebody made is"
	}
	err := fmt.Errorf("asked for %s, and %s %dx%d", size, who, p.Width, p.Height)
	r.books.change(func(result *Result) { result.OtherSizes = append(result.OtherSizes, Outcome{c.Address, err}) })
	r.log.Warn(c.Address, err)
}

// newRecord is what the state will know of a change's address, which still has the output
// of before: that is replaced when the picture is placed.
func newRecord(c *plan.Change, p state.Picture, request state.Request) *state.Record {
	record := &state.Record{Address: c.Address, Request: &request, Picture: p, DependsOn: c.Declared.Needs, Triggers: c.Triggers(), Pinned: c.Declared.Pin != ""}
	if c.Before != nil {
		record.Path, record.Output, record.Former = c.Before.Path, c.Before.Output, c.Before.Former
		record.Metadata, record.Sidecar, record.Derived = c.Before.Metadata, c.Before.Sidecar, c.Before.Derived
		record.Instead = c.Before.Instead
	}
	return record
}
