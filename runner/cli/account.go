package cli

import (
	"cmp"
	"context"
	"maps"
	"net"
	"net/url"
	"slices"

	"gesso/runner/flux"
	"gesso/runner/plan"
	"gesso/spec/eval"
	"gesso/state"
)

// accounts are what the provider blocks mean in this environment, the default
// one first.
func (a *app) accounts(config *eval.Config) plan.Accounts {
	var all plan.Accounts
	for _, name := range slices.Sorted(maps.Keys(config.Providers)) {
		p := config.Providers[name]
		endpoint := cmp.Or(p.Endpoint, variable(a.Environ, "ACEDATACLOUD_API_BASE_URL"), flux.DefaultEndpoint)
		all = append(all, &plan.Account{Block: p, Endpoint: endpoint, Kind: kindOf(endpoint), Local: loopback(endpoint)})
	}
	return all
}

// builtin reports whether an account's pictures come from a sandbox inside
// this process.
func builtin(a *plan.Account) bool { return a.Endpoint == state.EndpointBuiltin }

// kindOf is the provider kind in keys, as far as an address tells. On this
// machine it is a sandbox, whose pictures must never count as bought ones, until
// it says otherwise: see identify.
func kindOf(endpoint string) string {
	if endpoint == state.EndpointBuiltin || loopback(endpoint) {
		return "sandbox"
	}
	return "flux"
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
func (a *app) token(account *plan.Account) string {
	token := cmp.Or(account.Block.Token, variable(a.Environ, "ACEDATACLOUD_API_TOKEN"))
	if token == "" && (account.Kind == "sandbox" || account.Local) {
		return "sandbox"
	}
	return token
}

// uploadEndpoint is where an account's sources are uploaded to: what its block
// says, or else the environment; "" follows the endpoint. What the environment
// says is about the real platform, which no rehearsal sends pictures to.
func (a *app) uploadEndpoint(account *plan.Account) string {
	if account.Kind == "sandbox" {
		return account.Block.Settings.Text("upload_endpoint")
	}
	return cmp.Or(account.Block.Settings.Text("upload_endpoint"), variable(a.Environ, "ACEDATACLOUD_PLATFORM_BASE_URL"))
}

// uploadToken is the platform's token, which need not be the API's; "" is that.
func (a *app) uploadToken(account *plan.Account) string {
	if account.Kind == "sandbox" {
		return account.Block.Settings.Text("upload_token")
	}
	return cmp.Or(account.Block.Settings.Text("upload_token"), variable(a.Environ, "ACEDATACLOUD_PLATFORM_TOKEN"))
}

// identify asks the endpoints on this machine that a plan would buy from whether
// they are a gesso sandbox, and reports whether one is not what the plan took it
// for. One that does not answer stays what it is: nothing can be bought there.
func (s *session) identify(ctx context.Context, p *plan.Plan) (mistaken bool) {
	for _, account := range p.Unasked() {
		sandbox, err := flux.IsSandbox(ctx, account.Endpoint)
		if err != nil {
			continue
		}
		kind := "flux"
		if sandbox {
			kind = "sandbox"
		}
		mistaken = mistaken || kind != account.Kind
		account.Kind, account.Asked = kind, true
	}
	return mistaken
}
