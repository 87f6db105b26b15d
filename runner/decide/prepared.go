package decide

import (
	"context"

	"github.com/hashicorp/hcl/v2"

	"gesso/runner/account"
	"gesso/runner/derive"
	"gesso/runner/library"
	"gesso/runner/opencalls"
	"gesso/runner/plan"
	"gesso/runner/supply"
	"gesso/spec/eval"
	"gesso/state"
)

// Prepared is a plan, with what cannot be written down of what it was made from and
// what carries it out needs: the Supply, and what an Evaluation decides with.
type Prepared struct {
	*plan.Plan
	Supply *supply.Supply // of what was paid for already

	situation Situation
	expansion *eval.Expansion
	all       map[string]*change // of every declared instance
	library   *library.Library
	edits     map[string][]state.Key // what is asked for of images, see the ladder
	offered   []*opencalls.Call      // of images that the plan leaves out, for those whose request is not known yet
}

// Forget lets go of everything but the plan itself, for callers that only show it: what it was
// made from takes more than half of the memory. Afterwards nothing can carry it out.
func (p *Prepared) Forget() { *p = Prepared{Plan: p.Plan} }

// Expansion is the configuration as the plan leaves it: with the pictures that
// stay, and placeholders for those that will be made.
func (p *Prepared) Expansion() *eval.Expansion { return p.expansion }

// Needs lists the accounts that a run of the plan may call, in their order.
func (p *Prepared) Needs() []account.Need { return p.situation.Accounts.Needs(p.Plan, p.Supply) }

// Unasked lists the accounts that the plan would buy from and of which nothing tells
// what they are.
func (p *Prepared) Unasked() account.List { return p.situation.Accounts.Unasked(p.Plan) }

// noteFiles adds to the plan what happens to files.
func (p *Prepared) noteFiles(ctx context.Context) (hcl.Diagnostics, error) {
	s := p.situation
	return derive.Note(ctx, p.Plan, derive.Ground{Workspace: s.Workspace, Others: s.Others, Seen: s.seen, Unrefreshed: s.Unrefreshed, Lenient: s.Hands.Lenient},
		func(address, path string) hcl.Range { return p.all[address].Instance.DeriveRange(path) })
}
