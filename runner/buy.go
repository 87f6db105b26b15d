package runner

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"sync"
	"time"

	"gesso/runner/plan"
	"gesso/runner/provider"
	"gesso/runner/traffic"
	"gesso/state"
)

// call is one accepted call and who wants its pictures.
type call struct {
	lane     *lane
	intent   string
	task     provider.Task
	request  state.Request  // as recorded
	triggers state.Triggers // when it was begun
	wants    []want
	count    int    // pictures that were asked for; 0: not known
	over     func() // to be called when the provider works on it no longer; nil: nobody asks
}

// job is the call's task as the poller is told of it.
func (c call) job() traffic.Job {
	return traffic.Job{ID: c.task.ID, Kind: fmt.Sprintf("%d of %s, %s", c.count, c.request.Model, c.request.Action), Over: c.over}
}

// ended tells that the provider works on a call no longer.
func (c call) ended() {
	if c.over != nil {
		c.over()
	}
}

// want is one picture of a call. Without an instance to place it for, it stays
// in the store.
type want struct {
	change *plan.Change
	index  int
}

// buy gets the pictures of one unit with one paid call, or as many as it has
// attempts, unless the real bytes of what it depends on show that there is
// nothing to pay for. What is free goes on when nothing more is bought.
func (r *run) buy(l *lane, u *unit) error {
	started := time.Now()
	c := u.changes[0]
	action, err := r.Evaluation.Learn(c) // its triggers are recorded with the call, be the request known or not
	if err != nil {
		return err
	}
	if !action.Paid() {
		return r.settle(l.ctx, c, action, started)
	}
	if r.consent(u, started); len(u.changes) == 0 {
		return nil
	}
	if r.seat(u, started); len(u.changes) == 0 {
		return nil
	}
	if err := l.buying.Err(); err != nil {
		return err
	}
	if err := r.afford(u, started); err != nil {
		return err
	}
	return r.attempt(l, u, started)
}

// afford takes a unit's pictures out of the budget. Those that it does not
// allow are left out; the error is that it allows none.
func (r *run) afford(u *unit, started time.Time) error {
	n, err := r.purse.Reserve(len(u.changes), u.changes[0].Price)
	if n == 0 {
		return err
	}
	for _, c := range u.changes[n:] {
		r.fail(c, err, started)
		r.block(u, []*plan.Change{c}, err)
	}
	u.changes = u.changes[:n]
	return nil
}

// maxFailures is how often a request that never left this machine is tried
// again: some 14 s in all.
const maxFailures = 3

// submit sends the one paid request of a unit, when the gate opens. On success
// the gate and the unit's slot are left when the call has ended.
func (r *run) submit(at *lane, u *unit) (call, error) {
	ctx := at.buying
	deadline := time.Now().Add(at.Limits.Timeout)
	for failures := 0; ; {
		if err := at.gate.Enter(ctx); err != nil {
			return call{}, err
		}
		paid, err := r.submitOnce(at, u)
		if err == nil {
			at.gate.Accepted()
			paid.over = sync.OnceFunc(func() { at.gate.Leave(); u.slot.leave() })
			return paid, nil
		}
		at.answered(err)
		at.gate.Leave()
		var failure *provider.Error
		if !errors.As(err, &failure) || !failure.Class.Retry() || ctx.Err() != nil || time.Now().After(deadline) {
			return call{}, err
		}
		if failure.Class == provider.RateLimit {
			at.poller.Exact() // it may count the tasks at once
			if wait, first := at.gate.Refused(failure.RetryAfter); first {
				r.tell(Event{Kind: Throttled, Address: u.changes[0].Address, Action: u.changes[0].Action, Provider: r.nameOf(at.Account), Wait: wait, Err: err})
			}
			continue
		}
		// It never left this machine. A short trouble is waited out.
		if failures++; failures > maxFailures {
			at.halt(err) // every other request would take as long to fail
			return call{}, err
		}
		if err := traffic.Pause(ctx, time.Second<<failures); err != nil {
			return call{}, err
		}
	}
}

// submitOnce writes the intent down, sends the request, and writes down what
// became of it. Between the two lines lies the only moment in which a killed
// process leaves a request in doubt.
func (r *run) submitOnce(at *lane, u *unit) (call, error) {
	c := u.changes[0]
	request := provider.Request{
		Action: provider.Action(c.Request.Action), Prompt: c.Request.Prompt,
		Model: c.Request.Model, Size: c.Request.Size, Count: len(u.changes),
	}
	if request.Action == provider.Edit {
		url, err := at.sources.URL(at.buying, c)
		if err != nil {
			return call{}, err
		}
		request.SourceURL = url
	}
	paid := call{lane: at, intent: rand.Text(), request: c.Recordable(), triggers: c.Triggers(), count: len(u.changes)}
	r.tally.intend(u.changes, paid.intent)
	var addresses []string
	for i, change := range u.changes {
		addresses = append(addresses, change.Address)
		paid.wants = append(paid.wants, want{change, i})
	}
	intended := state.Event{
		Kind: state.Intended, Intent: paid.intent, Addresses: addresses, Request: &paid.request,
		Endpoint: at.Endpoint, Provider: at.RecordedAs, Price: c.Price, Replace: c.Replace || u.again, Triggers: paid.triggers,
	}
	if err := at.buying.Err(); err != nil {
		return call{}, err
	}
	if err := r.record(intended); err != nil {
		return call{}, err
	}
	// Others' refusals end the buying, but they cut no request that is on its way:
	// it may be accepted, and cut it would be in doubt.
	sending, cancel := withGrace(at.ctx)
	defer cancel()
	task, err := at.Provider.Submit(sending, request)
	if err != nil {
		task, err = r.unanswered(paid, err)
	}
	if err != nil {
		return call{}, err
	}
	paid.task = task
	if err := r.record(acceptedEvent(paid)); err != nil {
		return call{}, &brokenError{fmt.Errorf("%w (the request of %s was accepted as %s)", err, c.Address, nameOf(task))}
	}
	r.tally.accept(u.changes)
	for _, change := range u.changes {
		r.tell(Event{Kind: Submitted, Address: change.Address, Action: change.Action})
	}
	return paid, nil
}

// acceptedEvent tells where the pictures of a call can be had: from its task, and
// at the URLs that a synchronous answer has. That one may name no task, or one
// that nobody can ask for later.
func acceptedEvent(c call) state.Event {
	e := state.Event{Kind: state.Accepted, Intent: c.intent, Task: c.task.ID, TraceID: c.task.TraceID}
	for _, p := range c.task.Pictures {
		e.URLs = append(e.URLs, p.URL)
	}
	return e
}

// nameOf is what a user needs to find an accepted call again.
func nameOf(task provider.Task) string {
	switch {
	case task.ID != "":
		return "task " + task.ID
	case len(task.Pictures) > 0:
		return "a call without a task, with its picture at " + task.Pictures[0].URL
	}
	return "a call without a task"
}

// unanswered writes down what a failed submission means. One that names its
// task was accepted after all.
func (r *run) unanswered(paid call, err error) (provider.Task, error) {
	var failure *provider.Error
	if !errors.As(err, &failure) {
		// A provider that breaks its promise: nothing is known, so it is in doubt.
		failure = &provider.Error{Class: provider.InDoubt, Err: err}
	}
	if failure.Class == provider.InDoubt && failure.TaskID != "" {
		return provider.Task{ID: failure.TaskID, TraceID: failure.TraceID, State: provider.Running}, nil
	}
	if failure.Class == provider.Unmade && failure.TaskID != "" {
		// It was accepted, and made nothing: the ledger is to tell of it.
		accepted := state.Event{Kind: state.Accepted, Intent: paid.intent, Task: failure.TaskID, TraceID: failure.TraceID}
		if broken := r.record(accepted); broken != nil {
			return provider.Task{}, broken
		}
	}
	e := state.Event{Kind: state.Refused, Intent: paid.intent, Problem: failure.Error(), TraceID: failure.TraceID, Moderated: failure.Class == provider.Moderation}
	if failure.Class == provider.InDoubt {
		e.Kind, e.Problem = state.Doubted, failure.Detail()
		err = &DoubtError{Pending: state.Pending{Intent: paid.intent, Request: paid.request, TraceID: failure.TraceID, Problem: e.Problem}}
	}
	if broken := r.record(e); broken != nil {
		return provider.Task{}, broken
	}
	if failure.Class.Stops() {
		paid.lane.halt(err)
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

// DoubtError is a request whose fate is unknown: it may have been paid for.
type DoubtError struct{ Pending state.Pending }

func (e *DoubtError) Error() string {
	if e.Pending.Problem != "" {
		return "its request may have been paid for, and its answer was lost: " + e.Pending.Problem
	}
	return "its request may have been paid for: gesso was cut off before the answer"
}

// Is makes every DoubtError the same kind of failure.
func (e *DoubtError) Is(target error) bool { return target == errInDoubt }
