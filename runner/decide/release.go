package decide

import (
	"strings"

	"gesso/runner/decide/asking"
	"gesso/runner/plan"
	"gesso/runner/rename"
	"gesso/runner/supply"
	"gesso/state"
)

// releasedPictures are the records of addresses that nothing declares any more,
// by key. What a removed block keeps is not among them: its output stays.
func (p *planner) releasedPictures() map[state.Key][]asking.Former {
	return asking.Released(p.State, p.changes, func(r *state.Record) bool { return p.Omits(r.Address) || p.Config.Forgets(r.Address) })
}

// release moves a picture of the change's key to a new address from one
// that is no longer declared: an image that was renamed and is otherwise the
// same. What was begun for the same request goes along, as the picture that is to replace
// it; other calls stay where they are, since nothing says that they are wanted.
func (p *planner) release(c *change) bool {
	if c.Before.HasPicture() || len(p.released) == 0 || p.Unmoved {
		return false
	}
	want := p.want(c)
	for _, prefers := range []func(*state.Picture) bool{
		func(of *state.Picture) bool { return p.sharesWith(c, of) },
		func(of *state.Picture) bool { return p.library.Parent(want, of) },
		func(of *state.Picture) bool { return p.library.Had(want, of) },
		func(*state.Picture) bool { return true },
	} {
		for _, key := range c.Keys() {
			for old := range c.Fitting(p.released[key]) {
				if p.releasable(c, old) && prefers(&old.Picture) {
					p.readdress(c, old)
					return true
				}
			}
		}
	}
	return false
}

// releasable reports whether the picture of an address that nothing declares any more may move
// to a change. It moves once, and is found under several keys; or an image that has another
// picture has taken it. What has a picture to share takes no other that somebody else waits for.
func (p *planner) releasable(c *change, old asking.Former) bool {
	switch {
	case !p.State.Get(old.Address).HasPicture() || p.replaceLost && p.lost(old.Record) || old.Request != nil && !c.Buyer.Takes(old.Request.Kind, &old.Picture):
		return false
	case p.sharesWith(c, &old.Picture):
		return true
	case p.library.Lent(&old.Picture, c.Key):
		return false
	}
	_, shared := p.shared(c).Kept(c.Key)
	if shared == nil {
		return true
	}
	spares, err := p.library.Spares(c.want(), p.accepts(c))
	return spares && err == nil
}

// sharesWith reports whether a picture is the one that others have for a change to share.
func (p *planner) sharesWith(c *change, of *state.Picture) bool {
	_, shared := p.shared(c).Kept(c.Key)
	return shared != nil && supply.LoanOf(shared) == supply.LoanOf(of)
}

// readdress moves a record to a change.
func (p *planner) readdress(c *change, old asking.Former) {
	r := *old.Record
	r.Address, r.Pending = c.Address, p.calls.Readdress(old.Address, c.Address, func(call *state.Call) bool {
		return c.Wants(call.Key, &call.Request)
	})
	p.moved.Add(old.Address, &r)
	c.renamed, c.From = true, old.Address
	p.have(c, p.State.Get(c.Address))
	c.Renew()
	p.library.Claim(&c.Before.Picture)
}

// renames are moved blocks that say what release did.
func (p *planner) renames() []plan.Rename {
	var moves []plan.Rename
	for _, c := range p.inOrder() {
		if c.renamed {
			moves = append(moves, plan.Rename{From: c.From, To: c.Address})
		}
	}
	return rename.Blocks(moves, func(block string) bool {
		return p.Config.Block(block) != nil || p.Config.Root.Calls[strings.TrimPrefix(block, "module.")] != nil
	})
}
