package decide

import (
	"sync"

	"github.com/hashicorp/hcl/v2"

	"gesso/runner/decide/asking"
	"gesso/runner/decide/objections"
	"gesso/runner/decide/recalling"
	"gesso/runner/decide/refusals"
	"gesso/runner/opencalls"
	"gesso/runner/plan"
	"gesso/runner/sourcefile"
	"gesso/spec/eval"
	"gesso/state"
)

// Evaluation completes a plan while it is carried out: it evaluates changes
// again, with the pictures that are recorded by then. It is safe for concurrent
// use, and each change is one goroutine's at a time.
type Evaluation struct {
	ladder
	plan    *Prepared
	records Records
	mu      sync.Mutex // guards the plan's expansion
}

// Records tells what is recorded at an address now; nil is nothing. A journal
// does, while a run writes it.
type Records interface {
	Get(address string) *state.Record
}

// Evaluate returns what completes the plan in one run of it, for which the plan lets go of
// what decided it, if nothing is left to decide: it explains nothing any more.
func (p *Prepared) Evaluate(now Records) *Evaluation {
	if p.expansion != nil && !p.Empty() && !p.open() {
		p.expansion.Forget()
		p.all, p.edits = nil, nil
	}
	e := &Evaluation{plan: p, records: now}
	e.ladder = ladder{facts: e, accounts: p.situation.Accounts, supply: p.Supply, calls: opencalls.New(), library: p.library, edits: p.edits, staleAnew: p.situation.StaleAnew, replaceLost: p.situation.ReplaceLost}
	for i := range p.Strays {
		e.calls.Add(p.Strays[i].Address, &p.Strays[i].Call)
	}
	for _, call := range p.offered {
		e.calls.Offer(call.Address, call.Call)
	}
	return e
}

// open reports whether a run learns something of a change that the plan could not know.
func (p *Prepared) open() bool {
	for _, c := range p.all {
		if !c.complete() || c.Instance.Conditional() {
			return true
		}
	}
	return false
}

// Learn completes a change about which something was not known when the plan was
// made: of its request, or of what replaces its picture. It returns what is to be
// done for the change now:
//
//   - its own action, when that has not depended on it, or when there is no way
//     around paying;
//   - None, Place or Restore, when the recorded picture is what is wanted. The
//     latter two are then the change's action;
//   - Resume or InDoubt, for a call of an earlier run, which is the change's Call;
//   - Reuse or Tainted, for a picture that is there, which is the change's Picture.
//
// What the change depends on must be done before.
func (e *Evaluation) Learn(of *plan.Change) (plan.Action, error) {
	c := e.plan.all[of.Address]
	if c == nil {
		return of.Action, nil // the plan knew all
	}
	if c.Known() || !c.Action.Paid() {
		return c.Action, e.complete(c)
	}
	if err := e.refresh(c); err != nil {
		return c.Action, err
	}
	made, err := e.way(c)
	if err != nil {
		return c.Action, err
	}
	if made.action == plan.None {
		made = e.missing(c, needs(c, e.plan.situation.Workspace.Outputs().Check))
	}
	planned := c.Action
	e.choose(c, made)
	if made.action != plan.Place && made.action != plan.Restore {
		c.Action = planned
	}
	return made.action, nil
}

// complete evaluates a change again about which something was not known when it
// was evaluated last.
func (e *Evaluation) complete(c *change) error {
	if c.complete() {
		return nil
	}
	return e.refresh(c)
}

// complete reports whether all of what a change asks for is known.
func (c *change) complete() bool {
	return c.pinned() || c.Known() && asking.Complete(c.Instance)
}

// refresh evaluates a change's arguments with the pictures that are there now.
func (e *Evaluation) refresh(c *change) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	if !asking.Complete(c.Instance) {
		if diags := e.renew(c); diags.HasErrors() {
			return diags
		}
	}
	later, err := e.ask(c)
	if err != nil {
		return err
	}
	if len(later) > 0 {
		return &refusals.MissingError{Argument: later[0].Argument, Image: later[0].New}
	}
	return objections.Err(e.plan.situation.Check, c.Instance, &c.Request)
}

// renew evaluates a change's instance again. The caller holds e.mu.
func (e *Evaluation) renew(c *change) hcl.Diagnostics {
	defer c.Describe(nil)
	return e.plan.expansion.Refresh(c.Instance, func(other *eval.Instance) *eval.Picture {
		return recalling.OfRecord(e.records.Get(other.Address))
	})
}

// early: a run learns of a change when all that the change depends on is done.
func (e *Evaluation) early() bool { return false }

// picture is the one that an address has now.
func (e *Evaluation) picture(address string) *state.Picture {
	record := e.records.Get(address)
	if !record.HasPicture() {
		return nil
	}
	return &record.Picture
}

func (e *Evaluation) requested(address string) *state.Request {
	return e.records.Get(address).Asked()
}

// replaced reports whether an image has another picture than it had.
func (e *Evaluation) replaced(address string) bool {
	c, now := e.plan.all[address], e.picture(address)
	return c != nil && c.Before.HasPicture() && now != nil && now.Identity() != c.Before.Identity()
}

func (e *Evaluation) digest(name string) (sourcefile.Digest, error) {
	return sourcefile.Read(e.plan.situation.Config.Where(name))
}

// release: a run moves no records but those of the plan. The picture of an address
// that nothing declares is lent as any other.
func (e *Evaluation) release(*change) bool { return false }

// Strays are the plan's, without those that a change has taken up by now.
func (e *Evaluation) Strays() []*plan.Call { return e.calls.Left(e.plan.Strays) }

// Unmet is what the postconditions say that a picture of a change fails, now that
// all that they look at is there; "" when it fails none.
func (e *Evaluation) Unmet(of *plan.Change, p *state.Picture) string {
	c := e.plan.all[of.Address]
	if of.Declared == nil || c == nil {
		return ""
	}
	return e.unmet(c, p)
}

func (e *Evaluation) unmet(c *change, p *state.Picture) string {
	if !c.Instance.Judged() {
		return ""
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	if c.Instance.Undecided() {
		if diags := e.renew(c); diags.HasErrors() {
			return "The conditions cannot be evaluated: " + diags.Error() + "."
		}
	}
	return e.plan.expansion.Judge(c.Instance, recalling.Of(p))
}

// MayBuy tells why a change's picture may not be bought now, which the plan could not
// tell before the pictures that it depends on were made; nil is that it may. The error
// is a *plan.UnmadeError, a *refusals.RefusedError, or says that the conditions cannot be
// evaluated.
func (e *Evaluation) MayBuy(of *plan.Change) error {
	if err := e.hold(of); err != nil {
		return err
	}
	c := e.plan.all[of.Address]
	if c == nil {
		return nil // nor was there anything to tell
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	if c.Instance.Undecided() { // else the plan has told, or what the change has learned has decided it
		if diags := e.renew(c); diags.HasErrors() {
			return diags
		}
	}
	if refused := append(c.Instance.Refused(), c.Instance.Unsatisfiable()...); len(refused) > 0 {
		return &refusals.RefusedError{Diags: refused}
	}
	return nil
}
