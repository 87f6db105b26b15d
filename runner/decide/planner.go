package decide

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/hashicorp/hcl/v2"

	"gesso/runner/budget"
	"gesso/runner/plan"
	"gesso/runner/provider"
	"gesso/runner/sourcefile"
	"gesso/runner/supply"
	"gesso/spec/address"
	"gesso/spec/config"
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

	// Check says what the provider of a block has against a request, without asking it.
	Check func(block *config.Provider, model, size string, edit bool) []provider.Problem

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
	ladder
	sources *sources
	changes map[string]*change
	ordered []*change // the changes by address, once all are decided
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
func Make(ctx context.Context, s Situation) (*Prepared, hcl.Diagnostics, error) {
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
	p.lendCalls()
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
	made := p.prepared(x)
	made.library = lib
	if err := made.noteFiles(ctx); err != nil {
		return nil, diags, err
	}
	diags = append(diags, made.checkPrevented()...)
	if diags.HasErrors() {
		return nil, diags, nil
	}
	return made, diags, nil
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
		Situation: s, moves: m, sources: newSources(s.Config), changes: map[string]*change{},
		ladder: ladder{accounts: s.Accounts, supply: supply.New(s.Workspace, s.Accounts.Plain(), s.State), calls: newBook()},
	}
	p.facts = p
	for address, call := range s.State.Pending() {
		p.calls.add(address, &call)
	}
	return p
}

// decide is the Recall of an expansion: it plans an instance's change and
// tells of its picture if that will be what it is.
func (p *planner) decide(i *eval.Instance) *eval.Picture {
	account := p.Accounts.of(i.Block)
	c := &change{instance: i, account: account, Change: &plan.Change{
		Address: i.Address, From: p.origins[i.Address], Before: p.State.Get(i.Address), Path: i.Path,
		Account: account.Name, Provider: account.RecordedAs, Asked: slices.Contains(p.Replace, i.Address),
	}}
	p.changes[i.Address] = c
	p.checkRequest(i)
	p.diags = append(p.diags, i.Refused()...)
	later, err := p.ask(c)
	if err != nil {
		p.missingSource(i, err)
	}
	if p.imports(c) {
		return p.planImport(c)
	}
	made, err := p.decided(c, later)
	if err != nil {
		p.err = err // the first pass has read the ledger: this cannot be its first failure
		return nil
	}
	p.choose(c, made)
	switch {
	case c.Action.Paid():
		p.diags = append(p.diags, i.Unsatisfiable()...)
	case c.Action == plan.Tainted:
		c.Look = p.look(c)
	case c.Action == plan.None: // checkOutputs sees to the rest
		return recall(&c.Before.Picture)
	}
	if c.Picture == nil {
		return nil
	}
	return recall(c.Picture)
}

// decided is the way of a change, or what there is to wait for while its request is
// not known.
func (p *planner) decided(c *change, later []plan.Reason) (choice, error) {
	if len(later) == 0 {
		return p.way(c)
	}
	changed, unsure := triggered(c, p.replaced)
	c.Replace = c.Asked || len(changed) > 0
	return wait(c, slices.Concat(changed, later, unsure)), nil
}

// early: what others keep is known when all are decided, and not before.
func (p *planner) early() bool { return true }

// identity is that of what an address's picture surely will be.
func (p *planner) identity(address string) string { return p.changes[address].expected() }

// replaced reports whether an image may get another picture than it has.
func (p *planner) replaced(address string) bool {
	c := p.changes[address]
	return c != nil && c.Before.HasPicture() && c.expected() != c.Before.Identity()
}

func (p *planner) digest(name string) (sourcefile.Digest, error) { return p.sources.digest(name) }

func (p *planner) unmet(c *change, picture *state.Picture) string {
	return c.instance.Judge(recall(picture))
}

// inOrder are the changes by address, once all are decided.
func (p *planner) inOrder() []*change {
	if len(p.ordered) != len(p.changes) {
		p.ordered = slices.SortedFunc(maps.Values(p.changes), func(a, b *change) int { return address.Compare(a.Address, b.Address) })
	}
	return p.ordered
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
			c.Reasons = append(c.Reasons, plan.Reason{Cause: plan.Sought})
		}
	}
}

// anyTakeable reports whether a paid change could have a picture that another
// address lets go of, or that the store has.
func (p *planner) anyTakeable(lib *library) (bool, error) {
	var paid []*change
	for _, c := range p.changes {
		switch {
		case c.Action == plan.None:
			lib.claim(&c.Before.Picture)
		case c.Action.Paid() && c.Known() && !c.Asked:
			paid = append(paid, c)
		}
	}
	if len(paid) == 0 {
		return false, nil
	}
	released := p.releasedPictures()
	for _, c := range paid {
		if c.Replace {
			if found, err := lib.made(c, p.accepts(c)); found != nil || err != nil {
				return found != nil, err
			}
			continue
		}
		if len(released) > 0 && !c.Before.HasPicture() && slices.ContainsFunc(c.Keys(), func(key state.Key) bool { return len(released[key]) > 0 }) {
			return true, nil
		}
		if found, err := lib.has(c); found || err != nil {
			return found, err
		}
	}
	return false, nil
}

// prepared puts the changes in order and finds what is no longer declared.
func (p *planner) prepared(x *eval.Expansion) *Prepared {
	made := &Prepared{
		Plan:   &plan.Plan{Moves: p.events, Accounts: p.Accounts.Plain(), Budget: p.Budget},
		Supply: p.supply, situation: p.Situation, expansion: x, all: p.changes,
	}
	p.tellWaiting()
	for r := range p.State.All() {
		if p.changes[r.Address] == nil && r.HasPicture() {
			made.Changes = append(made.Changes, p.removal(r))
		}
	}
	removed := len(made.Changes) > 0
	for _, c := range p.inOrder() {
		c.describe()
		if c.Action == plan.None {
			made.Unchanged = append(made.Unchanged, c.Change)
			continue
		}
		if c.Action.Paid() && len(c.Reasons) == 0 {
			panic("decide: " + c.Address + " would be paid for without a reason")
		}
		made.Changes = append(made.Changes, c.Change)
	}
	made.Renewals = p.renewals()
	if removed {
		slices.SortFunc(made.Changes, func(a, b *plan.Change) int { return address.Compare(a.Address, b.Address) })
	}
	for _, call := range p.calls.strays() {
		home := p.Accounts.Home(*call.Pending, p.Config.Block(call.address))
		made.Strays = append(made.Strays, plan.Stray{Address: call.address, Pending: *call.Pending, Home: home.name()})
	}
	return made
}

// removal is the change of what is no longer declared.
func (p *planner) removal(r *state.Record) *plan.Change {
	c := &plan.Change{Address: r.Address, From: p.origins[r.Address], Action: plan.Remove, Before: r, Path: r.Path}
	cause := plan.Undeclared
	switch {
	case p.Config.Forgets(r.Address):
		c.Action, cause = plan.Forget, plan.Released
	case p.Destroy:
		cause = plan.Destroyed
	}
	c.Reasons = []plan.Reason{{Cause: cause}}
	if c.From != "" {
		c.Reasons = append(c.Reasons, plan.Reason{Cause: plan.Moved, Old: c.From})
	}
	return c
}

func destroyPlan(ctx context.Context, s Situation) (*Prepared, hcl.Diagnostics, error) {
	p := newPlanner(s, moves{state: s.State})
	made := p.prepared(nil)
	return made, made.checkPrevented(), made.noteFiles(ctx)
}
