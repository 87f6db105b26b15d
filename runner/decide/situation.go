package decide

import (
	"gesso/runner/account"
	"gesso/runner/budget"
	"gesso/runner/provider"
	"gesso/runner/selection"
	"gesso/spec/config"
	"gesso/spec/eval"
	"gesso/state"
	"gesso/state/disk"
)

// Situation is all that a plan is made from.
type Situation struct {
	Config    *eval.Config
	State     *state.State
	Workspace *disk.Workspace
	Accounts  account.List

	// Check says what the provider of a block has against a request, without asking it.
	Check func(block *config.Provider, model, size string, edit bool) []provider.Problem

	// Budget bounds what a run of the plan buys.
	Budget budget.Budget

	// Choice is what of it a user has selected, and wants anew.
	Choice selection.Choice

	// RefreshOnly plans what brings the recorded and the real together for nothing, and
	// no more.
	RefreshOnly bool

	// Unrefreshed takes outputs for what is recorded of them, and looks at none.
	Unrefreshed bool

	// Unattended says that nobody is asked before the plan is carried out.
	Unattended bool

	// Destroy plans to remove everything instead of making what is declared.
	Destroy bool
}
