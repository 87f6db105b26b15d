package buy

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"time"

	"gesso/runner/log"
	"gesso/runner/provider"
	"gesso/state"
)

// once writes the intent down, sends the request, and writes down what became of it.
// Between the two lines lies the only moment in which a killed process leaves a request
// in doubt. The order gets the intent, if there is one.
func (d *Desk) once(ctx, run context.Context, o *Order, source Source) (Accepted, error) {
	if source != nil {
		url, err := source(ctx)
		if err != nil {
			return Accepted{}, err
		}
		o.Wire.SourceURL = url
	}
	if err := ctx.Err(); err != nil {
		return Accepted{}, err
	}
	began := time.Now()
	o.Intent = rand.Text()
	if err := d.Log.Record(o.intended()); err != nil {
		return Accepted{}, err
	}
	// Others' refusals end the buying, but they cut no request that is on its way:
	// it may be accepted, and cut it would be in doubt.
	sending, cancel := withGrace(run)
	defer cancel()
	if d.Sending != nil {
		d.Sending(*o)
	}
	task, err := d.Provider.Submit(sending, o.Wire)
	heard := time.Now() // before it is on disk: the provider waits for no disk
	if err != nil {
		task, err = d.unanswered(*o, err)
	}
	if err != nil {
		return Accepted{}, err
	}
	if err := d.Log.Record(o.accepted(task)); err != nil {
		return Accepted{}, &log.BrokenError{Err: fmt.Errorf("%w (the request of %s was accepted as %s)", err, o.Addresses[0], nameOf(task))}
	}
	return Accepted{Order: *o, Task: task, Heard: heard, Lead: heard.Sub(began)}, nil
}

// unanswered writes down what a failed submission means. One that names its
// task was accepted after all.
func (d *Desk) unanswered(o Order, err error) (provider.Task, error) {
	var failure *provider.Error
	if !errors.As(err, &failure) {
		// A provider that breaks its promise: nothing is known, so it is in doubt.
		failure = &provider.Error{Class: provider.InDoubt, Err: err}
	}
	if o.Recorded.Withholds() {
		failure = o.discreet(failure)
		err = failure
	}
	if failure.Class == provider.InDoubt && failure.TaskID != "" {
		return provider.Task{ID: failure.TaskID, TraceID: failure.TraceID, State: provider.Running}, nil
	}
	charged := failure.Class != provider.InDoubt && failure.Charge() != provider.NotCharged
	if charged && failure.TaskID != "" {
		// It was accepted, and made nothing: the ledger is to tell of it.
		if broken := d.Log.Record(o.accepted(provider.Task{ID: failure.TaskID, TraceID: failure.TraceID})); broken != nil {
			return provider.Task{}, broken
		}
	}
	e := state.Event{Kind: state.Refused, Intent: o.Intent, Problem: failure.Error(), TraceID: failure.TraceID, Moderated: failure.Class == provider.Moderation}
	if charged || e.Moderated {
		e.Addresses, e.Request = o.Addresses, &o.Recorded
	}
	if charged {
		e.Charge = state.Charge{Cost: failure.Cost, CostIn: failure.CostIn}
	}
	if failure.Class == provider.InDoubt {
		e.Kind, e.Problem = state.Doubted, failure.Detail()
		err = &DoubtError{Pending: state.Call{Intent: o.Intent, Request: o.Recorded, TraceID: failure.TraceID, Problem: e.Problem}}
	}
	if broken := d.Log.Record(e); broken != nil {
		return provider.Task{}, broken
	}
	if failure.Class.Stops() {
		d.Halt(err)
	}
	return provider.Task{}, err
}

// grace is how long a request that was sent when the run is interrupted may
// wait for its answer: with it the next run can collect, without it the
// request is in doubt.
const grace = 1500 * time.Millisecond

// withGrace returns a context that outlives ctx by the grace.
func withGrace(ctx context.Context) (context.Context, context.CancelFunc) {
	longer, cancel := context.WithCancel(context.WithoutCancel(ctx))
	stop := context.AfterFunc(ctx, func() {
		timer := time.AfterFunc(grace, cancel)
		context.AfterFunc(longer, func() { timer.Stop() })
	})
	return longer, func() { stop(); cancel() }
}
