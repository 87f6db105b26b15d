package plan

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/hashicorp/hcl/v2"

	"gesso/runner/budget"
	"gesso/runner/provider"
	"gesso/spec/diag"
	"gesso/spec/eval"
	"gesso/state"
	"gesso/state/disk"
)

// Situation is all that a plan is made from.
type Situation struct {
	Config    *eval.Config
	State     *state.State
	Workspace *disk.Workspace
	Accounts  Accounts

	// Check says what the provider has against a request, without asking it.
	Check func(model, size string, edit bool) []provider.Problem

	// Budget bounds what a run of the plan buys.
	Budget budget.Budget

	// Replace are addresses of images that are made anew, whatever there is.
	Replace []string

	// Unattended says that nobody is asked before the plan is carried out.
	Unattended bool

	// Destroy plans to remove everything instead of making what is declared.
	Destroy bool
}

// planner makes a plan. It decides instance by instance, in the order in which
// they are evaluated: each after those it depends on.
type planner struct {
	Situation
	moves
	sources *sources
	supply  *Supply
	library *library // nil in the first pass
	changes map[string]*Change
	calls   map[*state.Pending]bool // taken up by a change
	pending map[string][]*state.Pending
	diags   hcl.Diagnostics
	err     error
}

// Make compares what is declared with what exists. Diagnostics are the
// configuration's mistakes; an error is a file that could not be read. The plan
// is nil when either holds an error. It makes no request.
//
// What an image can reuse depends on what all the others keep, and what they
// keep is known only when all are evaluated. So a first pass finds who keeps
// the recorded picture; only when a picture is left to lend is there a second.
func Make(ctx context.Context, s Situation) (*Plan, hcl.Diagnostics, error) {
	if s.Destroy {
		return destroyPlan(ctx, s)
	}
	m, warnings := relocate(s.Config, s.State)
	s.State = m.state
	p := newPlanner(s, m)
	x, diags := p.expand()
	if diags.HasErrors() {
		return nil, append(warnings, diags...), nil
	}
	lib := openLibrary(s.Workspace, s.State, p.supply)
	again, err := p.anyTakeable(lib)
	if err != nil {
		return nil, append(warnings, diags...), err
	}
	if again {
		p = p.again(lib)
		x, diags = p.expand()
	}
	if diags = append(warnings, diags...); diags.HasErrors() || p.err != nil {
		return nil, diags, p.err
	}
	p.takeUpOthersCalls()
	p.tellUnmade(lib)
	if err := p.checkOutputs(ctx); err != nil {
		return nil, diags, err
	}
	p.tellSought(lib)
	p.tellMoved()
	found, err := p.checkFiles(ctx)
	if diags = append(diags, found...); diags.HasErrors() || err != nil {
		return nil, diags, err
	}
	plan := p.plan(x)
	plan.library = lib
	if err := plan.noteFiles(ctx); err != nil {
		return nil, diags, err
	}
	diags = append(diags, plan.checkPrevented()...)
	if diags.HasErrors() {
		return nil, diags, nil
	}
	return plan, diags, nil
}

// expand decides about every instance and tells of the configuration's
// mistakes.
func (p *planner) expand() (*eval.Expansion, hcl.Diagnostics) {
	x, diags := p.Config.Expand(p.decide)
	diags = append(diags, p.checkReplaced()...)
	diags = append(diags, p.Config.Conceal(diag.MergeRepeated(p.diags))...)
	return x, append(diags, x.Checks()...)
}

func newPlanner(s Situation, m moves) *planner {
	p := &planner{
		Situation: s,
		moves:     m,
		sources:   newSources(s.Config),
		supply:    newSupply(s.Workspace, s.Accounts, s.State),
		changes:   map[string]*Change{},
		calls:     map[*state.Pending]bool{},
		pending:   map[string][]*state.Pending{},
	}
	for address, call := range s.State.Pending() {
		p.pending[address] = append(p.pending[address], &call)
	}
	return p
}

// decide is the Recall of an expansion: it plans an instance's change and
// tells of its picture if that will be what it is.
func (p *planner) decide(i *eval.Instance) *eval.Picture {
	c := &Change{Address: i.Address, From: p.origins[i.Address], Before: p.State.Get(i.Address), Path: i.Path, Instance: i, Account: p.Accounts.of(i.Block)}
	p.changes[i.Address] = c
	p.judge(i)
	p.diags = append(p.diags, i.Refused()...)
	later := p.fillRequest(c)
	changed, unsure := triggered(c, p.replaced)
	c.asked = slices.Contains(p.Replace, i.Address)
	if len(later) == 0 {
		c.Key = c.Request.Key()
		c.settleKind(p.pending[i.Address])
		c.renew()
		early, open := ordered(c, p.pending[i.Address])
		changed, unsure = append(changed, early...), append(unsure, open...)
	}
	c.Replace = c.asked || len(changed) > 0
	if p.imports(c) {
		return p.planImport(c)
	}
	if len(later) > 0 {
		c.Reasons = slices.Concat(changed, later, unsure)
		c.Action = Generate
		if c.Before.HasPicture() {
			c.Action = Regenerate
		}
		c.Price = c.Account.price(c.Request.Model)
		p.diags = append(p.diags, i.Hopeless()...)
		return nil
	}
	if len(unsure) > 0 && !c.Replace {
		p.waitFor(c, unsure)
		return nil
	}
	return p.settle(c, changed)
}

// settle finds the cheapest way to a picture of the change's key. The triggers
// that have changed are among the reasons.
func (p *planner) settle(c *Change, changed []Reason) *eval.Picture {
	if c.Replace {
		if err := p.settleReplaced(c, changed); err != nil {
			p.err = err // see below
		}
		if c.Action == Reuse {
			return recall(c.Picture)
		}
		return nil
	}
	why := c.unmetBefore()
	if why == "" && c.keeps() && !p.supply.lost(c.Before) {
		c.Action = None // checkOutputs may find that the output needs something
		return recall(&c.Before.Picture)
	}
	if call := p.ownCall(c); call != nil {
		p.takeUp(c, call)
		return nil
	}
	if why != "" {
		return p.taint(c, &c.Before.Picture, why)
	}
	if r := p.takeReleased(c); r != nil {
		switch changed, unsure := triggered(c, p.replaced); {
		case len(changed) > 0:
			c.Replace = true
			return p.settle(c, changed)
		case len(unsure) > 0:
			p.waitFor(c, unsure)
			return nil
		}
		if why := c.unmet(&r.Picture); why != "" {
			return p.taint(c, &r.Picture, why)
		}
		return recall(&r.Picture) // checkOutputs sees to the rest, as for every picture that stays
	}
	if p.library != nil {
		picture, err := p.library.take(c, c.meets)
		if err != nil {
			p.err = err // the first pass has read the ledger: this cannot be its first failure
		}
		if picture != nil {
			c.Action, c.Picture = Reuse, picture
			c.Reasons = append(changedArguments(c), p.supply.reason(picture))
			return recall(picture)
		}
		if rejected := p.rejected(c); rejected != nil {
			return p.taint(c, rejected, c.unmet(rejected))
		}
	}
	p.buy(c)
	return nil
}

// buy plans a paid change.
func (p *planner) buy(c *Change) {
	c.Action = Generate
	c.Reasons = []Reason{{Cause: New}}
	c.Price = c.Account.price(c.Request.Model)
	p.diags = append(p.diags, c.Instance.Hopeless()...)
	if !c.Before.HasPicture() {
		return
	}
	c.Action = Regenerate
	c.Reasons = changedArguments(c)
	if c.Before.Key == c.Key {
		c.Reasons = []Reason{{Cause: Lost}}
	}
}

// checkReplaced finds addresses to replace that nothing declares.
func (p *planner) checkReplaced() hcl.Diagnostics {
	var diags hcl.Diagnostics
	for _, address := range p.Replace {
		if p.changes[address] != nil {
			continue
		}
		detail := fmt.Sprintf("There is no image %s. An address names one instance, such as image.hero or image.hero[\"aria\"]; gesso plan and gesso state list show them.", address)
		if meant := Meant(address, slices.Collect(maps.Keys(p.changes))); meant != "" {
			detail += fmt.Sprintf(" One is -replace='%s'.", meant)
		}
		diags = append(diags, &hcl.Diagnostic{Severity: hcl.DiagError, Summary: "Unknown image to replace", Detail: detail})
	}
	return diags
}

// tellSought says of what is to be bought that it was paid for before, and why
// that picture does not serve.
func (p *planner) tellSought(lib *library) {
	for _, c := range p.changes {
		if c.Action.Paid() && c.Known() && !c.Replace && lib.sought(c) {
			c.Reasons = append(c.Reasons, Reason{Cause: Sought})
		}
	}
}

// anyTakeable reports whether a paid change could have a picture that another
// address lets go of, or that the store has.
func (p *planner) anyTakeable(lib *library) (bool, error) {
	var paid []*Change
	for _, c := range p.changes {
		switch {
		case c.Action == None:
			lib.claim(&c.Before.Picture)
		case c.Action.Paid() && c.Known() && !c.asked:
			paid = append(paid, c)
		}
	}
	if len(paid) == 0 {
		return false, nil
	}
	released := p.releasedPictures()
	for _, c := range paid {
		if c.Replace {
			if found, err := lib.made(c, c.meets); found != nil || err != nil {
				return found != nil, err
			}
			continue
		}
		if !c.Before.HasPicture() && slices.ContainsFunc(c.Keys(), func(key state.Key) bool { return len(released[key]) > 0 }) {
			return true, nil
		}
		if found, err := lib.has(c); found || err != nil {
			return found, err
		}
	}
	return false, nil
}

// plan puts the changes in order and finds what is no longer declared.
func (p *planner) plan(x *eval.Expansion) *Plan {
	plan := &Plan{Situation: p.Situation, Supply: p.supply, Moves: p.events, expansion: x, all: p.changes}
	for r := range p.State.All() {
		if p.changes[r.Address] == nil && r.HasPicture() {
			plan.Changes = append(plan.Changes, p.removal(r))
		}
	}
	for _, c := range p.changes {
		if c.Action == None {
			plan.Unchanged++
			continue
		}
		if c.Action.Paid() && len(c.Reasons) == 0 {
			panic("plan: " + c.Address + " would be paid for without a reason")
		}
		plan.Changes = append(plan.Changes, c)
	}
	p.tellRenewed(plan)
	p.tellWaiting(plan)
	slices.SortFunc(plan.Changes, func(a, b *Change) int { return state.CompareAddress(a.Address, b.Address) })
	for _, address := range sortedKeys(p.pending) {
		for _, call := range p.pending[address] {
			if !p.calls[call] {
				plan.Strays = append(plan.Strays, Stray{address, *call, p.Accounts.Home(*call, p.Config.Block(address))})
			}
		}
	}
	return plan
}

// removal is the change of what is no longer declared.
func (p *planner) removal(r *state.Record) *Change {
	c := &Change{Address: r.Address, From: p.origins[r.Address], Action: Remove, Before: r, Path: r.Path}
	cause := Undeclared
	switch {
	case p.Config.Forgets(r.Address):
		c.Action, cause = Forget, Released
	case p.Destroy:
		cause = Destroyed
	}
	c.Reasons = []Reason{{Cause: cause}}
	if c.From != "" {
		c.Reasons = append(c.Reasons, Reason{Cause: Moved, Old: c.From})
	}
	return c
}

func destroyPlan(ctx context.Context, s Situation) (*Plan, hcl.Diagnostics, error) {
	p := newPlanner(s, moves{state: s.State})
	plan := p.plan(nil)
	return plan, plan.checkPrevented(), plan.noteFiles(ctx)
}
