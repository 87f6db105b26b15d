package runner

import (
	"context"
	"errors"
	"time"

	"gesso/runner/budget"
	"gesso/runner/plan"
	"gesso/runner/provider"
)

// What became of an image, for those that need it.
var (
	errInDoubt = errors.New("its request is in doubt")
	errFailed  = errors.New("it failed")
	errStopped = errors.New("its provider was stopped")
	errTainted = errors.New("its picture fails a postcondition")
	errUnmade  = errors.New("its request made nothing, and waits for a decision")
)

// judge sorts a unit's error: what concerns its images alone is noted, and what
// they made impossible is skipped.
func (r *run) judge(ctx context.Context, u *unit, err error, started time.Time) error {
	var broken *brokenError
	if errors.As(err, &broken) {
		r.stop(&StoppedError{Err: broken})
		r.block(u, u.changes, errFailed)
		return broken
	}
	for _, part := range partsOf(u, err) {
		one := []*plan.Change{part.change}
		if why, ended := endedBy(ctx, part.err); ended {
			r.postpone(u, one, why)
			continue
		}
		r.distrust(part)
		r.fail(part.change, part.err, started)
		r.block(u, one, part.err)
	}
	return nil
}

// endedBy reports whether an error says only that a context has ended, and why that
// is where it is not an interrupt. A question that was cut can be told as one of the
// network, which it is not.
func endedBy(ctx context.Context, err error) (why *StoppedError, ended bool) {
	if errors.As(err, &why) {
		return why, true
	}
	return stopped(ctx), ctx.Err() != nil && errors.Is(err, context.Canceled)
}

// distrust ends the buying where a free question was refused for a reason that every
// purchase shares: what is bought then could not be collected.
func (r *run) distrust(p part) {
	var failure *provider.Error
	if !errors.As(p.err, &failure) || !failure.Class.Stops() || failure.Charge() == provider.NotCharged {
		return
	}
	if l := r.lanes[p.change.Worker()]; l != nil {
		l.halt(p.err)
	}
}

// block marks the units that need an image that was not made.
func (r *run) block(u *unit, changes []*plan.Change, err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	why := errFailed
	switch {
	case errors.Is(err, errInDoubt):
		why = errInDoubt
	case errors.Is(err, budget.ErrExceeded):
		why = budget.ErrExceeded
	case errors.Is(err, errStopped):
		why = errStopped
	case errors.Is(err, errTainted):
		why = errTainted
	}
	for _, d := range u.dependents {
		for _, c := range changes {
			if d.blocked == nil && d.needs(c.Address) {
				d.blocked = &Outcome{Address: c.Address, Err: why}
			}
		}
	}
}

func (u *unit) needs(address string) bool {
	for _, needed := range u.changes[0].Declared.Needs {
		if needed == address {
			return true
		}
	}
	return false
}

// postpone leaves changes of a unit to the next run because nothing more is
// asked of their provider. Nil is an interrupt, which leaves all alike.
func (r *run) postpone(u *unit, changes []*plan.Change, why *StoppedError) {
	if why == nil {
		return
	}
	for _, c := range changes {
		if c.Action == plan.Resume || r.pending(c) != nil {
			continue // it was sent: account tells of it
		}
		r.tally.note(c)
		r.mu.Lock()
		r.result.Skipped = append(r.result.Skipped, Outcome{c.Address, why})
		r.mu.Unlock()
	}
	r.block(u, changes, errStopped)
}

// skip notes a unit that was not tried, and what that makes impossible in turn.
func (r *run) skip(u *unit, why Outcome) {
	for _, c := range u.changes {
		err := &SkippedError{Needs: why.Address, Err: why.Err}
		if errors.Is(why.Err, budget.ErrExceeded) {
			r.fail(c, err, time.Now()) // it was left out as well
			continue
		}
		r.tally.note(c)
		r.tell(Event{Kind: Skipped, Address: c.Address, Action: c.Action, Err: err})
		r.mu.Lock()
		r.result.Skipped = append(r.result.Skipped, Outcome{c.Address, err})
		r.mu.Unlock()
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, d := range u.dependents {
		if d.blocked == nil {
			d.blocked = &Outcome{Address: u.changes[0].Address, Err: errSkipped}
			if errors.Is(why.Err, budget.ErrExceeded) {
				d.blocked.Err = budget.ErrExceeded
			}
		}
	}
}

// SkippedError says why an image was not tried.
type SkippedError struct {
	Needs string // the address of the image that it needs
	Err   error  // what became of that one
}

func (e *SkippedError) Error() string { return "it needs " + e.Needs + ", and " + e.Err.Error() }

func (e *SkippedError) Unwrap() error { return e.Err }

var errSkipped = errors.New("it was skipped")

// brokenError is a failure of gesso's own files: the run cannot go on.
type brokenError struct{ error }

func (e *brokenError) Unwrap() error { return e.error }

// partError is the failure of some of a unit's images.
type partError struct{ parts []part }

type part struct {
	change *plan.Change
	err    error
}

func (e *partError) Error() string { return e.parts[0].err.Error() }

// orNil is the error, or nil when nothing has failed.
func (e *partError) orNil() error {
	if len(e.parts) == 0 {
		return nil
	}
	return e
}

// partsOf is an error of a unit as one of each change that it concerns.
func partsOf(u *unit, err error) []part {
	var each *partError
	if err == nil || errors.As(err, &each) {
		if each == nil {
			return nil
		}
		return each.parts
	}
	parts := make([]part, len(u.changes))
	for n, c := range u.changes {
		parts[n] = part{c, err}
	}
	return parts
}
