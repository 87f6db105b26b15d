package runner

import (
	"context"

	"golang.org/x/sync/errgroup"

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

// move ends a change whose record has moved: only its output may have to go
// elsewhere, or to be placed at last.
func (r *run) move(ctx context.Context, c *plan.Change) error {
	if c.Before.Path != c.Path || c.Before.Tainted != "" {
		return r.restore(ctx, c)
	}
	r.books.done(c, plan.Move)
	return nil
}
