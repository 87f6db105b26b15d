package runner

import (
	"context"
	"errors"
	"fmt"

	"gesso/runner/buy"
	"gesso/runner/collect"
	"gesso/runner/place"
	"gesso/runner/plan"
	"gesso/state"
)

// fulfil carries out a change that gets by with a picture that was paid for
// already. The action is what a run has learned that it is, or the change's own.
func (r *run) fulfil(ctx context.Context, c *plan.Change, action plan.Action) error {
	switch action {
	case plan.None:
		return r.finish(ctx, c, plan.None)
	case plan.Resume:
		return r.resume(ctx, c)
	case plan.InDoubt:
		return &buy.DoubtError{Pending: *c.Call}
	case plan.Reuse:
		return r.reuse(ctx, c)
	case plan.Import:
		return r.takeOver(ctx, c)
	case plan.Tainted:
		return r.taint(ctx, c, c.Picture, r.evaluation.Unmet(c, c.Picture))
	case plan.Keep:
		return r.keep(ctx, c)
	case plan.Move:
		if !c.Places() { // its record alone moves
			return r.finish(ctx, c, plan.Move)
		}
		return r.restore(ctx, c)
	case plan.Place, plan.Restore:
		return r.restore(ctx, c)
	case plan.Derive, plan.Review:
		return r.finish(ctx, c, action)
	case plan.Reject:
		return r.taint(ctx, c, &c.Before.Picture, "")
	}
	return nil
}

// restore makes an output again, for nothing: from what lies at its old path, from the
// store, or from the provider.
func (r *run) restore(ctx context.Context, c *plan.Change) error {
	record, recalled := *c.Before, false
	if original := c.Before.Original(); original != nil && c.Picture != nil {
		record, recalled = *original, true
	}
	if c.Action == plan.Restore && !recalled {
		if back, err := r.placer.PutBack(outputOf(c), &record); err != nil {
			return err
		} else if back {
			return r.finish(ctx, c, c.Action)
		}
	}
	if !r.placer.HasCopy(outputOf(c), &record) {
		had, err := r.regain(ctx, c, record.Picture)
		if err != nil {
			return err
		}
		if recalled || had.Artifact != record.Artifact || had.URL != record.URL {
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
	return r.finish(ctx, c, c.Action)
}

// regain brings a recorded picture back into the store, drawn again where the sandbox made
// it. The error is a *collect.LostError where nobody has it, which is recorded then.
func (r *run) regain(ctx context.Context, c *plan.Change, p state.Picture) (state.Picture, error) {
	had, err := r.have(ctx, c, p)
	if collect.IsVain(err) && c.Drawn() {
		had, err = r.redraw(ctx, c)
	}
	if collect.IsVain(err) {
		if broken := r.noteLost(c, p, err); broken != nil {
			return p, broken
		}
		return p, &collect.LostError{Remedy: remedy(c, err), Err: err, ByHand: p.ByHand()}
	}
	return had, err
}

// noteLost records that a picture was looked for in vain, so that the next plan knows.
func (r *run) noteLost(c *plan.Change, p state.Picture, why error) error {
	if c.Lost() {
		return nil // it is known
	}
	wanted := &state.Record{Address: c.Address, Picture: p}
	return r.log.Record(state.Event{Kind: state.Lost, Record: wanted, Problem: why.Error()})
}

// remedy is what can be done about a recorded picture that nobody has.
func remedy(c *plan.Change, err error) string {
	another := fmt.Sprintf("gesso apply -replace='%s' buys another, -replace-lost all that are lost", c.Address)
	if errors.As(err, new(*collect.OtherBytesError)) && c.Before.Output == c.Before.Artifact {
		return "a copy of it that is put back at " + c.Before.Path + " is taken for it; " + another
	}
	return another
}

// reuse takes a picture that was paid for already. Where nobody has it after all,
// nothing is bought in its place, since the plan has not shown that: it is noted,
// and the next plan shows it.
func (r *run) reuse(ctx context.Context, c *plan.Change) error {
	picture, err := r.reusable(c)
	if err != nil {
		return err
	}
	had, err := r.have(ctx, c, *picture)
	if collect.IsVain(err) {
		if broken := r.noteLost(c, *picture, err); broken != nil {
			return broken
		}
		return &collect.LostError{Remedy: "nothing was bought in its place, and the next plan shows that another is", Err: err, ByHand: picture.ByHand()}
	}
	if collect.FromProvider(err) { // it may be there the next time
		return fmt.Errorf("its picture was paid for already, and cannot be had now; gesso apply -replace='%s' buys another: %w", c.Address, err)
	}
	if err != nil {
		return err
	}
	had.Key = c.Key
	r.compareSize(c, c.Request.Size, had)
	record := newRecord(c, had, c.Recordable())
	if c.Declared.Undecided || c.Picture == nil { // else the plan has judged it
		record.Tainted = r.evaluation.Unmet(c, &had)
	}
	return r.deliver(ctx, c, state.Event{Kind: state.Collected, Record: record}, plan.Reuse)
}

// reusable is the picture that a change takes: one that was there, or one that another
// image has got by now.
func (r *run) reusable(c *plan.Change) (*state.Picture, error) {
	if c.Picture != nil {
		return c.Picture, nil
	}
	record := r.journal.Get(c.Shares)
	if !record.HasPicture() || record.Key != c.Key {
		return nil, fmt.Errorf("%s has no picture that could be shared; the next apply looks again", c.Shares)
	}
	return &record.Picture, nil
}

// have brings a picture that was paid for into the store, for a change.
func (r *run) have(ctx context.Context, c *plan.Change, p state.Picture) (state.Picture, error) {
	maker := r.lanes[r.plan.Accounts.Maker(p, c.Account)]
	return r.collector.Have(ctx, maker.collect, c.Address, p)
}

// haveSource is have for the picture of an address that a change is made from. That
// image's own work is done by then, so that its record can be written here.
func (r *run) haveSource(ctx context.Context, c *plan.Change, address string, p state.Picture) (state.Picture, error) {
	maker := r.lanes[r.plan.Accounts.Maker(p, c.Account)]
	had, err := r.collector.Have(ctx, maker.collect, address, p)
	if err != nil || had.Artifact == p.Artifact && had.URL == p.URL {
		return had, err
	}
	record := *r.journal.Get(address)
	record.Picture = had
	return had, r.log.Record(state.Event{Kind: state.Collected, Record: &record})
}

// outputOf is where a change's picture goes.
func outputOf(c *plan.Change) place.Output {
	return place.Output{Address: c.Address, Path: c.Path, Metadata: c.Metadata, Before: c.Before, Judged: c.Declared != nil && c.Declared.Judged}
}
