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

// accounts resolves the provider blocks to accounts, using the environment where a block
// leaves a setting out. The default provider comes first.
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

// builtin reports whether an account's pictures come from the sandbox inside this process.
func builtin(a *account.Account) bool { return a.Endpoint == state.EndpointBuiltin }

// sandboxKind is the provider kind that keys carry for pictures made by a sandbox,
// whichever provider it stands in for.
const sandboxKind = "sandbox"

// kindIn returns the provider kind for keys, as far as the endpoint tells. An endpoint on
// this machine counts as a sandbox until it says otherwise (see identify), because a
// sandbox's pictures must never count as bought ones.
func kindIn(p *config.Provider, endpoint string) string {
	if endpoint == state.EndpointBuiltin || loopback(endpoint) {
		return sandboxKind
	}
	return p.Name
}

// setting looks up a provider setting in the block, then in the environment.
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

// token returns an account's token, from its block or else from the environment. A sandbox
// accepts any token, and a gateway on this machine may add its own, so neither needs one.
func (s *Session) token(account *account.Account) string {
	token := s.setting(account.Block, account.Kind != sandboxKind)("token")
	if token == "" && (account.Kind == sandboxKind || account.Local) {
		return sandboxKind
	}
	return token
}

// identify asks every endpoint that the plan would buy from, other than the service's own,
// whether it is a gesso sandbox. It reports whether the plan was wrong about one of them.
// An endpoint that does not answer keeps its kind: nothing can be bought there.
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
