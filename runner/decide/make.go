package decide

import (
	"context"
	"slices"

	"github.com/hashicorp/hcl/v2"

	"gesso/runner/decide/moving"
	"gesso/runner/decide/narrowing"
	"gesso/runner/decide/objections"
	"gesso/runner/decide/refusals"
	"gesso/runner/library"
	"gesso/runner/opencalls"
	"gesso/runner/plan"
	"gesso/runner/rivals"
	"gesso/runner/sharing"
	"gesso/runner/sourcefile"
	"gesso/runner/supply"
	"gesso/spec/address"
	"gesso/spec/diag"
	"gesso/spec/eval"
	"gesso/state"
)

// Make compares what is declared with what exists. Diagnostics are the
// configuration's mistakes; an error is a file that could not be read. The plan
// is nil when either holds an error. It makes no request.
//
// What an image can reuse depends on what all the others keep, and what they
// keep is known only when all are evaluated. So a first pass finds who keeps
// the recorded picture; only when a picture is left to lend is there a second.
func Make(ctx context.Context, s Situation) (*Prepared, hcl.Diagnostics, error) {
	made, diags, err := compare(ctx, s)
	return made, s.Config.Heard(diags), err
}

func compare(ctx context.Context, s Situation) (*Prepared, hcl.Diagnostics, error) {
	if err := s.look(ctx); err != nil {
		return nil, nil, err
	}
	switch {
	case s.Destroy:
		return destroyPlan(ctx, s)
	case s.RefreshOnly:
		return refreshPlan(ctx, s)
	}
	whole := narrowing.Scope{}
	m, warnings := moving.Relocate(s.Config, s.State, whole.Omits)
	if detail := rivals.Detail(m.State); detail != "" {
		warnings = append(warnings, &hcl.Diagnostic{Severity: hcl.DiagWarning, Summary: "Changed on two branches that were merged", Detail: detail})
	}
	m.Decide(s.Reviews, whole.Omits)
	sc, diags, err := survey(ctx, s, m)
	if warnings = append(warnings, diags...); err != nil || diags.HasErrors() {
		return nil, warnings, err
	}
	if len(sc.Left) > 0 {
		sc.Loose = loose(s, m, sc)
		m, _ = moving.Relocate(s.Config, s.State, sc.Omits)
		m.Decide(s.Reviews, sc.Omits)
	}
	p, x, lib, diags, err := passes(s, m, sc)
	if diags = append(warnings, diags...); err != nil || diags.HasErrors() {
		return nil, diags, err
	}
	p.lendCalls()
	p.tellUnmade(lib)
	if err := p.checkOutputs(ctx); err != nil {
		return nil, diags, err
	}
	if err := p.withdraw(); err != nil {
		return nil, diags, err
	}
	p.tellSought(lib)
	p.tellGivenUp()
	p.tellCopies()
	for _, c := range p.changes {
		c.TellMoved()
	}
	p.tellReviews()
	made, found, err := p.finish(ctx, x, lib)
	return made, append(diags, found...), err
}

// passes decides about every instance, in as many passes as it takes: one that finds who
// keeps what, another when there is something to lend, and both again where one was lent a
// picture that an address that came after it has had, and that is left to buy: what was made
// from that one would be bought as well.
func passes(s Situation, m moving.Moves, sc narrowing.Scope) (*planner, *eval.Expansion, *library.Library, hcl.Diagnostics, error) {
	for kept := (library.Kept{}); ; {
		p := newPlanner(s, m, sc)
		x, diags := p.expand()
		if diags.HasErrors() {
			return nil, nil, nil, diags, nil
		}
		lib := library.Open(s.Workspace, p.State, p.supply)
		lib.Keep(kept)
		again, err := p.anyTakeable(lib)
		if err != nil || !again {
			return p, x, lib, diags, err
		}
		p = p.again(lib)
		x, diags = p.expand()
		if p.err != nil || diags.HasErrors() || !p.missed(kept) {
			return p, x, lib, diags, p.err
		}
	}
}

// missed adds to what is kept the pictures of those that are to be bought because an address
// that came before was lent theirs, and reports whether there are any.
func (p *planner) missed(kept library.Kept) bool {
	before := len(kept)
	for _, c := range p.changes {
		if c.Action.Paid() && c.Known() && !c.Replace {
			if own := p.library.Missed(c.want(), p.accepts(c)); own != nil {
				kept[supply.LoanOf(own)] = c.Address
			}
		}
	}
	return len(kept) > before
}

// finish looks at the files that a plan is about, when all is decided.
func (p *planner) finish(ctx context.Context, x *eval.Expansion, lib *library.Library) (*Prepared, hcl.Diagnostics, error) {
	diags, err := p.checkFiles(ctx)
	if diags = append(diags, p.otherSizes()...); diags.HasErrors() || err != nil {
		return nil, diags, err
	}
	made := p.prepared(x)
	made.library, made.edits = lib, p.edits
	noted, err := made.noteFiles(ctx)
	if err != nil {
		return nil, diags, err
	}
	if diags = append(append(diags, noted...), made.refused()...); diags.HasErrors() {
		return nil, diags, nil
	}
	return made, diags, nil
}

// expand decides about every instance and tells of the configuration's
// mistakes.
func (p *planner) expand() (*eval.Expansion, hcl.Diagnostics) {
	for _, i := range p.Aside {
		p.decide(i)
	}
	x, diags := p.Config.ExpandPart(p.decide, p.Part)
	diags = append(diags, p.Config.Conceal(diag.MergeRepeated(p.diags))...)
	return x, append(diags, x.Checks()...)
}

func newPlanner(s Situation, m moving.Moves, sc narrowing.Scope) *planner {
	s.State = m.State
	p := &planner{
		Situation: s, moved: m, Scope: sc, sources: sourcefile.NewDigests(s.Config.Where), changes: make(map[string]*change, s.State.Len()), objections: objections.New(s.Check),
		ladder: ladder{accounts: s.Accounts, supply: supply.New(s.Workspace, s.Accounts.Plain(), s.State), calls: opencalls.New(), sharing: sharing.New(), staleAnew: s.StaleAnew, replaceLost: s.ReplaceLost},
	}
	p.facts = p
	for address, call := range s.State.Pending() {
		switch {
		case !sc.Omits(address) && !p.giveUp(address, &call):
			p.calls.Add(address, &call)
		case sc.Loose[narrowing.Wait{Intent: call.Intent, Index: call.Index}]:
			p.calls.Offer(address, &call)
		}
	}
	return p
}

// again is a planner for the second pass: it knows which addresses let go of
// their pictures, and has a state of its own to move them in.
func (p *planner) again(lib *library.Library) *planner {
	next := newPlanner(p.Situation, p.moved.Again(p.State), p.Scope)
	next.released = p.releasedPictures()
	next.library, next.supply, next.edits = lib, p.supply, p.editing()
	next.await(p.changes)
	next.sharing, _ = p.sharable()
	return next
}

// anyTakeable reports whether a paid change could have a picture that another
// address lets go of, or that the store has.
func (p *planner) anyTakeable(lib *library.Library) (bool, error) {
	var paid []*change
	for _, c := range p.changes {
		switch {
		case c.kept:
			if r := p.Left[c.Address]; r.HasPicture() && !p.Going[c.Address] && !(r.Pinned && lib.Lends(&r.Picture, c.Address, c.From)) {
				lib.Claim(&r.Picture)
			}
		case c.pinned() && lib.Lends(c.PinnedTo(), c.Address, c.From):
		case c.Picture != nil && (c.pinned() || p.Wishes.Chosen(c.Address, c.From) != nil):
			lib.Claim(c.Picture)
		case p.seeks(c) && !c.Asked:
			paid = append(paid, c)
		case c.follows != nil:
			if found, err := lib.Has(*c.follows); found || err != nil {
				return found, err
			}
		case c.Action == plan.None:
			lib.Claim(&c.Before.Picture)
		case c.Action == plan.Keep:
			lib.Claim(c.Picture)
		}
	}
	if _, shares := p.sharable(); len(paid) == 0 || shares {
		return shares, nil
	}
	released := p.releasedPictures()
	for _, c := range paid {
		if c.Replace {
			if found, err := lib.Made(c.want(), p.accepts(c)); found != nil || err != nil {
				return found != nil, err
			}
			continue
		}
		if len(released) > 0 && !c.Before.HasPicture() && slices.ContainsFunc(c.Keys(), func(key state.Key) bool { return len(released[key]) > 0 }) {
			return true, nil
		}
		if found, err := lib.Has(c.want()); found || err != nil {
			return found, err
		}
		c.ForgetKeys()
	}
	return false, nil
}

// refused are the mistakes of a plan as a whole.
func (p *Prepared) refused() hcl.Diagnostics {
	diags := refusals.AllPrevented(p.Changes, p.block)
	if s := &p.situation; s.Unattended && s.Approved == nil {
		// A directory whose ledger tells of purchases knows its pictures without the state.
		if entries, err := s.Workspace.Ledger().Entries(); err == nil && len(entries) == 0 {
			diags = append(diags, refusals.Unrecorded(p.Plan)...)
		}
	}
	return diags
}

// prepared puts the changes in order and finds what is no longer declared.
func (p *planner) prepared(x *eval.Expansion) *Prepared {
	made := &Prepared{
		Plan:   &plan.Plan{Moves: p.moved.Events, Renames: p.renames(), Unmoved: p.Unmoved, Accounts: p.Accounts.Plain(), Budget: p.Budget, Selection: p.Note, RefreshOnly: p.RefreshOnly, StaleAnew: p.StaleAnew},
		Supply: p.supply, situation: p.Situation, expansion: x, all: p.changes,
	}
	p.tellWaiting()
	for r := range p.State.All() {
		switch {
		case p.changes[r.Address] != nil || !r.HasPicture():
		case p.Omits(r.Address) || p.RefreshOnly:
			made.Deselected = append(made.Deselected, &plan.Change{Address: r.Address, Before: r, Path: r.Path})
		default:
			made.Changes = append(made.Changes, p.removal(r))
		}
	}
	removed := len(made.Changes) > 0
	var before *plan.Declaration
	for _, c := range p.inOrder() {
		c.Describe(before)
		before = c.Declared
		c.ForgetKeys()
		if c.kept {
			made.Deselected = append(made.Deselected, c.Change)
			continue
		}
		if c.Action == plan.None {
			made.Unchanged = append(made.Unchanged, c.Change)
			continue
		}
		if c.Action.Paid() && len(c.Reasons) == 0 {
			panic("decide: " + c.Address + " would be paid for without a reason")
		}
		made.Changes = append(made.Changes, c.Change)
	}
	made.Renewals = slices.Concat(p.givenUp, p.renewals(), rivals.Releases(p.State))
	if removed {
		slices.SortFunc(made.Changes, func(a, b *plan.Change) int { return address.Compare(a.Address, b.Address) })
	}
	for _, call := range p.calls.Strays() {
		home := p.Accounts.Home(*call.Call, p.Config.Block(call.Address))
		made.Strays = append(made.Strays, plan.Call{Address: call.Address, Call: *call.Call, Home: home.Title()})
	}
	made.offered = p.calls.Offered()
	return made
}

// removal is the change of what is no longer declared.
func (p *planner) removal(r *state.Record) *plan.Change {
	c := &plan.Change{Address: r.Address, From: p.moved.Origins[r.Address], Action: plan.Remove, Before: r, Path: r.Path}
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
