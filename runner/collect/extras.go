package collect

import (
	"context"
	"errors"
	"fmt"

	"gesso/runner/log"
	"gesso/runner/provider"
	"gesso/state"
)

// keepExtras puts the pictures of a call that nobody asked for into the store:
// they may be paid for all the same. One that cannot be fetched is told of, to who
// waits for the others, and stops nothing. The error is one of gesso's own files, or
// the context's. Several images may resume one call: the first one sees to its extras.
func (c *Collector) keepExtras(ctx context.Context, from *Desk, call Call, task provider.Task, address string) error {
	if call.Count == 0 || len(task.Pictures) <= call.Count || !c.first(c.extras, call.Intent) {
		return nil
	}
	for n := call.Count; n < len(task.Pictures); n++ {
		err := c.keepExtra(ctx, from, call, task, n, address)
		var broken *log.BrokenError
		switch {
		case errors.As(err, &broken) || ctx.Err() != nil:
			return err
		case err != nil:
			c.Log.Warn(address, fmt.Errorf("the provider made one picture more than it was asked for, and it cannot be had: %w", err))
		}
	}
	return nil
}

func (c *Collector) keepExtra(ctx context.Context, from *Desk, call Call, task provider.Task, index int, address string) error {
	// A run that was killed after this may have left the call to us. The bytes do not
	// tell: a provider may deliver them otherwise now.
	known, err := c.Ledger.Entries()
	if err != nil {
		return &log.BrokenError{Err: err}
	}
	for _, e := range known {
		if e.Outcome == state.OutcomeCollected && e.Intent == call.Intent && e.Index == index {
			return nil
		}
	}
	p, err := c.Fetch(ctx, from, task, index)
	if err != nil {
		return err
	}
	p.Key = call.Request.Key()
	return c.Log.Record(state.Event{Kind: state.Collected, Intent: call.Intent, Index: index, From: address, Record: &state.Record{Request: &call.Request, Picture: p}})
}
