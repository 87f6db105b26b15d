package decide

import (
	"cmp"
	"context"

	"github.com/hashicorp/hcl/v2"

	"gesso/runner/decide/moving"
	"gesso/runner/decide/narrowing"
	"gesso/runner/decide/recalling"
	"gesso/runner/decide/refusals"
	"gesso/runner/library"
	"gesso/spec/eval"
	"gesso/state"
)

// destroyPlan plans to remove what is recorded. What is selected takes along what
// depends on it, and what is excluded keeps what it depends on.
func destroyPlan(ctx context.Context, s Situation) (*Prepared, hcl.Diagnostics, error) {
	sc, err := narrowing.Records(s.Config, s.State, s.Choice, s.Like)
	if err != nil {
		return nil, nil, err
	}
	made := newPlanner(s, moving.Moves{State: s.State}, sc).prepared(nil)
	_, err = made.noteFiles(ctx)
	return made, refusals.AllPrevented(made.Changes, made.block), err
}

// refreshPlan plans what brings together what is recorded and what is there, whatever
// the configuration has changed: calls that were paid for are collected, and outputs
// are restored where they were. It buys, moves and removes nothing.
func refreshPlan(ctx context.Context, s Situation) (*Prepared, hcl.Diagnostics, error) {
	m := moving.Moves{State: s.State}
	sc, diags, err := survey(ctx, s, m)
	if err != nil || diags.HasErrors() {
		return nil, diags, err
	}
	p := newPlanner(s, m, sc)
	x, more := p.expand()
	if diags = append(diags, more...); diags.HasErrors() || p.err != nil {
		return nil, diags, p.err
	}
	if err := p.checkOutputs(ctx); err != nil {
		return nil, diags, err
	}
	found, err := p.checkPlaces(ctx)
	if diags = append(diags, found...); diags.HasErrors() || err != nil {
		return nil, diags, err
	}
	made := p.prepared(x)
	made.library = library.Open(s.Workspace, s.State, p.supply)
	noted, err := made.noteFiles(ctx)
	return made, append(diags, noted...), err
}

// refreshed decides about an image by what is recorded of it: a call of its own for
// what it asks for is collected, and the output that it has stays where it is.
func (p *planner) refreshed(c *change) *eval.Picture {
	later, err := p.ask(c)
	p.have(c, p.State.Get(c.Address))
	c.Renewed = false // what is recorded is not made of other rules here
	if err == nil && len(later) == 0 && !c.UpToDate() && !c.pinned() {
		if call := p.own(c); call != nil {
			p.choose(c, p.collect(c, call))
			return nil
		}
	}
	r := c.Before
	if c.kept = !r.HasPicture() || r.Output == "" || r.Tainted != "" || c.rejected() || p.supply.Lost(r) && !p.drawn(r); c.recalling && r.HasPicture() {
		c.kept = false
	}
	if !c.kept {
		c.Path, c.Metadata = cmp.Or(r.Path, c.Path), r.Metadata
	}
	if !c.kept && !c.Asked && !c.recalling && !c.pinned() && c.retouched() {
		made := p.adopts(c, nil, nil)
		p.choose(c, made)
		return recalling.OfRecord(&state.Record{Picture: *made.picture})
	}
	return recalling.OfRecord(r)
}
