package account

import (
	"slices"

	"gesso/runner/plan"
	"gesso/spec/config"
	"gesso/state"
)

// Account is a provider block as it is used: where its calls go, and as what
// its pictures stand in keys. Accounts of one kind make the same pictures, so
// that an image can move between them for nothing.
type Account struct {
	plan.Account
	Block   *config.Provider
	Kind    string // the block's, or "sandbox"
	Listens bool   // its client listens on this machine while it is open
	Local   bool   // the endpoint is an address of this machine: of the service through a gateway, or of a sandbox
	Far     bool   // it is another address than the service's own: of a gateway to that, or of a sandbox
	Asked   bool   // a Local or Far endpoint has said itself what it is; else Kind is assumed
}

// New returns the account of a provider block whose calls go to an endpoint. Kind,
// and what is known of the endpoint, is the caller's to add.
func New(block *config.Provider, endpoint string) *Account {
	a := &Account{Account: plan.Account{Name: block.String(), Endpoint: endpoint, Currency: block.Currency}, Block: block}
	if block.Alias != "" || block.Kind != nil && !block.Kind.Unnamed {
		a.RecordedAs = a.Name
	}
	return a
}

// Unsure reports whether nothing tells what is at the account's endpoint. What
// was made by either kind is then taken for what is wanted, as nothing is bought
// before the endpoint was asked.
func (a *Account) Unsure() bool { return a.Local && !a.Asked }

// Title is the account's name in a plan, "" of nil.
func (a *Account) Title() string {
	if a == nil {
		return ""
	}
	return a.Name
}

// Price is what a picture of a model costs, or nil where nothing says it.
func (a *Account) Price(model string) *float64 {
	if value, ok := a.Block.Price[model]; ok {
		return &value
	}
	return nil
}

// List is the accounts of a configuration, one for each provider block.
type List []*Account

// Of returns the account of an image's block, which must be of the configuration.
func (all List) Of(img *config.Image) *Account {
	return all[slices.IndexFunc(all, func(a *Account) bool { return a.Block == img.Provider })]
}

// Plain are the accounts as a plan has them.
func (all List) Plain() plan.Accounts {
	plain := make(plan.Accounts, len(all))
	for i, a := range all {
		plain[i] = a.Account
	}
	return plain
}

// Home returns the account to ask about a call of an earlier run, whomever its
// image buys from now: the one that made it, if it still has the endpoint;
// else, as when an alias was renamed, that of the image's block (which may be
// nil), or any other that has it. Nil says that none has.
func (all List) Home(call state.Call, img *config.Image) *Account {
	var found *Account
	for _, a := range all {
		switch {
		case !a.At(call.Endpoint):
		case a.RecordedAs == call.Provider:
			return a
		case found == nil || img != nil && a.Block == img.Provider:
			found = a
		}
	}
	return found
}
