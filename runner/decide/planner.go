package decide

import (
	"slices"

	"github.com/hashicorp/hcl/v2"

	"gesso/runner/decide/asking"
	"gesso/runner/decide/moving"
	"gesso/runner/decide/narrowing"
	"gesso/runner/decide/objections"
	"gesso/runner/decide/recalling"
	"gesso/runner/decide/refusals"
	"gesso/runner/decide/tracing"
	"gesso/runner/library"
	"gesso/runner/pins"
	"gesso/runner/plan"
	"gesso/runner/sourcefile"
	"gesso/spec/address"
	"gesso/spec/eval"
	"gesso/state"
)

// planner makes a plan. It decides instance by instance, in the order in which
// they are evaluated: each after those it depends on.
type planner struct {
	Situation
	moved moving.Moves
	narrowing.Scope
	ladder
	sources    *sourcefile.Digests
	changes    map[string]*change
	sequence   []*change  // the changes in the order in which they were decided
	ordered    []*change  // the changes by address, once all are decided
	pins       *pins.Pins // nil until one is pinned
	objections *objections.Asked
	released   map[state.Key][]asking.Former // by their keys, the records of addresses that nothing declares any more
	givenUp    []state.Event                 // that calls are waited for no longer
	awaiting   map[string]bool               // the addresses that the first pass would have bought for; nil in that
	diags      hcl.Diagnostics
	err        error
}

// decide is the Recall of an expansion: it plans an instance's change and
// tells of its picture if that will be what it is.
func (p *planner) decide(i *eval.Instance) *eval.Picture {
	account := p.Accounts.Of(i.Block)
	c := &change{Image: asking.Image{Instance: i, Buyer: account, Change: &plan.Change{
		Address: i.Address, From: p.moved.Origins[i.Address], Path: i.Path, Metadata: asking.Metadata(i),
		Account: account.Name, Provider: account.RecordedAs, Asked: p.Asked.Means(i.Address),
	}}}
	defer c.ForgetKeys() // hardly anybody asks for them once it is decided
	p.told(c)
	p.have(c, p.State.Get(i.Address))
	c.Calls = p.Before[i.Address]
	if i.Address == p.Situation.Explain {
		c.trace = &tracing.Trace{}
	}
	p.changes[i.Address] = c
	p.sequence = append(p.sequence, c)
	if p.Omits(i.Address) {
		return p.keep(c)
	}
	if p.RefreshOnly {
		return p.refreshed(c)
	}
	p.wished(c)
	if c.pinned() {
		return p.planPinned(c)
	}
	c.notePin()
	p.diags = append(append(p.diags, p.objections.Of(i)...), i.Refused()...)
	made, follows := p.follow(c)
	later, err := p.ask(c)
	if err != nil {
		p.diags = append(p.diags, refusals.MissingSource(i, err))
	}
	if p.imports(c) {
		c.trace.Answer(plan.RungImport, true, plan.Reason{Cause: plan.Imported, New: i.Import.ID()})
		return p.planImport(c)
	}
	p.offer(c)
	if !follows {
		made, err = p.chosen(c, later)
	}
	if err != nil {
		p.err = err // the first pass has read the ledger: this cannot be its first failure
		return nil
	}
	p.met(c)
	p.choose(c, made)
	p.refuseDrift(c)
	switch {
	case c.Action.Paid():
		p.diags = append(p.diags, i.Unsatisfiable()...)
	case c.Action == plan.Tainted:
		c.Look = p.look(c)
	case c.Action == plan.None: // checkOutputs sees to the rest
		return recalling.Of(&c.Before.Picture)
	}
	return recalling.Of(c.Picture)
}

// keep leaves a change as it is: others see the picture that is recorded of it.
func (p *planner) keep(c *change) *eval.Picture {
	c.kept = true
	return recalling.OfRecord(p.Left[c.Address])
}

// decided is the way of a change, or what there is to wait for while its request is
// not known.
func (p *planner) decided(c *change, later []plan.Reason) (choice, error) {
	c.trace.Answer(plan.RungKnown, len(later) == 0, later...)
	if len(later) == 0 {
		return p.way(c)
	}
	changed, unsure := c.Triggered(p.replaced)
	unwanted := c.tainted()
	if c.again != nil && c.Asked {
		unwanted = []plan.Reason{c.again.Reason()}
	}
	if made, byHand := p.hand(c, changed, slices.Concat(later, unsure)); byHand {
		c.trace.Answer(plan.RungHand, true, append(made.reasons, c.Holds...)...)
		return made, nil
	}
	changed = append(unwanted, changed...)
	c.Replace = c.Asked || len(changed) > 0
	if kept, stale := p.stale(c, func() []plan.Reason { return slices.Concat(changed, later, unsure) }); stale {
		return kept, nil
	}
	return wait(c, slices.Concat(changed, later, unsure)), nil
}

// early: what others keep is known when all are decided, and not before.
func (p *planner) early() bool { return true }

// picture is what an address's picture surely will be.
func (p *planner) picture(address string) *state.Picture { return p.changes[address].expectedPicture() }

func (p *planner) requested(address string) *state.Request { return p.State.Get(address).Asked() }

// replaced reports whether an image may get another picture than it has.
func (p *planner) replaced(address string) bool {
	c := p.changes[address]
	return c != nil && c.Before.HasPicture() && c.expected() != c.Before.Identity()
}

func (p *planner) digest(name string) (sourcefile.Digest, error) { return p.sources.Of(name) }

func (p *planner) unmet(c *change, picture *state.Picture) string {
	return c.Instance.Judge(recalling.Of(picture))
}

// inOrder are the changes by address, once all are decided.
func (p *planner) inOrder() []*change {
	if len(p.ordered) != len(p.changes) {
		p.ordered = slices.DeleteFunc(slices.Clone(p.sequence), func(c *change) bool { return p.changes[c.Address] != c })
		slices.SortFunc(p.ordered, func(a, b *change) int { return address.Compare(a.Address, b.Address) }) // they are nearly so
	}
	return p.ordered
}

// tellSought says of what is to be bought that it was paid for before, and why
// that picture does not serve.
func (p *planner) tellSought(lib *library.Library) {
	if !p.supply.AnySought() {
		return
	}
	for _, c := range p.changes {
		if c.Action.Paid() && c.Known() && !c.Replace && !c.UpToDate() && lib.Sought(c.want()) {
			c.Reasons = append(c.Reasons, plan.Reason{Cause: plan.Sought})
		}
	}
}
