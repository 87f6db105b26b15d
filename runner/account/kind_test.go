package account

import (
	"testing"

	"gesso/runner/plan"
	"gesso/spec/config"
	"gesso/state"
)

// Which recorded pictures may stand for one of an account's.
func TestAccountTakes(t *testing.T) {
	const (
		kindFlux, kindElse = "flux", "painter"

		link  = "http://127.0.0.1:8787/sandbox/pictures/ab.png?until=1"
		other = "https://cdn.test/ab.png"
	)
	builtin := &Account{Account: plan.Account{Endpoint: "sandbox"}, Kind: Sandbox}
	remote := &Account{Account: plan.Account{Endpoint: "https://api.test"}, Kind: kindFlux}
	unsure := &Account{Account: plan.Account{Endpoint: "http://127.0.0.1:8787"}, Block: &config.Provider{Name: kindFlux}, Kind: Sandbox, Local: true}
	rehearsal := &Account{Account: plan.Account{Endpoint: "http://127.0.0.1:8787"}, Kind: Sandbox, Local: true, Asked: true}
	gateway := &Account{Account: plan.Account{Endpoint: "http://127.0.0.1:8787"}, Kind: kindFlux, Local: true, Asked: true}
	tests := []struct {
		kind, url string
		want      map[*Account]bool
	}{
		{Sandbox, link, map[*Account]bool{builtin: true, remote: false, unsure: true, rehearsal: true, gateway: false}},
		{Sandbox, other, map[*Account]bool{builtin: true, remote: true, unsure: true, rehearsal: true, gateway: true}},
		{Sandbox, "", map[*Account]bool{builtin: true, remote: false, unsure: true, rehearsal: true, gateway: true}},
		{kindFlux, other, map[*Account]bool{builtin: false, remote: true, unsure: true, rehearsal: false, gateway: true}},
		{kindElse, other, map[*Account]bool{builtin: false, remote: false, unsure: false, rehearsal: false, gateway: false}},
		{kindFlux, "", map[*Account]bool{builtin: false, remote: true, unsure: true, rehearsal: false, gateway: true}},
	}
	for _, test := range tests {
		for account, want := range test.want {
			if got := account.Takes(test.kind, &state.Picture{URL: test.url}); got != want {
				t.Errorf("%s at %q for %+v: got %v", test.kind, test.url, account, got)
			}
		}
	}
}
