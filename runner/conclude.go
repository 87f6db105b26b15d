package runner

import (
	"context"
	"errors"

	"gesso/runner/budget"
	"gesso/runner/buy"
	"gesso/runner/log"
	"gesso/runner/plan"
	"gesso/runner/provider"
	"gesso/runner/walk"
)

// conclude sorts a unit's error: what concerns its images alone is noted, and what
// they made impossible is skipped. What is left is an error of gesso's own files.
func (r *run) conclude(ctx context.Context, u *unit, err error) error {
	var broken *log.BrokenError
	if errors.As(err, &broken) {
		return broken
	}
	for _, part := range partsOf(u, err) {
		if why, ended := endedBy(ctx, part.err); ended {
			r.postpone(u, []*plan.Change{part.change}, why)
			continue
		}
		r.distrust(part)
		r.give(u, part.change, part.err)
	}
	return nil
}

// give ends the work on one change of a unit with a failure.
func (r *run) give(u *unit, c *plan.Change, err error) {
	r.books.fail(c, err)
	r.end(u, []*plan.Change{c}, became(err))
}

// end makes changes of a unit come to an end, apart from the others.
func (r *run) end(u *unit, changes []*plan.Change, end walk.State) {
	if u.Unit == nil {
		return
	}
	var images []string
	for _, c := range changes {
		images = append(images, c.Address)
	}
	r.walk.Set(r.walk.Part(u.Unit, images...), end)
}

// became is the end that a failure is.
func became(err error) walk.State {
	var skipped *SkippedError
	switch {
	case buy.InDoubt(err):
		return walk.InDoubt
	case errors.As(err, &skipped) && skipped.Need.State != walk.LeftOut:
		return walk.Skipped
	case errors.Is(err, budget.ErrExceeded), skipped != nil:
		return walk.LeftOut
	case errors.As(err, new(*TaintedError)):
		return walk.Tainted
	}
	return walk.Failed
}

// endedBy reports whether an error says only that a context has ended, and why it has: nil
// for an interrupt. A question that was cut looks like a failure of the network otherwise.
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

// postpone leaves changes of a unit to the next run because nothing more is
// asked of their provider. Nil is an interrupt, which leaves all alike.
func (r *run) postpone(u *unit, changes []*plan.Change, why *StoppedError) {
	if why == nil {
		r.end(u, changes, walk.Left)
		return
	}
	for _, c := range changes {
		sent := c.Action == plan.Resume || pending(r.journal.Get(c.Address), r.books.intent(c)) != nil
		if !sent { // else account tells of it
			r.books.skip(c, why)
		}
	}
	r.end(u, changes, walk.Postponed)
}

// skip notes a unit that was not tried. What needs an image that the budget leaves out
// is left out as well.
func (r *run) skip(u *unit, need walk.Need) {
	err := &SkippedError{Need: need}
	end := became(err)
	for _, c := range u.changes {
		if end == walk.LeftOut {
			r.books.fail(c, err)
			continue
		}
		r.books.tell(Event{Kind: Skipped, Address: c.Address, Action: c.Action, Err: err})
		r.books.skip(c, err)
	}
	r.walk.Set(u.Unit, end)
}

// SkippedError says why an image was not tried.
type SkippedError struct{ Need walk.Need }

func (e *SkippedError) Error() string {
	return "it needs " + e.Need.Image + ", and " + e.Need.State.Became()
}

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
