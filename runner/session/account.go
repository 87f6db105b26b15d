package session

import (
	"cmp"
	"context"
	"maps"
	"net"
	"net/url"
	"slices"

	"gesso/runner/account"
	"gesso/runner/decide"
	"gesso/spec/config"
	"gesso/spec/eval"
	"gesso/state"
)

// accounts are what the provider blocks mean in this environment, the default
// one first.
func (s *Session) accounts(config *eval.Config) account.List {
	var all account.List
	for _, name := range slices.Sorted(maps.Keys(config.Providers)) {
		p := config.Providers[name]
		endpoint := cmp.Or(s.setting(p, true)("endpoint"), s.kindOf(p).Endpoint)
		account := account.New(p, endpoint)
		account.Kind, account.Local = kindIn(p, endpoint), loopback(endpoint)
		account.Far = !account.Local && !builtin(account) && !account.At(s.kindOf(p).Endpoint)
		if listens := s.kindOf(p).Listens; listens != nil {
			account.Listens = listens(p.Settings)
		}
		all = append(all, account)
	}
	return all
}

// builtin reports whether an account's pictures come from a sandbox inside
// this process.
func builtin(a *account.Account) bool { return a.Endpoint == state.EndpointBuiltin }

// sandboxKind is the kind in keys of what a sandbox makes, whomever it stands in
// for.
const sandboxKind = "sandbox"

// kindIn is the provider kind in keys, as far as an address tells. On this
// machine it is a sandbox, whose pictures must never count as bought ones, until
// it says otherwise: see identify.
func kindIn(p *config.Provider, endpoint string) string {
	if endpoint == state.EndpointBuiltin || loopback(endpoint) {
		return sandboxKind
	}
	return p.Name
}

// setting tells what a provider block says, or else the environment.
func (s *Session) setting(p *config.Provider, real bool) func(name string) string {
	return s.kindOf(p).Settings(p.Settings, s.App.Getenv, real)
}

func loopback(endpoint string) bool {
	u, err := url.Parse(endpoint)
	if err != nil {
		return false
	}
	ip := net.ParseIP(u.Hostname())
	return u.Hostname() == "localhost" || ip != nil && ip.IsLoopback()
}

// token is an account's: of its block, or else of the environment. A sandbox
// takes any, and a gateway on this machine may have its own.
func (s *Session) token(account *account.Account) string {
	token := s.setting(account.Block, account.Kind != sandboxKind)("token")
	if token == "" && (account.Kind == sandboxKind || account.Local) {
		return sandboxKind
	}
	return token
}

// identify asks the endpoints that a plan would buy from, and that are not the service's
// own, whether they are a gesso sandbox, and reports whether one is not what the plan took it
// for. One that does not answer stays what it is: nothing can be bought there.
func (s *Session) identify(ctx context.Context, p *decide.Prepared) (mistaken bool) {
	for _, account := range p.Unasked() {
		sandbox, err := s.kindOf(account.Block).StandsIn(ctx, account.Endpoint)
		s.App.Log.Identified(account.Name, account.Kind, err == nil)
		if err != nil {
			continue
		}
		kind := account.Block.Name
		if sandbox {
			kind = sandboxKind
		}
		mistaken = mistaken || kind != account.Kind
		account.Kind, account.Asked = kind, true
	}
	return mistaken
}
