package collect

import (
	"context"
	"errors"
	"fmt"

	"gesso/runner/log"
	"gesso/runner/provider"
	"gesso/state"
)

// keepExtras stores the pictures of a call that no address waits for: those requested for
// the store, and those that the provider made unasked, which may have been charged all the
// same. It warns, naming address, of a requested picture that is gone and of an unrequested
// one that cannot be fetched, and goes on. The error is a failed fetch of a requested
// picture, of gesso's own files, or the context's; it leaves the call open. Several images
// may resume one call: the first fetches its extras.
func (c *Collector) keepExtras(ctx context.Context, from *Desk, call Call, task provider.Task, address string) error {
	own := call.Count - call.Further
	if call.Count == 0 || len(task.Pictures) <= own || !c.first(c.extras, call.Intent) {
		return nil
	}
	for n := own; n < len(task.Pictures); n++ {
		err, asked := c.keepExtra(ctx, from, call, task, n, address), n < call.Count
		var broken *log.BrokenError
		switch {
		case err == nil:
		case errors.As(err, &broken) || ctx.Err() != nil, asked && !isGone(err):
			return err
		case asked:
			c.Log.Warn(address, fmt.Errorf("one of %d pictures of its call was paid for, and is lost: %w", call.Count, err))
		default:
			c.Log.Warn(address, fmt.Errorf("the provider made one picture more than it was asked for, and it cannot be had: %w", err))
		}
	}
	return nil
}

// tellFewer reports how many of the pictures for the store were not made.
func (c *Collector) tellFewer(call Call, missing int, address string) {
	if call.Fewer != nil {
		call.Fewer(missing)
		return
	}
	c.Log.Warn(address, fmt.Errorf("the provider made %d of %d pictures, and may have charged all", call.Count-missing, call.Count))
}

func (c *Collector) keepExtra(ctx context.Context, from *Desk, call Call, task provider.Task, index int, address string) error {
	// An earlier run may have stored this picture before it was killed. Its bytes do not
	// tell: the provider may deliver others now.
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
	e := state.Event{Kind: state.Collected, Intent: call.Intent, Index: index, Record: &state.Record{Request: &call.Request, Picture: p}}
	if index >= call.Count {
		e.From = address
		return c.Log.Record(e)
	}
	e.Address = address
	if err := c.Log.Record(e); err != nil || call.Stored == nil {
		return err
	}
	call.Stored(p)
	return nil
}
