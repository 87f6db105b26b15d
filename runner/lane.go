package runner

import (
	"context"
	"errors"

	"golang.org/x/sync/errgroup"

	"gesso/runner/plan"
	"gesso/runner/traffic"
	"gesso/runner/upload"
)

// lane is one account at work in a run. Each has its own limits, its own
// questions about running tasks, and its own end: a provider that refuses
// everything holds up nobody who does not need it.
type lane struct {
	*plan.Account
	Connection
	ctx     context.Context // ends with the run, or when the provider is of no more use
	halt    func(error)     // ends the lane for a failure that every other call would share
	gate    *traffic.Gate
	poller  *traffic.Poller
	sources *upload.Sources
	ready   chan *unit
}

// openLane starts the work with an account. It is over when ctx is.
func (r *run) openLane(ctx context.Context, a *plan.Account) *lane {
	l := &lane{Account: a, Connection: r.Connections[a]}
	l.Limits = l.Limits.WithDefaults()
	ctx, stop := context.WithCancelCause(ctx)
	l.ctx, l.halt = ctx, func(err error) { stop(&StoppedError{Provider: r.nameOf(a), Err: err}) }
	l.gate = traffic.NewGate(l.Limits)
	l.poller = traffic.NewPoller(ctx, l.Provider, l.Limits, l.Hints)
	l.sources = upload.New(upload.Config{
		Provider: l.Provider, Endpoint: a.Endpoint, Situation: r.plan.Situation,
		Records: r.Journal, Remembered: r.remembered,
		Gives: func(ctx context.Context, url, sum string) bool { return r.gives(ctx, l, url, sum) }, Have: r.haveSource,
	})
	return l
}

// nameOf is what messages call an account: nothing, where there is no other.
func (r *run) nameOf(a *plan.Account) string {
	if len(r.plan.Situation.Accounts) < 2 {
		return ""
	}
	return a.Block.String()
}

// work does the lane's units as they get ready, so many at once.
func (l *lane) work(do func(*lane, *unit) error) error {
	group := &errgroup.Group{}
	group.SetLimit(l.Limits.Parallelism)
	for u := range l.ready {
		group.Go(func() error { return do(l, u) })
	}
	return group.Wait()
}

// stopped is why a context's lane ended before the run did, or nil.
func stopped(ctx context.Context) *StoppedError {
	var why *StoppedError
	if errors.As(context.Cause(ctx), &why) {
		return why
	}
	return nil
}

// StoppedError is why nothing more is asked of a provider, or of any: every
// other call would fail alike. It does not unwrap: what is known of the charge
// of that one call says nothing about the images that wait for the next run.
type StoppedError struct {
	Provider string // such as flux.second; "" of a configuration's only one
	Err      error
}

func (e *StoppedError) Error() string {
	if e.Provider == "" {
		return "the run was stopped; the next apply goes on"
	}
	return "nothing more was asked of " + e.Provider + "; the next apply goes on"
}
