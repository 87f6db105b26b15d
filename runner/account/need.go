package account

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

// Supply tells whether a picture that was paid for must be asked for. runner/supply
// does.
type Supply interface {
	// Asked reports whether the store may not have a picture that a provider may have.
	Asked(p *state.Picture) bool
	// Vouch reads an object of the store, where it is here; the error says what is wrong with it.
	Vouch(artifact string) error
}

// Needs lists the accounts that a run of a plan may call, in their order.
func (all List) Needs(p *plan.Plan, supply Supply) []Need {
	uses := map[string]bool{} // by their names: whether a token is needed
	use := func(account string, token bool) {
		if account != "" {
			uses[account] = uses[account] || token
		}
	}
	sources := sourcesOf(p)
	for _, c := range p.Changes {
		switch {
		case c.Action.Paid(), c.Action == plan.Import && c.Declared.Import.Task != "":
			use(c.Account, true)
		case c.Action == plan.Resume:
			use(c.Home, true)
		}
		if c.Drawn() {
			use(p.Accounts.Maker(c.Before.Picture, c.Account), false)
		}
		for _, picture := range fetches(c, sources) {
			if maker := p.Accounts.Maker(*picture, c.Account); all.mayFetch(picture, maker, supply) {
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
	for _, a := range all {
		if token, used := uses[a.Name]; used {
			needs = append(needs, Need{a, token})
		}
	}
	return needs
}

// sourcesOf are the records of the images that a plan's paid changes are made from, by
// address.
func sourcesOf(p *plan.Plan) map[string]*state.Record {
	sources := map[string]*state.Record{}
	for _, c := range p.Changes {
		if c.Action.Paid() && c.Declared.Source.Image != "" {
			sources[c.Declared.Source.Image] = nil
		}
	}
	if len(sources) == 0 {
		return nil
	}
	for c := range p.Declared() {
		if _, is := sources[c.Address]; is {
			sources[c.Address] = c.Before
		}
	}
	return sources
}

// fetches are the recorded pictures that a change may have to have again.
func fetches(c *plan.Change, sources map[string]*state.Record) []*state.Picture {
	var pictures []*state.Picture
	if (c.Action == plan.Reuse || c.Action == plan.Restore) && c.Picture != nil {
		pictures = append(pictures, c.Picture)
	}
	mayPlace := c.Action == plan.Move || c.Action == plan.Place || c.Action == plan.Restore || c.Action == plan.Derive || c.Action.Paid() && !c.Known()
	if mayPlace && c.Before.HasPicture() {
		pictures = append(pictures, &c.Before.Picture)
	}
	if c.Action.Paid() {
		if source := sources[c.Declared.Source.Image]; source.HasPicture() {
			pictures = append(pictures, &source.Picture)
		}
	}
	return pictures
}

// mayFetch reports whether the run may ask an account for a picture. An object that
// is there may be damaged, which only reading it can tell. A client costs nothing
// until it is used; a listener for callbacks does.
func (all List) mayFetch(picture *state.Picture, maker string, supply Supply) bool {
	if !supply.Asked(picture) {
		return false
	}
	i := slices.IndexFunc(all, func(a *Account) bool { return a.Name == maker })
	return !all[i].Listens || supply.Vouch(picture.Artifact) != nil
}

// Unasked lists the accounts that a plan would buy from, and that have not said yet what
// they are, where they could be a sandbox.
func (all List) Unasked(p *plan.Plan) List {
	var unasked List
	for _, a := range all {
		if (a.Local || a.Far) && !a.Asked && slices.ContainsFunc(p.Changes, func(c *plan.Change) bool { return c.Action.Paid() && c.Account == a.Name }) {
			unasked = append(unasked, a)
		}
	}
	return unasked
}
