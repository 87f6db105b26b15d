package runner

import (
	"fmt"
	"io"
	"path"
	"time"

	"gesso/runner/picture"
	"gesso/runner/plan"
	"gesso/state"
	"gesso/state/disk"
)

// TaintedError is a picture that fails a postcondition.
type TaintedError struct {
	Why   string // what the failed postconditions say
	Look  string // where the picture can be seen; "" where it is only in the store
	Again error  // why no further one was bought, where attempts allow one; else nil

	price *float64 // of the picture, when it was bought in this run and has one
}

func (e *TaintedError) Error() string {
	text := errTainted.Error() + ": " + e.Why
	if e.Look != "" {
		text += " It is at " + e.Look + "."
	}
	if e.Again != nil {
		text += " No further attempt was made: " + e.Again.Error() + "."
	}
	return text + " -replace buys another"
}

// Is makes every TaintedError the same kind of failure.
func (e *TaintedError) Is(target error) bool { return target == errTainted }

// noteWaiting notes the changes that wait for a decision. A run does nothing
// for them but to show the pictures.
func (r *run) noteWaiting() {
	for _, c := range r.plan.Changes {
		if c.Action.Waits() {
			r.tally.note(c)
		}
		switch c.Action {
		case plan.InDoubt:
			r.result.InDoubt = append(r.result.InDoubt, Outcome{c.Address, &DoubtError{Pending: *c.Call}})
		case plan.Unmade:
			r.result.Failed = append(r.result.Failed, Outcome{c.Address, c.Held})
		case plan.Tainted:
			r.result.Failed = append(r.result.Failed, Outcome{c.Address, r.taint(c, c.Picture, c.Unmet())})
		}
	}
}

// consent takes the changes out of a unit that a precondition forbids, which
// the plan could not tell before the pictures that it looks at were made.
func (r *run) consent(u *unit, started time.Time) {
	var allowed []*plan.Change
	for _, c := range u.changes {
		if err := r.Evaluation.MayBuy(c); err != nil {
			r.fail(c, err, started)
			r.block(u, []*plan.Change{c}, err)
			continue
		}
		allowed = append(allowed, c)
	}
	u.changes = allowed
}

// taint is the failure of a change whose picture fails a postcondition, once
// the picture can be seen somewhere.
func (r *run) taint(c *plan.Change, p *state.Picture, why string) error {
	w := r.Workspace
	look := c.LookAt(p, func() string {
		if w.Outputs().HasAside(c.Path) {
			return path.Join(disk.AsideDir, c.Path)
		}
		if !w.Store().Has(p.Artifact) {
			return ""
		}
		return r.setAside(c, p)
	})
	return &TaintedError{Why: why, Look: look}
}

// keepAside ends the work on a new picture that fails a postcondition and is
// recorded so.
func (r *run) keepAside(c *plan.Change, record *state.Record, bought bool) error {
	failure := &TaintedError{Why: record.Tainted, Look: r.setAside(c, &record.Picture)}
	if bought {
		failure.price = c.Price
		r.tally.bring(c)
	}
	return failure
}

// setAside puts a copy of a picture where a user can look at it, and returns
// where. Without the copy nothing is lost: the store has the picture.
func (r *run) setAside(c *plan.Change, p *state.Picture) string {
	w := r.Workspace
	err := w.Outputs().SetAside(c.Path, func(to io.Writer) error {
		if err := w.Store().Verify(p.Artifact); err != nil {
			return err
		}
		artifact, err := w.Store().Open(p.Artifact)
		if err != nil {
			return err
		}
		defer artifact.Close()
		if format, _ := picture.FormatOf(c.Path); format != p.Format {
			return r.convert(to, artifact, format)
		}
		_, err = io.Copy(to, artifact)
		return err
	})
	look := path.Join(disk.AsideDir, c.Path)
	if err != nil {
		r.tell(Event{Kind: Warned, Address: c.Address, Action: c.Action, Err: fmt.Errorf("its picture cannot be shown at %s: %w", look, err)})
		return ""
	}
	return look
}
