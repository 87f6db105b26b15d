package runner

import (
	"context"
	"errors"
	"time"

	"gesso/runner/buy"
	"gesso/runner/collect"
	"gesso/runner/picture"
	"gesso/runner/plan"
	"gesso/runner/provider"
	"gesso/runner/traffic"
	"gesso/runner/upload"
	"gesso/runner/walk"
	"gesso/state/disk"
)

// lane is one account at work in a run. Each has its own limits, its own
// questions about running tasks, and its own end: a provider that refuses
// everything holds up nobody who does not need it.
//
// What ends early is the buying alone. What is paid for is collected all the same,
// which takes no money: an account that is empty still has its pictures.
type lane struct {
	plan.Account
	ctx     context.Context // of what is free: ends with the run
	buying  context.Context // ends with ctx, or when every other purchase would fail alike
	halt    func(error)     // ends the buying
	slots   *walk.Lane
	buy     *buy.Desk
	collect *collect.Desk
	sources *upload.Sources
}

// openLane starts the work with an account. It is over when ctx is.
func (r *run) openLane(ctx context.Context, a plan.Account, tools Tools, uploads *disk.Uploads, memory *picture.Memory) *lane {
	c, name := tools.Connections[a.Name], r.nameOf(a)
	c.Limits = c.Limits.WithDefaults()
	buying, stop := context.WithCancelCause(ctx)
	l := &lane{Account: a, ctx: ctx, buying: buying, slots: r.walk.Lane(c.Limits.Parallelism), collect: newDesk(ctx, a, c)}
	l.halt = func(err error) {
		if !reachable(err) {
			l.collect.Poller.Hurry() // nobody waits for a provider that is not there
		}
		stop(&StoppedError{Provider: name, Err: err})
	}
	l.buy = &buy.Desk{
		Log: r.log, Provider: c.Provider, Gate: traffic.NewGate(tools.inWork(c.Limits)), Poller: l.collect.Poller, Timeout: c.Limits.Timeout, Halt: l.halt,
		Sending: func(o buy.Order) { r.books.each(Sending, o.Addresses) },
		Throttled: func(o buy.Order, wait time.Duration, err error) {
			r.books.throttle(Event{Kind: Throttled, Address: o.Addresses[0], Provider: name, Wait: wait, Err: err})
		},
	}
	l.sources = upload.New(upload.Config{
		Provider: c.Provider, Endpoint: a.Endpoint, Accounts: r.plan.Accounts, Store: tools.Workspace.Store(), Place: tools.Place,
		Records: r.journal, Remembered: uploads, Memory: memory,
		Gives: func(ctx context.Context, url, sum string) bool { return r.collector.Gives(ctx, l.collect, url, sum) }, Have: r.haveSource,
	})
	return l
}

// over is the context whose cause tells why a purchase has ended, once it has: the run's if
// that has ended, since the buying, which depends on it, may end a moment later.
func (l *lane) over() context.Context {
	if l.ctx.Err() != nil {
		return l.ctx
	}
	return l.buying
}

// newDesk is where the pictures of an account are collected. It is closed when ctx ends.
func newDesk(ctx context.Context, a plan.Account, c Connection) *collect.Desk {
	limits := c.Limits.WithDefaults()
	return &collect.Desk{Provider: c.Provider, Poller: traffic.NewPoller(ctx, c.Provider, limits, c.Hints), Name: a.RecordedAs, Title: a.Name, MaxBytes: limits.PictureBytes}
}

// reachable reports whether a failure is not of the network: the provider is there.
func reachable(err error) bool {
	var failure *provider.Error
	return !errors.As(err, &failure) || failure.Class != provider.Network
}

// inWork returns a lane's limits, with no more images at once than the run permits.
func (t Tools) inWork(limits traffic.Limits) traffic.Limits {
	if t.Parallelism > 0 {
		limits.Parallelism = min(limits.Parallelism, t.Parallelism)
	}
	return limits
}

// nameOf is what messages call an account; "" where there is no other to confuse it with.
func (r *run) nameOf(a plan.Account) string {
	if len(r.plan.Accounts) < 2 {
		return ""
	}
	return a.Name
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
