package runner

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"time"

	"github.com/hashicorp/hcl/v2"

	"gesso/runner/provider"
	"gesso/runner/traffic"
	"gesso/spec"
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
	count    int // pictures that were asked for; 0: not known
}

// want is one picture of a call. Without an instance to place it for, it stays
// in the store.
type want struct {
	change *Change
	index  int
}

// buy gets the pictures of one unit with one paid call, or as many as it has
// attempts, unless the real bytes of what it depends on show that there is
// nothing to pay for.
func (r *run) buy(ctx context.Context, u *unit) error {
	started := time.Now()
	c := u.changes[0]
	if !c.Known() {
		if settled, err := r.learn(ctx, c, started); settled || err != nil {
			return err
		}
	} else if !complete(c.instance) {
		if err := r.refresh(c); err != nil { // its triggers, which are recorded with the call
			return err
		}
	}
	if r.consent(u, started); len(u.changes) == 0 {
		return nil
	}
	if err := r.afford(u, started); err != nil {
		return err
	}
	return r.attempt(ctx, u, started)
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
		r.block(u, []*Change{c}, err)
	}
	u.changes = u.changes[:n]
	return nil
}

// learn completes a change whose request was not known at plan. It reports
// whether that settled the change without a call.
func (r *run) learn(ctx context.Context, c *Change, started time.Time) (bool, error) {
	if err := r.refresh(c); err != nil {
		return false, err
	}
	changed, _ := triggered(c, r.replaced)
	c.replace = c.asked || len(changed) > 0
	if !c.replace && hasPicture(c.Before) && c.Before.Key == c.key {
		return true, r.cutOff(ctx, c, started)
	}
	if stray := r.takeStray(c); stray != nil {
		c.pending, c.home = &stray.Pending, stray.home
		if stray.InDoubt() {
			return true, &DoubtError{Pending: stray.Pending}
		}
		return true, r.resume(ctx, c, started)
	}
	if c.replace {
		return false, nil
	}
	picture, err := r.plan.library.take(c.key, func(p *state.Picture) bool { return r.unmet(c, p) == "" })
	if err != nil {
		return false, err
	}
	if picture == nil {
		return r.learnRejected(c)
	}
	c.reused = picture
	return true, r.reuse(ctx, c, started)
}

// refresh evaluates a change's arguments with the pictures that are there now.
func (r *run) refresh(c *Change) error {
	r.evaluation.Lock()
	defer r.evaluation.Unlock()
	i := c.instance
	if !complete(i) {
		if diags := r.renew(i); diags.HasErrors() {
			return diags
		}
	}
	source, err := r.sourceHash(i)
	if err != nil {
		return err
	}
	s := r.plan.situation
	c.Request = newRequest(c.account.Kind, i, source)
	keepIgnored(c, nil)
	c.key = c.Request.Key()
	c.Price = c.account.price(c.Request.Model)
	if s.Check == nil {
		return nil
	}
	for _, problem := range s.Check(c.Request.Model, c.Request.Size, i.IsEdit()) {
		if !problem.Warning {
			return &provider.Error{Class: provider.Invalid, Message: problem.Detail}
		}
	}
	return nil
}

// renew evaluates an instance again, with the pictures that are there now. The
// caller holds r.evaluation.
func (r *run) renew(i *spec.Instance) hcl.Diagnostics {
	return r.plan.expansion.Refresh(i, func(other *spec.Instance) *spec.Picture {
		if record := r.Journal.Get(other.Address); hasPicture(record) {
			return recall(&record.Picture)
		}
		return nil
	})
}

// sourceHash is an instance's edit source as it stands in a request.
func (r *run) sourceHash(i *spec.Instance) (string, error) {
	switch {
	case i.Source.URL != "":
		return "url:" + i.Source.URL, nil
	case i.Source.File != "":
		sum, err := newSources(r.plan.situation.Config).hash(i.Source.File)
		return "sha256:" + sum, err
	case i.Source.Image != "":
		record := r.Journal.Get(i.Source.Image)
		if !hasPicture(record) {
			return "", fmt.Errorf("its source %s has no picture", i.Source.Image)
		}
		return "sha256:" + record.Artifact, nil
	}
	return "", nil
}

// maxFailures is how often a request that never left this machine is tried
// again: some 14 s in all.
const maxFailures = 3

// submit sends the one paid request of a unit, when the gate opens. On success
// the caller owes the gate a leave.
func (r *run) submit(ctx context.Context, u *unit) (call, error) {
	at := r.lanes[u.changes[0].account]
	deadline := time.Now().Add(at.Limits.Timeout)
	for failures := 0; ; {
		if err := at.gate.Enter(ctx); err != nil {
			return call{}, err
		}
		paid, err := r.submitOnce(ctx, at, u)
		if err == nil {
			at.gate.Accepted()
			return paid, nil
		}
		at.gate.Leave()
		var failure *provider.Error
		if !errors.As(err, &failure) || !failure.Class.Retry() || ctx.Err() != nil || time.Now().After(deadline) {
			return call{}, err
		}
		if failure.Class == provider.RateLimit {
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
func (r *run) submitOnce(ctx context.Context, at *lane, u *unit) (call, error) {
	c := u.changes[0]
	request := provider.Request{
		Action: provider.Action(c.Request.Action), Prompt: c.Request.Prompt,
		Model: c.Request.Model, Size: c.Request.Size, Count: len(u.changes),
	}
	if request.Action == provider.Edit {
		url, err := at.uploads.url(ctx, c)
		if err != nil {
			return call{}, err
		}
		request.SourceURL = url
	}
	paid := call{lane: at, intent: rand.Text(), request: c.recorded(), triggers: c.triggers(), count: len(u.changes)}
	var addresses []string
	for i, change := range u.changes {
		addresses = append(addresses, change.Address)
		paid.wants = append(paid.wants, want{change, i})
	}
	intended := state.Event{
		Kind: state.Intended, Intent: paid.intent, Addresses: addresses, Request: &paid.request,
		Endpoint: at.Endpoint, Provider: at.Name(), Price: c.Price, Replace: c.replace, Triggers: paid.triggers,
	}
	if err := r.record(intended); err != nil {
		return call{}, err
	}
	sending, cancel := withGrace(ctx)
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
	e := state.Event{Kind: state.Refused, Intent: paid.intent, Problem: failure.Error(), TraceID: failure.TraceID}
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
