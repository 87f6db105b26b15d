package runner

import (
	"context"
	"slices"
	"time"

	"gesso/runner/plan"
)

// recordMoves is the first thing that a run does: all that it records later is
// about the new addresses, and requests as today's rules make them.
func (r *run) recordMoves() error {
	for _, e := range slices.Concat(r.plan.Moves, r.plan.Renewals) {
		if err := r.record(e); err != nil {
			return err
		}
	}
	return nil
}

// move ends a change whose record has moved: only its output may have to go
// elsewhere, or to be placed at last.
func (r *run) move(ctx context.Context, c *plan.Change, started time.Time) error {
	if c.Before.Path != c.Path || c.Before.Tainted != "" {
		return r.restore(ctx, c, started)
	}
	r.done(c, plan.Move, false, started)
	return nil
}
