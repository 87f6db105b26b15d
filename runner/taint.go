package runner

import (
	"fmt"
	"io"
	"path"
	"strings"
	"time"

	"github.com/hashicorp/hcl/v2"

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

// RefusedError says which preconditions are not met. Nothing was bought.
type RefusedError struct{ Diags hcl.Diagnostics }

func (e *RefusedError) Error() string {
	said := make([]string, len(e.Diags))
	for i, d := range e.Diags {
		said[i], _, _ = strings.Cut(d.Detail, "\n\n")
	}
	return "nothing was bought, because a condition is not met: " + strings.Join(said, " ")
}

// keeps reports whether the record has a picture of the change's request.
func (c *Change) keeps() bool { return hasPicture(c.Before) && c.Before.Key == c.key }

// unmet is what the postconditions that a picture fails say, while a plan is
// made.
func (c *Change) unmet(p *state.Picture) string { return c.instance.Judge(recall(p)) }

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
	if !c.instance.Judged() {
		return nil
	}
	return p.library.rejected(c.Address, c.key)
}

// taint plans to leave a picture that fails a postcondition where it is. What
// depends on it can be evaluated, but not bought.
func (p *planner) taint(c *Change, tainted *state.Picture, why string) *spec.Picture {
	c.Action, c.tainted, c.Reasons = Tainted, tainted, []Reason{{Cause: Unmet, New: why}}
	c.look = c.lookAt(p.Workspace)
	return recall(tainted)
}

// lookAt is where the tainted picture of a change can be seen, now or after the
// next run: as the output, if it was placed before the condition was there, or
// aside. It is "" when the picture is not here, as in a fresh clone.
func (c *Change) lookAt(w *state.Workspace) string {
	switch {
	case c.placed():
		return c.Before.Path
	case w.Store().Has(c.tainted.Artifact) || w.Outputs().HasAside(c.Path):
		return path.Join(state.AsideDir, c.Path)
	}
	return ""
}

func (c *Change) placed() bool {
	return c.Before != nil && c.Before.Tainted == "" && c.Before.Output != "" && c.Before.Artifact == c.tainted.Artifact
}

// Unmet is what the postconditions that the picture of a tainted change fails
// say.
func (c *Change) Unmet() string { return c.Reasons[0].New }

// Look is where the picture of a tainted change can be seen; "" when it is not
// here.
func (c *Change) Look() string { return c.look }

// waiting is why what needs a change that waits for a decision is not done.
func (c *Change) waiting() error {
	if c.Action == Tainted {
		return errTainted
	}
	return errInDoubt
}

// tellWaiting says of changes that need one which waits for a decision that
// they wait as well.
func (p *planner) tellWaiting(plan *Plan) {
	for _, c := range plan.Changes {
		if !c.Action.Paid() {
			continue
		}
		for _, address := range c.instance.DependsOn {
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
			r.result.InDoubt = append(r.result.InDoubt, Outcome{c.Address, &DoubtError{Pending: *c.pending}})
		case Tainted:
			r.result.Failed = append(r.result.Failed, Outcome{c.Address, r.taint(c, c.tainted, c.Unmet())})
		}
	}
}

// unmet is what the postconditions say that a picture fails, now that all that
// they look at is there.
func (r *run) unmet(c *Change, p *state.Picture) string {
	if c.instance == nil || !c.instance.Judged() {
		return ""
	}
	r.evaluation.Lock()
	defer r.evaluation.Unlock()
	if c.instance.Undecided() {
		if diags := r.renew(c.instance); diags.HasErrors() {
			return "The conditions cannot be evaluated: " + diags.Error() + "."
		}
	}
	return r.plan.expansion.Judge(c.instance, recall(p))
}

// consent takes the changes out of a unit that a precondition forbids, which
// the plan could not tell before the pictures that it looks at were made.
func (r *run) consent(u *unit, started time.Time) {
	var allowed []*Change
	for _, c := range u.changes {
		if err := r.refuse(c); err != nil {
			r.fail(c, err, started)
			r.block(u, []*Change{c}, err)
			continue
		}
		allowed = append(allowed, c)
	}
	u.changes = allowed
}

func (r *run) refuse(c *Change) error {
	if !c.instance.Undecided() {
		return nil // the plan has told
	}
	r.evaluation.Lock()
	defer r.evaluation.Unlock()
	if diags := r.renew(c.instance); diags.HasErrors() {
		return diags
	}
	if refused := append(c.instance.Refused(), c.instance.Hopeless()...); len(refused) > 0 {
		return &RefusedError{refused}
	}
	return nil
}

// learnRejected ends a change whose request, once it was known, turned out to be
// one that a picture was bought for which fails a postcondition. It reports
// whether it is.
func (r *run) learnRejected(c *Change) (bool, error) {
	if !c.instance.Judged() {
		return false, nil
	}
	rejected := r.plan.library.rejected(c.Address, c.key)
	if rejected == nil {
		return false, nil
	}
	return true, r.taint(c, rejected, r.unmet(c, rejected))
}

// taint is the failure of a change whose picture fails a postcondition, once
// the picture can be seen somewhere.
func (r *run) taint(c *Change, p *state.Picture, why string) error {
	w := r.plan.situation.Workspace
	c.tainted = p
	look := c.lookAt(w)
	if look != "" && !c.placed() && !w.Outputs().HasAside(c.Path) {
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
		r.result.Cost.add(c)
		r.mu.Unlock()
	}
	return failure
}

// setAside puts a copy of a picture where a user can look at it, and returns
// where. Without the copy nothing is lost: the store has the picture.
func (r *run) setAside(c *Change, p *state.Picture) string {
	w := r.plan.situation.Workspace
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
