package decide

import (
	"context"
	"slices"

	"github.com/hashicorp/hcl/v2"

	"gesso/runner/decide/moving"
	"gesso/runner/decide/narrowing"
	"gesso/runner/decide/recalling"
	"gesso/runner/decide/refusals"
	"gesso/runner/plan"
	"gesso/runner/selection"
	"gesso/state"
)

// survey finds what a plan is about where a user has chosen. It decides about
// everything once, without any consequence: only then is known which images there
// are, what each depends on, and how much is left out.
func survey(ctx context.Context, s Situation, m moving.Moves) (narrowing.Scope, hcl.Diagnostics, error) {
	if s.Like != nil && s.Like.Selection.Partial() {
		sc := narrowing.Like(s.Like, s.Choice.Replaces, m, s.Config, recalling.Recorded(s.State))
		p := newPlanner(s, m, narrowing.Scope{})
		_, _ = p.Config.ExpandPart(p.decide, sc.Part) // who has made the plan was told of the mistakes
		sc.Going = p.going(sc.Omits)
		return sc, nil, nil
	}
	if !s.Choice.Partial() && len(s.Choice.Replaces) == 0 {
		return narrowing.Scope{}, nil, nil
	}
	p := newPlanner(s, m, narrowing.Scope{})
	x, diags := p.Config.Expand(p.decide)
	within, told := narrowing.Around(s.Config.Tree, s.Choice, x)
	if within != nil {
		p = newPlanner(s, m, narrowing.Scope{})
		x, diags = p.Config.ExpandPart(p.decide, within)
	}
	if diags.HasErrors() || p.err != nil {
		return narrowing.Scope{}, diags, p.err
	}
	if diags := p.vagueTags(); diags.HasErrors() {
		return narrowing.Scope{}, diags, nil
	}
	unseen := narrowing.Unseen(s.Config.Tree, within, p.State)
	u := p.universe(unseen)
	leaves, err := u.Leaves(s.Choice)
	if err != nil {
		return narrowing.Scope{}, nil, err
	}
	for _, address := range unseen {
		leaves[address] = true
	}
	sc := narrowing.Scope{Left: map[string]*state.Record{}}
	if sc.Asked, err = u.Replaced(s.Choice, func(address string) bool { return p.changes[address] != nil }, leaves); err != nil {
		return narrowing.Scope{}, nil, err
	}
	sc.Note = u.Note(s.Choice, leaves, sc.Asked)
	for address := range leaves {
		sc.Leave(address, p.moved)
	}
	if s.Choice.Partial() {
		sc.Going = p.going(sc.Omits)
		sc.Part, sc.Aside = narrowing.Selected(x, sc.Omits)
		sc.Note.Narrow = within != nil
		sc.Note.LeftOut, err = p.countLeft(ctx, leaves, unseen)
	}
	return sc, told, err
}

// going are the addresses that are left out and whose pictures are not what they ask for: these
// can be had, as a whole plan would let go of them.
func (p *planner) going(omits func(address string) bool) map[string]bool {
	going := map[string]bool{}
	for _, c := range p.changes {
		if omits(c.Address) && c.Known() && c.Action.Paid() && !c.Replace && !c.UpToDate() {
			going[c.Address] = true
		}
	}
	return going
}

// loose finds the calls of addresses that are left out because nothing declares them: an image
// that is not left out may have been renamed from one. What is declared keeps its calls.
func loose(s Situation, m moving.Moves, sc narrowing.Scope) map[narrowing.Wait]bool {
	open := false
	for address := range s.State.Pending() {
		open = open || sc.Omits(address)
	}
	if !open {
		return nil
	}
	p := newPlanner(s, m, narrowing.Scope{})
	_, _ = p.Config.Expand(p.decide) // who selects has told of the mistakes
	calls := map[narrowing.Wait]bool{}
	for _, call := range p.calls.Strays() {
		calls[narrowing.Wait{Intent: call.Intent, Index: call.Index}] = p.changes[call.Address] == nil
	}
	return calls
}

// universe is what a planner has decided about, what is recorded and not declared, and
// what it has not seen.
func (p *planner) universe(unseen []string) *selection.Universe {
	u := &selection.Universe{}
	for _, c := range p.inOrder() {
		u.Add(selection.Image{Address: c.Address, Former: c.From, Tags: c.Instance.Tags}, c.Instance.DependsOn)
	}
	for r := range p.State.All() {
		if p.changes[r.Address] == nil {
			u.Add(selection.Image{Address: r.Address, Former: p.moved.Origins[r.Address]}, nil)
		}
	}
	for _, address := range unseen {
		if p.State.Get(address) == nil {
			u.Add(selection.Image{Address: address}, nil)
		}
	}
	return u
}

// vagueTags finds tags that nobody knows yet, where a pattern asks for some.
func (p *planner) vagueTags() hcl.Diagnostics {
	if !p.Choice.UsesTags() {
		return nil
	}
	var diags hcl.Diagnostics
	for _, c := range p.inOrder() {
		if slices.Contains(c.Instance.Unknown, "tags") {
			diags = append(diags, refusals.VagueTags(c.Address, c.Instance.Range("tags")))
		}
	}
	return diags
}

// countLeft counts the changes of a whole plan that are left out of this one.
func (p *planner) countLeft(ctx context.Context, leaves map[string]bool, unseen []string) (int, error) {
	for address := range p.changes {
		if !leaves[address] {
			delete(p.changes, address)
		}
	}
	p.ordered = nil
	if err := p.checkOutputs(ctx); err != nil {
		return 0, err
	}
	for _, c := range p.changes {
		c.TellMoved()
	}
	n := 0
	for _, call := range p.calls.Strays() {
		if leaves[call.Address] {
			n++
		}
	}
	for _, c := range p.changes {
		if c.Action != plan.None {
			n++
		}
	}
	for r := range p.State.All() {
		if !p.RefreshOnly && leaves[r.Address] && p.changes[r.Address] == nil && r.HasPicture() && !slices.Contains(unseen, r.Address) {
			n++
		}
	}
	return n, nil
}
