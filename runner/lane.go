package runner

import (
	"context"
	"errors"

	"golang.org/x/sync/errgroup"

	"gesso/runner/plan"
	"gesso/runner/provider"
	"gesso/runner/traffic"
	"gesso/runner/upload"
)

// lane is one account at work in a run. Each has its own limits, its own
// questions about running tasks, and its own end: a provider that refuses
// everything holds up nobody who does not need it.
//
// What ends early is the buying alone. What is paid for is collected all the same,
// which takes no money: an account that is empty still has its pictures.
type lane struct {
	plan.Account
	Connection
	ctx     context.Context // of what is free: ends with the run
	buying  context.Context // ends with ctx, or when every other purchase would fail alike
	halt    func(error)     // ends the buying
	places  chan struct{}   // one for each image in work
	gate    *traffic.Gate
	poller  *traffic.Poller
	sources *upload.Sources
	ready   chan *unit
}

// openLane starts the work with an account. It is over when ctx is.
func (r *run) openLane(ctx context.Context, a plan.Account) *lane {
	l := &lane{Account: a, Connection: r.Connections[a.Name]}
	l.Limits = l.Limits.WithDefaults()
	l.places = make(chan struct{}, l.Limits.Parallelism)
	buying, stop := context.WithCancelCause(ctx)
	l.ctx, l.buying = ctx, buying
	l.poller = traffic.NewPoller(ctx, l.Provider, l.Limits, l.Hints)
	l.halt = func(err error) {
		if !reachable(err) {
			l.poller.Hurry() // nobody waits for a provider that is not there
		}
		stop(&StoppedError{Provider: r.nameOf(a), Err: err})
	}
	l.gate = traffic.NewGate(r.inWork(l.Limits))
	l.sources = upload.New(upload.Config{
		Provider: l.Provider, Endpoint: a.Endpoint, Accounts: r.plan.Accounts, Store: r.Workspace.Store(), Place: r.Place,
		Records: r.Journal, Remembered: r.remembered, Memory: r.memory,
		Gives: func(ctx context.Context, url, sum string) bool { return r.gives(ctx, l, url, sum) }, Have: r.haveSource,
	})
	return l
}

// reachable reports whether a failure was the answer of somebody.
func reachable(err error) bool {
	var failure *provider.Error
	return !errors.As(err, &failure) || failure.Class != provider.Network
}

// inWork is a lane's limits with no more images at once than the run has.
func (r *run) inWork(limits traffic.Limits) traffic.Limits {
	if r.Parallelism > 0 {
		limits.Parallelism = min(limits.Parallelism, r.Parallelism)
	}
	return limits
}

// nameOf is what messages call an account: nothing, where there is no other.
func (r *run) nameOf(a plan.Account) string {
	if len(r.plan.Accounts) < 2 {
		return ""
	}
	return a.Name
}

// behind bounds how many images, beyond those that the provider works on, are being
// fetched and placed or wait for a slot: so many times the parallelism, and some.
const (
	behind      = 3
	behindLeast = 16
)

// work does the lane's units as they get ready, in their order and so many at once.
// A slot is taken here for the order's sake; there is none when the run has ended,
// which each unit finds out by itself.
func (l *lane) work(do func(*lane, *unit) error) error {
	group := &errgroup.Group{}
	alive := make(chan struct{}, behind*l.Limits.Parallelism+behindLeast)
	for u := range l.ready {
		alive <- struct{}{} // before the slot, which others may wait for to end
		u.slot = &slot{}
		u.slot.take(l.ctx, l.places)
		group.Go(func() error {
			defer func() { <-alive }()
			return do(l, u)
		})
	}
	return group.Wait()
}

// stopped is why a lane's buying, or the run, ended early, or nil.
func stopped(ctx context.Context) *StoppedError {
	var why *StoppedError
	if errors.As(context.Cause(ctx), &why) {
		return why
	}
	return nil
}

// StoppedError is why nothing more is bought of a provider, or of any: every
// other purchase would fail alike. It does not unwrap: what is known of the charge
// of that one call says nothing about the images that wait for the next run.
type StoppedError struct {
	Provider string // such as painter.second; "" of a configuration's only one
	Err      error
}

func (e *StoppedError) Error() string {
	if e.Provider == "" {
		return "the run was stopped; the next apply goes on"
	}
	return "nothing more was asked of " + e.Provider + "; the next apply goes on"
}
