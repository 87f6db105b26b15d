package buy

import (
	"context"
	"errors"
	"sync"
	"time"

	"gesso/runner/log"
	"gesso/runner/provider"
	"gesso/runner/traffic"
)

// Provider is who is bought from. Its errors are *provider.Error.
type Provider interface {
	// Submit makes one paid call, and never a second one.
	Submit(ctx context.Context, r provider.Request) (provider.Task, error)
}

// Desk is an account that is bought from. It keeps nothing of one order for another but
// in its gate, and is safe for concurrent use.
type Desk struct {
	Log      *log.Log
	Provider Provider
	Gate     *traffic.Gate
	Poller   *traffic.Poller // of the same account: told when it counts tasks strictly
	Timeout  time.Duration   // after it a request that was not accepted is not sent again

	// Halt ends the buying: every other purchase would fail alike.
	Halt func(error)

	// Sending is told that a request is on its way; nil: nobody follows.
	Sending func(Order)

	// Throttled is told once of each pause that the provider wants.
	Throttled func(o Order, wait time.Duration, err error)
}

// maxFailures is how often a request that never left this machine is tried
// again: some 14 s in all.
const maxFailures = 3

// drawPause is how long it takes at least until what is free is asked for again.
const drawPause = 100 * time.Millisecond

// Buy sends an order when the gate opens, and again as long as it is sure that it was
// not accepted and may be. On success the gate is left when the caller says so.
//
// The first context is that of the buying: when it ends nothing more is sent. The second
// one is that of the run, and cuts a request that is on its way, after a moment.
//
// The error is a *DoubtError, a *log.BrokenError, that of source or of a context, or a
// *provider.Error: then nothing is open. What is returned with it has the intent of the
// last request that was written down, or "".
func (d *Desk) Buy(ctx, run context.Context, o Order, source Source) (Accepted, error) {
	deadline := time.Now().Add(d.Timeout)
	for failures := 0; ; {
		if err := d.Gate.Enter(ctx); err != nil {
			return Accepted{Order: o}, err
		}
		accepted, err := d.once(ctx, run, &o, source)
		if err == nil {
			d.Gate.Accepted()
			accepted.Leave = sync.OnceFunc(d.Gate.Leave)
			return accepted, nil
		}
		d.answered(err)
		d.Gate.Leave()
		var failure *provider.Error
		if !errors.As(err, &failure) || !failure.Class.Retry() || ctx.Err() != nil || time.Now().After(deadline) {
			return Accepted{Order: o}, err
		}
		if failure.Class == provider.RateLimit {
			d.Poller.Exact() // it may count the tasks at once
			if wait, first := d.Gate.Refused(failure.RetryAfter); first {
				d.Throttled(o, wait, err)
			}
			continue
		}
		// It never left this machine. A short trouble is waited out.
		if failures++; failures > maxFailures {
			d.Halt(err) // every other request would take as long to fail
			return Accepted{Order: o}, err
		}
		if err := traffic.Pause(ctx, time.Second<<failures); err != nil {
			return Accepted{Order: o}, err
		}
	}
}
