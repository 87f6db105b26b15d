package runner

import (
	"context"
	"errors"
	"fmt"

	"gesso/runner/log"
	"gesso/runner/provider"
	"gesso/state"
)

// keepExtras puts the pictures of a call that nobody asked for into the store:
// they may be paid for all the same. One that cannot be fetched is told of, and
// stops nothing. The error is one of gesso's own files, or the context's.
func (r *run) keepExtras(ctx context.Context, c call, task provider.Task) error {
	if c.count == 0 || len(task.Pictures) <= c.count || !r.mayKeepExtras(c.intent) {
		return nil
	}
	for n := c.count; n < len(task.Pictures); n++ {
		err := r.keepExtra(ctx, c, task, n)
		var broken *log.BrokenError
		switch {
		case errors.As(err, &broken) || ctx.Err() != nil:
			return err
		case err != nil:
			r.tell(Event{Kind: Warned, Address: c.wants[0].change.Address, Action: c.wants[0].change.Action,
				Err: fmt.Errorf("the provider made one picture more than it was asked for, and it cannot be had: %w", err)})
		}
	}
	return nil
}

// mayKeepExtras reports whether nobody of this run has fetched a call's extra
// pictures: several images may resume one call.
func (r *run) mayKeepExtras(intent string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	first := !r.extras[intent]
	r.extras[intent] = true
	return first
}

func (r *run) keepExtra(ctx context.Context, c call, task provider.Task, index int) error {
	// A run that was killed after this may have left the call to us. The bytes do not
	// tell: a provider may deliver them otherwise now.
	known, err := r.ledger.Entries()
	if err != nil {
		return &log.BrokenError{Err: err}
	}
	for _, e := range known {
		if e.Outcome == state.OutcomeCollected && e.Intent == c.intent && e.Index == index {
			return nil
		}
	}
	p, err := r.fetch(ctx, c.lane, task, index)
	if err != nil {
		return err
	}
	p.Key = c.request.Key()
	return r.log.Record(state.Event{Kind: state.Collected, Intent: c.intent, Index: index, Record: &state.Record{Request: &c.request, Picture: p}})
}
