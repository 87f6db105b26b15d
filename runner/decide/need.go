package decide

import (
	"slices"

	"gesso/runner/plan"
	"gesso/state"
)

// Need is an account that a run of a plan may call.
type Need struct {
	*Account
	Token bool // for more than fetching a picture by its URL, which takes no token
}

// Needs lists the accounts that a run of the plan may call, in their order.
func (p *Prepared) Needs() []Need {
	uses := map[string]bool{} // by their names: whether a token is needed
	use := func(account string, token bool) {
		if account != "" {
			uses[account] = uses[account] || token
		}
	}
	for _, c := range p.Changes {
		switch {
		case c.Action.Paid(), c.Action == plan.Import && c.Declared.Import.Task != "":
			use(c.Account, true)
		case c.Action == plan.Resume:
			use(c.Home, true)
		}
		for _, picture := range p.fetches(c) {
			if maker := p.Accounts.Maker(*picture, c.Account); p.mayFetch(picture, maker) {
				use(maker, false)
			}
		}
	}
	for _, s := range p.Strays {
		if !s.InDoubt() {
			use(s.Home, true)
		}
	}
	var needs []Need
	for _, a := range p.situation.Accounts {
		if token, used := uses[a.Name]; used {
			needs = append(needs, Need{a, token})
		}
	}
	return needs
}

// fetches are the recorded pictures that a change may have to have again.
func (p *Prepared) fetches(c *plan.Change) []*state.Picture {
	var pictures []*state.Picture
	if c.Action == plan.Reuse {
		pictures = append(pictures, c.Picture)
	}
	mayPlace := c.Action == plan.Move || c.Action == plan.Place || c.Action == plan.Restore || c.Action.Paid() && !c.Known()
	if mayPlace && c.Before.HasPicture() {
		pictures = append(pictures, &c.Before.Picture)
	}
	if source := p.sourceOf(c); source.HasPicture() {
		pictures = append(pictures, &source.Picture)
	}
	return pictures
}

// sourceOf is the record of the image that a paid change is made from, or nil.
func (p *Prepared) sourceOf(c *plan.Change) *state.Record {
	if !c.Action.Paid() || p.all[c.Declared.Source.Image] == nil {
		return nil
	}
	return p.all[c.Declared.Source.Image].Before
}

// mayFetch reports whether the run may ask an account for a picture. An object that
// is there may be damaged, which only reading it can tell. A client costs nothing
// until it is used; a listener for callbacks does.
func (p *Prepared) mayFetch(picture *state.Picture, maker string) bool {
	if !p.Supply.Asked(picture) {
		return false
	}
	i := slices.IndexFunc(p.situation.Accounts, func(a *Account) bool { return a.Name == maker })
	return !p.situation.Accounts[i].Listens || p.Supply.Verify(picture.Artifact) != nil
}

// Unasked lists the accounts that the plan would buy from and of which nothing
// tells what they are.
func (p *Prepared) Unasked() []*Account {
	var all []*Account
	for _, a := range p.situation.Accounts {
		if a.Unsure() && slices.ContainsFunc(p.Changes, func(c *plan.Change) bool { return c.Action.Paid() && c.Account == a.Name }) {
			all = append(all, a)
		}
	}
	return all
}
