package collect

import (
	"context"
	"errors"
	"fmt"

	"gesso/runner/log"
	"gesso/runner/provider"
	"gesso/state"
)

// keepExtras puts the pictures of a call that no address waits for into the store: those
// that were asked for beside, and those that nobody asked for, which may be paid for all
// the same. One that is gone, and one that nobody asked for and that cannot be fetched,
// is told of, to whoever waits for the others, and stops nothing. The error is one of
// fetching what was asked for, of gesso's own files, or the context's: the call stays
// open then. Several images may resume one call: the first one sees to its extras.
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

// tellFewer says that some of the pictures for the store were not made.
func (c *Collector) tellFewer(call Call, missing int, address string) {
	if call.Fewer != nil {
		call.Fewer(missing)
		return
	}
	c.Log.Warn(address, fmt.Errorf("the provider made %d of %d pictures, and may have charged all", call.Count-missing, call.Count))
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
