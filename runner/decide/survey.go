package decide

import (
	"context"
	"slices"

	"github.com/hashicorp/hcl/v2"

	"gesso/runner/decide/moving"
	"gesso/runner/decide/refusals"
	"gesso/runner/plan"
	"gesso/runner/selection"
	"gesso/state"
)

// survey finds what a plan is about where a user has chosen. It decides about
// everything once, without any consequence: only then is known which images there
// are, what each depends on, and how much is left out.
func survey(ctx context.Context, s Situation, m moving.Moves) (scope, hcl.Diagnostics, error) {
	if s.Like != nil && s.Like.Selection.Partial() {
		return scopeLike(s.Like, s.Choice.Replaces, m), nil, nil
	}
	if !s.Choice.Partial() && len(s.Choice.Replaces) == 0 {
		return scope{}, nil, nil
	}
	p := newPlanner(s, m, scope{})
	if _, diags := p.Config.Expand(p.decide); diags.HasErrors() || p.err != nil {
		return scope{}, diags, p.err
	}
	if diags := p.vagueTags(); diags.HasErrors() {
		return scope{}, diags, nil
	}
	u := p.universe()
	leaves, err := u.Leaves(s.Choice)
	if err != nil {
		return scope{}, nil, err
	}
	sc := scope{left: map[string]*state.Record{}}
	if sc.asked, err = u.Replaced(s.Choice, func(address string) bool { return p.changes[address] != nil }, leaves); err != nil {
		return scope{}, nil, err
	}
	sc.note = u.Note(s.Choice, leaves, sc.asked)
	for address := range leaves {
		sc.left[address] = p.State.Get(address)
		if c := p.changes[address]; c != nil && c.From != "" {
			sc.left[c.From] = nil // where its record is, and stays
		}
	}
	if s.Choice.Partial() {
		sc.note.LeftOut, err = p.countLeft(ctx, leaves)
	}
	return sc, nil, err
}

// universe is what a planner has decided about, and what is recorded and not declared.
func (p *planner) universe() *selection.Universe {
	u := &selection.Universe{}
	for _, c := range p.inOrder() {
		u.Add(selection.Image{Address: c.Address, Former: c.From, Tags: c.Instance.Tags}, c.Instance.DependsOn)
	}
	for r := range p.State.All() {
		if p.changes[r.Address] == nil {
			u.Add(selection.Image{Address: r.Address, Former: p.moved.Origins[r.Address]}, nil)
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
func (p *planner) countLeft(ctx context.Context, leaves map[string]bool) (int, error) {
	for address := range p.changes {
		if !leaves[address] {
			delete(p.changes, address)
		}
	}
	p.ordered = nil
	if err := p.checkOutputs(ctx); err != nil {
		return 0, err
	}
	p.tellMoved()
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
		if !p.RefreshOnly && leaves[r.Address] && p.changes[r.Address] == nil && r.HasPicture() {
			n++
		}
	}
	return n, nil
}
