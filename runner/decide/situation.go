package decide

import (
	"context"

	"gesso/runner/account"
	"gesso/runner/budget"
	"gesso/runner/decide/objections"
	"gesso/runner/drift"
	"gesso/runner/plan"
	"gesso/runner/selection"
	"gesso/runner/wishes"
	"gesso/spec/eval"
	"gesso/state"
	"gesso/state/disk"
	"gesso/state/disk/workspaces"
)

// Situation is all that a plan is made from.
type Situation struct {
	Config    *eval.Config
	State     *state.State
	Workspace *disk.Workspace
	Accounts  account.List

	// Check says what the provider of a block has against a request, without asking it.
	Check objections.Check

	// Budget bounds what a run of the plan buys.
	Budget budget.Budget

	// Choice is what of it a user has selected, and wants anew.
	Choice selection.Choice

	// Like is an earlier plan of which this one leaves out the same, whatever Choice
	// says. Nil is that there is none.
	Like *plan.Plan

	// Unmoved moves no record because it fits a new address: a renamed image takes its
	// picture from the store, and the old one is removed. Moved blocks, and a count that
	// came or went, move records all the same.
	Unmoved bool

	// StaleAnew makes anew what is stale, of images that a user has to say that of.
	StaleAnew bool

	// RefreshOnly plans what brings the recorded and the real together for nothing, and
	// no more.
	RefreshOnly bool

	// Unrefreshed takes outputs for what is recorded of them, and looks at none.
	Unrefreshed bool

	// ReplaceLost buys again all that was paid for and that nobody has any more.
	ReplaceLost bool

	// Others are the outputs of other workspaces, which are neither replaced nor
	// removed.
	Others workspaces.Outputs

	// Unattended says that nobody is asked before the plan is carried out.
	Unattended bool

	// Approved tells of a run that nobody watches for which addresses somebody has approved
	// beforehand that their pictures are bought, and how often their requests had made
	// nothing by then. Nil is that nobody has.
	Approved map[string]int

	// Before has, for each of Replace that somebody asked for before an earlier run, the
	// intents of the calls that were open then: later ones were begun for that.
	Before map[string][]string

	// Explain is the address of the image about which the plan keeps what decided it;
	// see Prepared.Explain.
	Explain string

	// Hands are what a user says of what was made by hand.
	Hands Hands

	// Wishes are what people who have looked at the pictures want in their places.
	Wishes *wishes.Wishes

	// Destroy plans to remove everything instead of making what is declared.
	Destroy bool

	// Reviews are what people decide about the pictures that addresses have now, by the
	// address. One about another picture, or that is recorded already, does nothing.
	Reviews map[string]state.Review

	seen *drift.Seen // what became of the outputs; see look
}

// look looks at what became of the outputs, where somebody wants to know.
func (s *Situation) look(ctx context.Context) (err error) {
	if !s.Unrefreshed && !s.Destroy && s.Workspace != nil {
		s.seen, err = drift.Look(ctx, s.Workspace, s.State, s.Others)
	}
	return err
}
