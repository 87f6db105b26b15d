package plan

import (
	"slices"
	"strings"

	"gesso/state"
)

// Account is a provider block as a plan and its run know it.
type Account struct {
	Name       string `json:"name"`                  // what the configuration calls the block: painter, or painter.second
	RecordedAs string `json:"recorded_as,omitempty"` // what calls and pictures are recorded with: painter.second, or "" for the default one
	Endpoint   string `json:"endpoint"`              // as calls are recorded with it
	Currency   string `json:"currency,omitempty"`    // of its prices; "" is not said
}

// builtin reports whether the account is the sandbox inside gesso, which charges
// nothing.
func (a Account) builtin() bool { return a.Endpoint == state.EndpointBuiltin }

// At reports whether the account has an endpoint.
func (a Account) At(endpoint string) bool {
	return strings.TrimRight(a.Endpoint, "/") == strings.TrimRight(endpoint, "/")
}

// Accounts are those of a configuration, one for each provider block.
type Accounts []Account

// Recorded returns the account that calls and pictures are recorded with, and
// whether there is one.
func (all Accounts) Recorded(provider string) (Account, bool) {
	i := slices.IndexFunc(all, func(a Account) bool { return a.RecordedAs == provider })
	if i < 0 {
		return Account{}, false
	}
	return all[i], true
}

// Named returns the account of a name, and whether there is one.
func (all Accounts) Named(name string) (Account, bool) {
	i := slices.IndexFunc(all, func(a Account) bool { return a.Name == name })
	if i < 0 {
		return Account{}, false
	}
	return all[i], true
}

// Maker returns the name of the account to ask for a recorded picture: the one that
// made it, or own when there is no such account any more.
func (all Accounts) Maker(p state.Picture, own string) string {
	if a, ok := all.Recorded(p.Provider); ok {
		return a.Name
	}
	return own
}
