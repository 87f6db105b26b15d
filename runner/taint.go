package runner

import (
	"fmt"
	"io"
	"path"
	"time"

	"gesso/runner/picture"
	"gesso/spec"
	"gesso/state"
)

// A picture that fails a postcondition was paid for: it is recorded as its
// image's picture, stays in the store, and is not placed. Another one is bought
// when a user says so, with -replace, with attempts, or by changing the
// request; and when the condition is changed so that the picture meets it, it is
// placed for nothing. So the conditions are judged in every plan, and what the
// record says of a taint is only that the output at its path is an older one.

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

// keeps reports whether the record has a picture of the change's request.
func (c *Change) keeps() bool { return c.Before.HasPicture() && c.Before.Key == c.Key }

// unmet is what the postconditions that a picture fails say, while a plan is
// made.
func (c *Change) unmet(p *state.Picture) string { return c.Instance.Judge(recall(p)) }

func (c *Change) meets(p *state.Picture) bool { return c.unmet(p) == "" }

// unmetBefore is unmet for the recorded picture, if that would be kept.
func (c *Change) unmetBefore() string {
	if !c.keeps() {
		return ""
	}
	return c.unmet(&c.Before.Picture)
}

// rejected is a picture that was bought for the change and fails a
// postcondition, or nil.
func (p *planner) rejected(c *Change) *state.Picture {
	if !c.Instance.Judged() {
		return nil
	}
	return p.library.rejected(c.Address, c.Key)
}

// taint plans to leave a picture that fails a postcondition where it is. What
// depends on it can be evaluated, but not bought.
func (p *planner) taint(c *Change, tainted *state.Picture, why string) *spec.Picture {
	c.Action, c.Picture, c.Reasons = Tainted, tainted, []Reason{{Cause: Unmet, New: why}}
	c.Look = c.LookAt(p.Workspace, tainted)
	return recall(tainted)
}

// LookAt is where a picture of the change that fails a postcondition can be seen,
// now or after the next run: as the output, if it was placed before the condition
// was there, or aside. It is "" when the picture is not here, as in a fresh clone.
func (c *Change) LookAt(w *state.Workspace, p *state.Picture) string {
	placed := c.Before != nil && c.Before.Tainted == "" && c.Before.Output != "" && c.Before.Artifact == p.Artifact
	switch {
	case placed:
		return c.Before.Path
	case w.Store().Has(p.Artifact) || w.Outputs().HasAside(c.Path):
		return path.Join(state.AsideDir, c.Path)
	}
	return ""
}

// Unmet is what the postconditions that the picture of a tainted change fails
// say.
func (c *Change) Unmet() string { return c.Reasons[0].New }

// tellWaiting says of changes that need one which waits for a decision that
// they wait as well.
func (p *planner) tellWaiting(plan *Plan) {
	for _, c := range plan.Changes {
		if !c.Action.Paid() {
			continue
		}
		for _, address := range c.Instance.DependsOn {
			if needed := p.changes[address]; needed != nil && needed.Action.Waits() {
				c.Reasons = append(c.Reasons, Reason{Cause: Waits, New: address})
			}
		}
	}
}

// noteWaiting notes the changes that wait for a decision. A run does nothing
// for them but to show the pictures.
func (r *run) noteWaiting() {
	for _, c := range r.plan.Changes {
		switch c.Action {
		case InDoubt:
			r.result.InDoubt = append(r.result.InDoubt, Outcome{c.Address, &DoubtError{Pending: *c.Call}})
		case Tainted:
			r.result.Failed = append(r.result.Failed, Outcome{c.Address, r.taint(c, c.Picture, c.Unmet())})
		}
	}
}

// consent takes the changes out of a unit that a precondition forbids, which
// the plan could not tell before the pictures that it looks at were made.
func (r *run) consent(u *unit, started time.Time) {
	var allowed []*Change
	for _, c := range u.changes {
		if err := r.evaluation.Refuse(c); err != nil {
			r.fail(c, err, started)
			r.block(u, []*Change{c}, err)
			continue
		}
		allowed = append(allowed, c)
	}
	u.changes = allowed
}

// taint is the failure of a change whose picture fails a postcondition, once
// the picture can be seen somewhere.
func (r *run) taint(c *Change, p *state.Picture, why string) error {
	w := r.plan.Situation.Workspace
	look := c.LookAt(w, p)
	if look == path.Join(state.AsideDir, c.Path) && !w.Outputs().HasAside(c.Path) {
		look = r.setAside(c, p)
	}
	return &TaintedError{Why: why, Look: look}
}

// keepAside ends the work on a new picture that fails a postcondition and is
// recorded so.
func (r *run) keepAside(c *Change, record *state.Record, bought bool) error {
	failure := &TaintedError{Why: record.Tainted, Look: r.setAside(c, &record.Picture)}
	if bought {
		failure.price = c.Price
		r.mu.Lock()
		r.result.Cost.Add(c)
		r.mu.Unlock()
	}
	return failure
}

// setAside puts a copy of a picture where a user can look at it, and returns
// where. Without the copy nothing is lost: the store has the picture.
func (r *run) setAside(c *Change, p *state.Picture) string {
	w := r.plan.Situation.Workspace
	err := w.Outputs().SetAside(c.Path, func(to io.Writer) error {
		artifact, err := w.Store().Open(p.Artifact)
		if err != nil {
			return err
		}
		defer artifact.Close()
		if format, _ := picture.FormatOf(c.Path); format != p.Format {
			return picture.Convert(to, artifact, format)
		}
		_, err = io.Copy(to, artifact)
		return err
	})
	look := path.Join(state.AsideDir, c.Path)
	if err != nil {
		r.tell(Event{Kind: Warned, Address: c.Address, Action: c.Action, Err: fmt.Errorf("its picture cannot be shown at %s: %w", look, err)})
		return ""
	}
	return look
}
