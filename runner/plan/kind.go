package plan

import (
	"cmp"
	"net/url"
	"slices"
	"strings"

	"gesso/runner/provider"
	"gesso/state"
	"gesso/state/disk"
)

// The kinds of providers, as requests have them. Gesso once took whatever was at
// an address of this machine for a sandbox. So a picture whose request has that
// kind may be one of the API, through a gateway: it is, if it was delivered from
// where no sandbox delivers.
const (
	kindFlux    = "flux"
	kindSandbox = "sandbox"
)

// placeholder reports whether an address is a sandbox's link to a picture.
func placeholder(link string) bool {
	u, err := url.Parse(link)
	return err == nil && strings.Contains(u.Path, provider.PlaceholderPath)
}

// takes reports whether a picture that is recorded with a kind may stand for one
// of the account's. A placeholder never counts as a picture that was bought.
func (a *Account) takes(kind string, p *state.Picture) bool {
	switch {
	case kind == a.Kind || a.Unsure():
		return true
	case a.Kind != kindFlux || placeholder(p.URL):
		return false
	}
	// Without an address, as of one from a file, nothing tells but that the
	// gateway is where it was.
	return p.URL != "" || a.Local
}

// takesCall is takes for a call of an earlier run.
func (a *Account) takesCall(call *state.Pending) bool {
	if call.Request.Kind == a.Kind || a.Unsure() {
		return true
	}
	return a.Kind == kindFlux && a.At(call.Endpoint) && !slices.ContainsFunc(call.URLs, placeholder)
}

// otherKind is the request as the other kind of provider would have it.
func otherKind(r state.Request) state.Request {
	if r.Kind == kindFlux {
		r.Kind = kindSandbox
	} else {
		r.Kind = kindFlux
	}
	return r
}

// settleKind makes the change's request one of the other kind, if that is
// recorded of it and nothing tells yet which kind there is now: a plan
// that nobody has asked about costs nothing on account of it.
func (c *Change) settleKind(calls []*state.Pending) {
	if c.Account == nil || !c.Account.Unsure() {
		return
	}
	other := *c
	other.Request = otherKind(c.Request)
	other.Key = other.Request.Key()
	recorded := func(key state.Key, r *state.Request) bool {
		return r != nil && r.Kind == other.Request.Kind && other.wants(key, r)
	}
	if c.Before.HasPicture() && recorded(c.Before.Key, c.Before.Request) ||
		slices.ContainsFunc(calls, func(p *state.Pending) bool { return recorded(p.Key, &p.Request) }) {
		c.Request, c.Key = other.Request, other.Key
	}
}

// Assume decides as what the accounts that are not sure count until their
// endpoints are asked: by what is recorded, or, where a state was lost or is one
// of before any picture, by what the ledger says was last bought there. Without
// any record of the API, or with one of a placeholder, that is a sandbox. The
// error is one of reading the ledger.
func (all Accounts) Assume(s *state.State, ledger *disk.Ledger) error {
	if !slices.ContainsFunc(all, (*Account).Unsure) {
		return nil
	}
	assumed := recordedKind(s)
	var entries []state.Entry
	if assumed == "" {
		var err error
		if entries, err = ledger.Entries(); err != nil {
			return err
		}
	}
	for _, a := range all {
		if a.Unsure() {
			a.Kind = cmp.Or(assumed, a.boughtKind(entries), kindSandbox)
		}
	}
	return nil
}

// recordedKind is the kind of what a state's pictures come from, "" where none
// tells.
func recordedKind(s *state.State) (kind string) {
	for r := range s.All() {
		switch {
		case r.Request == nil || !r.HasPicture():
		case placeholder(r.URL):
			return kindSandbox
		case r.Request.Kind == kindFlux:
			kind = kindFlux
		}
	}
	return kind
}

// boughtKind is the kind of what was last collected from the account's endpoint,
// "" where nothing was.
func (a *Account) boughtKind(entries []state.Entry) string {
	for _, e := range slices.Backward(entries) {
		if e.Outcome == state.OutcomeCollected && e.Request != nil && a.At(e.Endpoint) {
			return e.Request.Kind
		}
	}
	return ""
}

// Unasked lists the accounts that the plan would buy from and of which nothing
// tells what they are.
func (p *Plan) Unasked() []*Account {
	var all []*Account
	for _, c := range p.Changes {
		if c.Action.Paid() && c.Account.Unsure() && !slices.Contains(all, c.Account) {
			all = append(all, c.Account)
		}
	}
	return all
}
