package runner

import (
	"context"

	"gesso/runner/plan"
	"gesso/runner/walk"
	"gesso/state"
)

// TaintedError is the failure of an image whose picture fails a postcondition, or was rejected by a person.
type TaintedError struct {
	Why   string // what the failed postconditions say, or the person
	Look  string // where the picture can be seen; "" where it is only in the store
	Again error  // why no further one was bought, where attempts allow one; else nil

	rejected bool     // a person has rejected it, as Why says
	pinned   bool     // the configuration says that it is the picture
	price    *float64 // of the picture, when it was bought in this run and has one
}

func (e *TaintedError) Error() string {
	text := walk.Tainted.Became() + ": " + e.Why
	if e.rejected {
		text = e.Why + "."
	}
	if e.Look != "" {
		text += " It is at " + e.Look + "."
	}
	if e.Again != nil {
		text += " No further attempt was made: " + e.Again.Error() + "."
	}
	another := "-replace buys another"
	if e.pinned {
		another = "it is pinned: another pin, or none, allows another"
	}
	if e.rejected {
		return text + " An approval brings it back, and " + another
	}
	return text + " " + another
}

// consent takes those changes out of a unit that a precondition forbids, as only the
// pictures that were made since can tell.
func (r *run) consent(u *unit) { r.sift(u, r.evaluation.MayBuy) }

// seat takes those changes out of a unit whose pictures could not be placed. The plan has
// looked, and the directory may have changed since.
func (r *run) seat(u *unit) {
	check := r.placer.Check()
	r.sift(u, func(c *plan.Change) error { return check(c.Path) })
}

// sift ends the work on those changes of a unit for which forbids returns an error.
func (r *run) sift(u *unit, forbids func(*plan.Change) error) {
	var allowed []*plan.Change
	for _, c := range u.changes {
		if err := forbids(c); err != nil {
			r.give(u, c, err)
			continue
		}
		allowed = append(allowed, c)
	}
	u.changes = allowed
}

// taint is the failure of a change whose picture fails a postcondition, once
// the picture can be seen somewhere.
func (r *run) taint(ctx context.Context, c *plan.Change, p *state.Picture, why string) error {
	look := c.LookAt(p, func() string { return r.placer.Show(ctx, outputOf(c), p) })
	if v := c.Rejection(); v != nil {
		return rejected(c, v, look)
	}
	return &TaintedError{Why: why, Look: look, pinned: pinned(c)}
}

// pinned reports whether the configuration says which picture an image has.
func pinned(c *plan.Change) bool { return c.Declared != nil && c.Declared.Pin != "" }

// rejected is the failure of a change whose picture a person has rejected.
func rejected(c *plan.Change, v *state.Review, look string) *TaintedError {
	return &TaintedError{Why: "it was " + plan.Decided(v).String(), Look: look, rejected: true, pinned: pinned(c)}
}

// putAside ends the work on a new picture that fails a postcondition and is
// recorded so.
func (r *run) putAside(ctx context.Context, c *plan.Change, record *state.Record) error {
	look := r.placer.Aside(ctx, outputOf(c), &record.Picture)
	failed := &TaintedError{Why: record.Tainted, Look: look, pinned: pinned(c)}
	if v := r.journal.Get(c.Address).Rejected(&record.Picture); v != nil {
		failed = rejected(c, v, look)
	}
	failed.price = r.books.bring(c)
	return failed
}
