package plan

import (
	"slices"
	"strings"

	"gesso/spec/config"
	"gesso/state"
)

// Account is a provider block as it is used: where its calls go, and as what
// its pictures stand in keys. Accounts of one kind make the same pictures, so
// that an image can move between them for nothing.
type Account struct {
	Block    *config.Provider
	Endpoint string // as calls are recorded with it
	Kind     string // "flux" or "sandbox"
	Local    bool   // the endpoint is an address of this machine: of the API through a gateway, or of a sandbox
	Asked    bool   // a Local endpoint has said itself what it is; else Kind is assumed
}

// Unsure reports whether nothing tells what is at the account's endpoint. What
// was made by either kind is then taken for what is wanted, as nothing is bought
// before the endpoint was asked.
func (a *Account) Unsure() bool { return a.Local && !a.Asked }

// Accounts are those of a configuration, one for each provider block.
type Accounts []*Account

// of returns the account of an image's block.
func (all Accounts) of(img *config.Image) *Account {
	return all[slices.IndexFunc(all, func(a *Account) bool { return a.Block == img.Provider })]
}

// Name is what the configuration calls the account: flux.second, or "" for the
// default one. Calls and pictures are recorded with it.
func (a *Account) Name() string {
	if a.Block.Alias == "" {
		return ""
	}
	return a.Block.String()
}

// Named returns the account with a name, or nil.
func (all Accounts) Named(name string) *Account {
	for _, a := range all {
		if a.Name() == name {
			return a
		}
	}
	return nil
}

// Home returns the account to ask about a call of an earlier run, whichever one
// its image buys from now: the one that made it, if it still has the endpoint;
// else, as when an alias was renamed, that of the image's block (which may be
// nil), or any other that has it. Nil says that none has.
func (all Accounts) Home(call state.Pending, img *config.Image) *Account {
	var found *Account
	for _, a := range all {
		switch {
		case !a.At(call.Endpoint):
		case a.Name() == call.Provider:
			return a
		case found == nil || img != nil && a.Block == img.Provider:
			found = a
		}
	}
	return found
}

// At reports whether the account has an endpoint.
func (a *Account) At(endpoint string) bool {
	return strings.TrimRight(a.Endpoint, "/") == strings.TrimRight(endpoint, "/")
}

// Maker returns the account to ask for a recorded picture: the one that made
// it, or own when there is no such account any more.
func (all Accounts) Maker(p state.Picture, own *Account) *Account {
	if a := all.Named(p.Provider); a != nil {
		return a
	}
	return own
}

// Need is an account that a run of a plan may call.
type Need struct {
	*Account
	Token bool // for more than fetching a picture by its URL, which takes no token
}

// sourceOf is the record of the image that a paid change is made from, or nil.
func (p *Plan) sourceOf(c *Change) *state.Record {
	if !c.Action.Paid() || p.all[c.Instance.Source.Image] == nil {
		return nil
	}
	return p.all[c.Instance.Source.Image].Before
}

// Needs lists the accounts that a run of the plan may call, in their order.
func (p *Plan) Needs() []Need {
	uses := map[*Account]bool{}
	use := func(a *Account, token bool) {
		if a != nil {
			uses[a] = uses[a] || token
		}
	}
	accounts := p.Situation.Accounts
	mayFetch := func(picture *state.Picture, own *Account) {
		if !p.Supply.Asked(picture) {
			return
		}
		// An object that is there may be damaged, which only reading it can tell. A
		// client costs nothing until it is used; a listener for callbacks does.
		maker := accounts.Maker(*picture, own)
		if maker.Block.Settings.Block("callback") == nil || p.Supply.Verify(picture.Artifact) != nil {
			use(maker, false)
		}
	}
	for _, c := range p.Changes {
		switch c.Action {
		case Generate, Regenerate:
			use(c.Account, true)
		case Resume:
			use(c.Home, true)
		case Import:
			if c.importsTask() {
				use(c.Account, true)
			}
		}
		if c.Action == Reuse {
			mayFetch(c.Picture, c.Account)
		}
		mayPlace := c.Action == Move || c.Action == Place || c.Action == Restore || c.Action.Paid() && !c.Known()
		if mayPlace && c.Before.HasPicture() {
			mayFetch(&c.Before.Picture, c.Account)
		}
		if source := p.sourceOf(c); source.HasPicture() {
			mayFetch(&source.Picture, c.Account)
		}
	}
	for _, s := range p.Strays {
		if !s.InDoubt() {
			use(s.Home, true)
		}
	}
	var needs []Need
	for _, a := range accounts {
		if token, used := uses[a]; used {
			needs = append(needs, Need{a, token})
		}
	}
	return needs
}
