package plan

import (
	"fmt"
	"strings"
	"sync"

	"github.com/hashicorp/hcl/v2"

	"gesso/runner/provider"
	"gesso/spec/eval"
	"gesso/state"
	"gesso/state/disk"
)

// Evaluation completes a plan while it is carried out: it evaluates changes
// again, with the pictures that are recorded by then. It is safe for concurrent
// use, and each change is one goroutine's at a time.
type Evaluation struct {
	plan    *Plan
	records Records

	mu    sync.Mutex      // guards the plan's expansion, and what follows
	taken map[*Stray]bool // taken up by a change
}

// Records tells what is recorded at an address now; nil is nothing. A journal
// does, while a run writes it.
type Records interface {
	Get(address string) *state.Record
}

// Evaluate returns what completes the plan in one run of it.
func (p *Plan) Evaluate(now Records) *Evaluation {
	return &Evaluation{plan: p, records: now, taken: map[*Stray]bool{}}
}

// Learn completes a change whose request was not known when the plan was made,
// and returns what is to be done for it now:
//
//   - its own action, when there is no way around paying for it;
//   - None, Place or Restore, when the recorded picture is what is wanted. The
//     latter two are then the change's action;
//   - Resume or InDoubt, for a call of an earlier run, which is the change's Call;
//   - Reuse or Tainted, for a picture that is there, which is the change's Picture.
//
// What the change depends on must be done before.
func (e *Evaluation) Learn(c *Change) (Action, error) {
	if err := e.refresh(c); err != nil {
		return c.Action, err
	}
	changed, _ := triggered(c, e.replaced)
	early, _ := ordered(c, e.ownCalls(c))
	c.Replace = c.asked || len(changed)+len(early) > 0
	if !c.Replace && c.keeps() && !e.plan.Supply.lost(c.Before) {
		return e.learnKept(c)
	}
	if stray := e.takeStray(c); stray != nil {
		c.Call, c.Home, c.Lent = &stray.Pending, stray.Home, stray.Address != c.Address
		if stray.InDoubt() {
			return InDoubt, nil
		}
		return Resume, nil
	}
	accepts := func(p *state.Picture) bool { return e.Unmet(c, p) == "" }
	if c.Replace {
		return e.learnReplaced(c, accepts)
	}
	picture, err := e.plan.library.take(c, accepts)
	if err != nil {
		return c.Action, err
	}
	if picture != nil {
		c.Picture = picture
		return Reuse, nil
	}
	if !c.Instance.Judged() {
		return c.Action, nil
	}
	if rejected := e.plan.library.rejected(c.Address, c.Keys()); rejected != nil {
		c.Picture = rejected
		return Tainted, nil
	}
	return c.Action, nil
}

// learnReplaced ends the learning of a change whose picture is to be replaced.
func (e *Evaluation) learnReplaced(c *Change, accepts func(*state.Picture) bool) (Action, error) {
	picture, err := e.plan.library.takeMade(c, accepts)
	if picture == nil {
		return c.Action, err
	}
	c.Picture, c.Replace = picture, false
	return Reuse, nil
}

// learnKept ends the learning of a change whose request turned out to be the
// recorded one: the picture stays, and only the output may need something.
func (e *Evaluation) learnKept(c *Change) (Action, error) {
	if e.Unmet(c, &c.Before.Picture) != "" {
		c.Picture = &c.Before.Picture
		return Tainted, nil
	}
	if c.Before.Path != c.Path || c.Before.Tainted != "" {
		c.Action = Place
		return Place, nil
	}
	status, err := e.plan.Situation.Workspace.Outputs().Check(c.Path, c.Before.Output)
	if err != nil {
		return c.Action, err
	}
	if status == disk.Same {
		return None, nil
	}
	c.Action = Restore
	return Restore, nil
}

// Complete evaluates a change again about which something was not known when it
// was evaluated last: of its request, or of what replaces its picture.
func (e *Evaluation) Complete(c *Change) error {
	if c.Known() && complete(c.Instance) {
		return nil
	}
	return e.refresh(c)
}

// refresh evaluates a change's arguments with the pictures that are there now.
func (e *Evaluation) refresh(c *Change) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	i := c.Instance
	if !complete(i) {
		if diags := e.renew(i); diags.HasErrors() {
			return diags
		}
	}
	source, err := e.source(i)
	if err != nil {
		return err
	}
	c.Request = newRequest(c.Account.Kind, i, source)
	keepIgnored(c, nil)
	c.Key = c.Request.Key()
	c.settleKind(nil)
	c.renew()
	c.Price = c.Account.price(c.Request.Model)
	check := e.plan.Situation.Check
	if check == nil {
		return nil
	}
	for _, problem := range check(c.Request.Model, c.Request.Size, i.IsEdit()) {
		if !problem.Warning {
			return &InvalidError{problem}
		}
	}
	return nil
}

// renew evaluates an instance again. The caller holds e.mu.
func (e *Evaluation) renew(i *eval.Instance) hcl.Diagnostics {
	return e.plan.expansion.Refresh(i, func(other *eval.Instance) *eval.Picture {
		if record := e.records.Get(other.Address); record.HasPicture() {
			return recall(&record.Picture)
		}
		return nil
	})
}

// source is an instance's edit source as it stands in a request.
func (e *Evaluation) source(i *eval.Instance) (state.Source, error) {
	switch {
	case i.Source.URL != "":
		return state.Source{Form: state.URLSource, Value: i.Source.URL}, nil
	case i.Source.File != "":
		d, err := DigestSource(e.plan.Situation.Config.Place(i.Source.File))
		return d.Source(e.plan.all[i.Address].recordedSource()), err
	case i.Source.Image != "":
		record := e.records.Get(i.Source.Image)
		if !record.HasPicture() {
			return state.Source{}, fmt.Errorf("its source %s has no picture", i.Source.Image)
		}
		return state.Source{Form: state.ContentSource, Value: record.Identity()}, nil
	}
	return state.Source{}, nil
}

// replaced is for triggered in a run, when what an image refers to is done.
func (e *Evaluation) replaced(address string) bool {
	c := e.plan.all[address]
	now := e.records.Get(address)
	return c != nil && c.Before.HasPicture() && now.HasPicture() && now.Identity() != c.Before.Identity()
}

// ownCalls are the calls of a change's address that no change has taken up.
func (e *Evaluation) ownCalls(c *Change) []*state.Pending {
	var calls []*state.Pending
	for _, s := range e.Strays() {
		if s.Address == c.Address {
			calls = append(calls, &s.Pending)
		}
	}
	return calls
}

// takeStray gives a call of an earlier run to whoever would pay for its key.
func (e *Evaluation) takeStray(c *Change) *Stray {
	e.mu.Lock()
	defer e.mu.Unlock()
	for i := range e.plan.Strays {
		s := &e.plan.Strays[i]
		if c.accepts(&s.Pending) && !e.taken[s] {
			e.taken[s] = true
			return s
		}
	}
	return nil
}

// Strays are the plan's, without those that a change has taken up by now.
func (e *Evaluation) Strays() []*Stray {
	e.mu.Lock()
	defer e.mu.Unlock()
	var left []*Stray
	for i := range e.plan.Strays {
		if s := &e.plan.Strays[i]; !e.taken[s] {
			left = append(left, s)
		}
	}
	return left
}

// Unmet is what the postconditions say that a picture of a change fails, now that
// all that they look at is there; "" when it fails none.
func (e *Evaluation) Unmet(c *Change, p *state.Picture) string {
	if c.Instance == nil || !c.Instance.Judged() {
		return ""
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	if c.Instance.Undecided() {
		if diags := e.renew(c.Instance); diags.HasErrors() {
			return "The conditions cannot be evaluated: " + diags.Error() + "."
		}
	}
	return e.plan.expansion.Judge(c.Instance, recall(p))
}

// Refuse tells which preconditions forbid to buy a change's picture, which the
// plan could not tell before the pictures that they look at were made. The error
// is a *RefusedError, or says that they cannot be evaluated.
func (e *Evaluation) Refuse(c *Change) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	if c.Instance.Undecided() { // else the plan has told, or what the change has learned has decided it
		if diags := e.renew(c.Instance); diags.HasErrors() {
			return diags
		}
	}
	if refused := append(c.Instance.Refused(), c.Instance.Hopeless()...); len(refused) > 0 {
		return &RefusedError{refused}
	}
	return nil
}

// InvalidError is a request that the provider would refuse, by its own rules. It was
// not asked, so that nothing is charged.
type InvalidError struct{ Problem provider.Problem }

func (e *InvalidError) Error() string { return "invalid request: " + e.Problem.Detail }

// Advice is what a user can do about it.
func (e *InvalidError) Advice() string { return "correct the image's arguments" }

// RefusedError says which preconditions are not met. Nothing was bought.
type RefusedError struct{ Diags hcl.Diagnostics }

func (e *RefusedError) Error() string {
	said := make([]string, len(e.Diags))
	for i, d := range e.Diags {
		said[i], _, _ = strings.Cut(d.Detail, "\n\n")
	}
	return "nothing was bought, because a condition is not met: " + strings.Join(said, " ")
}
