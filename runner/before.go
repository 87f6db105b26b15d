package runner

import (
	"context"

	"golang.org/x/sync/errgroup"

	"gesso/runner/buy"
	"gesso/runner/plan"
)

// recordMoves is the first thing that a run does: all that it records later is
// about the new addresses.
func (r *run) recordMoves(context.Context) error {
	for _, e := range r.plan.Moves {
		if err := r.log.Record(e); err != nil {
			return err
		}
	}
	return nil
}

// recordsAtOnce is how many renewals share a sync of the journal.
const recordsAtOnce = 256

// recordRenewals rewrites what was recorded under older rules. That is each
// record's own matter, and may be left to a later run.
func (r *run) recordRenewals(ctx context.Context) error {
	group := &errgroup.Group{}
	group.SetLimit(recordsAtOnce)
	for _, e := range r.plan.Renewals {
		if ctx.Err() != nil {
			break
		}
		group.Go(func() error { return r.log.Record(e) })
	}
	return group.Wait()
}

// noteWaiting notes the changes that wait for a decision. A run does nothing
// for them but to show the pictures.
func (r *run) noteWaiting(ctx context.Context) error {
	for _, c := range r.plan.Changes {
		if !c.Action.Waits() {
			continue
		}
		r.books.note(c)
		why := error(nil)
		switch c.Action {
		case plan.InDoubt:
			doubt := &buy.DoubtError{Pending: *c.Call}
			r.books.change(func(result *Result) { result.InDoubt = append(result.InDoubt, Outcome{c.Address, doubt}) })
			continue
		case plan.Unmade:
			why = c.Held
		case plan.Tainted:
			why = r.taint(ctx, c, c.Picture, c.Unmet())
		}
		r.books.change(func(result *Result) { result.Failed = append(result.Failed, Outcome{c.Address, why}) })
	}
	return nil
}

// adopt puts into the store the pictures that only an output still has and
// that will go to another path or another image, as after a fresh clone: two images may trade
// their paths, and then each output is overwritten before it is read.
func (r *run) adopt(context.Context) error {
	for _, c := range r.plan.Changes {
		switch c.Action {
		case plan.Reuse:
			if c.Picture != nil {
				r.collector.Secure(c.Picture)
			}
		case plan.Tainted:
			if c.File != "" { // made by hand, and nowhere else
				_, _ = r.placer.Outputs.Keep(c.Before.Path)
			}
		case plan.Place, plan.Move:
			if err := r.placer.Secure(outputOf(c)); err != nil {
				return err
			}
		}
	}
	return nil
}
