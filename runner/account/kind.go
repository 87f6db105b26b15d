package account

import (
	"cmp"
	"net/url"
	"slices"
	"strings"

	"gesso/runner/provider"
	"gesso/state"
	"gesso/state/disk"
)

// Sandbox is the kind of provider that requests to a sandbox have, in place of
// the kind of the block that they are sent by. Gesso once took whatever was at an
// address of this machine for a sandbox. So a picture whose request has that kind
// may be one of the service, through a gateway: it is, if it was delivered from
// where no sandbox delivers.
const Sandbox = "sandbox"

// service is the kind that requests of the account have when no sandbox is there.
func (a *Account) service() string { return a.Block.Name }

// may reports whether a kind can be the account's, for all that is known of it.
func (a *Account) may(kind string) bool {
	return kind == a.Kind || a.Unsure() && (kind == Sandbox || kind == a.service())
}

// throughGateway reports whether what is recorded with a kind can be the service's
// all the same.
func (a *Account) throughGateway(kind string) bool {
	return a.Kind != Sandbox && kind == Sandbox
}

// Placeholder reports whether an address is a sandbox's link to a picture.
func Placeholder(link string) bool {
	u, err := url.Parse(link)
	return err == nil && strings.Contains(u.Path, provider.PlaceholderPath)
}

// Takes reports whether a picture that is recorded with a kind may stand for one
// of the account's. A placeholder never counts as a picture that was bought.
func (a *Account) Takes(kind string, p *state.Picture) bool {
	switch {
	case a.may(kind):
		return true
	case !a.throughGateway(kind) || Placeholder(p.URL):
		return false
	}
	// Without an address, as of one from a file, nothing tells but that the
	// gateway is where it was.
	return p.URL != "" || a.Local
}

// TakesCall is Takes for a call of an earlier run.
func (a *Account) TakesCall(call *state.Call) bool {
	if a.may(call.Request.Kind) {
		return true
	}
	return a.throughGateway(call.Request.Kind) && a.At(call.Endpoint) && !slices.ContainsFunc(call.URLs, Placeholder)
}

// OtherKind is a request of the account as the sandbox would have it, or, of that,
// as the service would.
func (a *Account) OtherKind(r state.Request) state.Request {
	if r.Kind == Sandbox {
		r.Kind = a.service()
	} else {
		r.Kind = Sandbox
	}
	return r
}

// Assume decides as what the accounts that have not said what they are count until
// their endpoints are asked: by what is recorded, or, where a state was lost or is one
// of before any picture, by what the ledger says was last bought there. On this machine,
// without any record of the API, or with one of a placeholder, that is a sandbox;
// elsewhere it is the service, unless all that came from there was told to be a sandbox's. The error is one of
// reading the ledger.
func (all List) Assume(s *state.State, ledger *disk.Ledger) error {
	var entries []state.Entry
	for _, a := range all {
		if a.Asked || !a.Local && !a.Far {
			continue
		}
		assumed, usual := a.recordedKind(s), Sandbox
		if a.Far {
			usual = a.service()
		}
		if assumed == "" && entries == nil {
			var err error
			if entries, err = ledger.Entries(); err != nil {
				return err
			}
		}
		a.Kind = cmp.Or(assumed, a.boughtKind(entries), usual)
	}
	return nil
}

// recordedKind is the one of the account's kinds that a state's pictures come
// from, "" where none tells.
func (a *Account) recordedKind(s *state.State) (kind string) {
	for r := range s.All() {
		switch {
		case r.Request == nil || !r.HasPicture():
		case !a.Far && Placeholder(r.URL):
			return Sandbox
		case a.Far && kind == "" && r.Request.Kind == Sandbox && a.serves(r.URL):
			kind = Sandbox
		case r.Request.Kind == a.service():
			kind = a.service()
		}
	}
	return kind
}

// serves reports whether a link leads to the account's endpoint.
func (a *Account) serves(link string) bool {
	at, errA := url.Parse(a.Endpoint)
	to, errB := url.Parse(link)
	return errA == nil && errB == nil && at.Host == to.Host
}

// boughtKind is the kind of what was last collected from the account's endpoint,
// "" where nothing was.
func (a *Account) boughtKind(entries []state.Entry) string {
	for _, e := range slices.Backward(entries) {
		if e.Outcome == state.OutcomeCollected && e.Request != nil && a.At(e.Endpoint) && (e.Request.Kind == Sandbox || e.Request.Kind == a.service()) {
			return e.Request.Kind
		}
	}
	return ""
}
