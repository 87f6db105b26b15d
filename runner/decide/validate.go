package decide

import (
	"context"

	"github.com/hashicorp/hcl/v2"

	"gesso/runner/account"
	"gesso/runner/decide/moving"
	"gesso/runner/decide/narrowing"
	"gesso/runner/provider"
	"gesso/spec/config"
	"gesso/spec/diag"
	"gesso/spec/eval"
	"gesso/state"
)

// Validate finds what is wrong with a configuration without looking at what
// exists.
func Validate(config *eval.Config, accounts account.List, check func(block *config.Provider, model, size string, edit bool) []provider.Problem) hcl.Diagnostics {
	p := newPlanner(Situation{Config: config, Accounts: accounts, Check: check}, moving.Moves{State: &state.State{}}, narrowing.Scope{})
	x, diags := config.Expand(p.decide)
	sources, _ := p.checkSources(context.Background()) // the error is the context's
	diags = append(diags, p.Config.Conceal(append(diag.MergeRepeated(p.diags), sources...))...)
	return append(diags, x.Checks()...)
}
