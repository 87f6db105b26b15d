package session

import (
	"context"

	"github.com/hashicorp/hcl/v2"

	"gesso/runner/decide"
	"gesso/runner/provider"
	"gesso/spec/config"
)

// Plan makes a plan and prints its errors together with the earlier diagnostics. Show or
// Warn print the warnings. It makes no requests. The session must be open.
func (s *Session) Plan(ctx context.Context, earlier hcl.Diagnostics) (*decide.Prepared, error) {
	p, diags, err := s.decide(ctx)
	return s.tell(p, append(earlier, diags...), err)
}

// PlanToApply is Plan for a run: it also asks endpoints of unknown kind what they are.
func (s *Session) PlanToApply(ctx context.Context, earlier hcl.Diagnostics) (*decide.Prepared, error) {
	p, diags, err := s.plan(ctx)
	return s.tell(p, append(earlier, diags...), err)
}

func (s *Session) plan(ctx context.Context) (*decide.Prepared, hcl.Diagnostics, error) {
	p, diags, err := s.decide(ctx)
	// If an endpoint is of another kind than assumed, the keys change and so does what must
	// be bought. Plan again, so that the user approves the right plan.
	for err == nil && !diags.HasErrors() && s.identify(ctx, p) {
		p, diags, err = s.decide(ctx)
	}
	return p, diags, err
}

func (s *Session) decide(ctx context.Context) (*decide.Prepared, hcl.Diagnostics, error) {
	var err error
	if s.owned, err = s.others(); err != nil {
		return nil, nil, err
	}
	if err := s.Accounts.Assume(s.State, s.Workspace.Ledger()); err != nil {
		return nil, nil, err
	}
	choice, err := s.Choice()
	if err != nil {
		return nil, nil, err
	}
	wished, err := s.wishes()
	if err != nil {
		return nil, nil, err
	}
	situation := decide.Situation{
		Wishes: wished,
		Config: s.Config, State: s.State, Workspace: s.Workspace, Accounts: s.Accounts, Check: s.check,
		Destroy: s.Options.Destroy, RefreshOnly: s.Options.RefreshOnly, Unrefreshed: s.Options.Unrefreshed,
		StaleAnew: s.Options.StaleAnew, Unmoved: s.Options.Unmoved, ReplaceLost: s.Options.ReplaceLost,
		Choice: choice, Budget: s.Options.effective(s.Config.Budget),
		Unattended: s.Options.AutoApprove, Explain: s.Options.Explain, Others: s.owned, Hands: s.hands,
	}
	if wished != nil {
		situation.Reviews = wished.Reviews
	}
	if f := s.saved; f != nil {
		entries, err := s.Workspace.Ledger().Entries()
		if err != nil {
			return nil, nil, err
		}
		situation.Like, situation.RefreshOnly, situation.StaleAnew = f.Plan, f.Plan.RefreshOnly, f.Plan.StaleAnew
		situation.Unmoved = f.Plan.Unmoved
		situation.Choice.Replaces, situation.Budget = f.Replace(s.State.Get, entries), f.Plan.Budget
		situation.Unattended, situation.Approved, situation.Before = true, f.Approved(), f.Before()
	}
	p, diags, err := decide.Make(ctx, situation)
	if p != nil {
		p.Decisions = wished.Settle(p.Plan)
	}
	return p, diags, err
}

// tell prints the errors of a plan and keeps its warnings.
func (s *Session) tell(p *decide.Prepared, diags hcl.Diagnostics, err error) (*decide.Prepared, error) {
	if told := s.keep(diags); told != nil {
		return nil, told
	}
	if err != nil {
		s.Warn()
	}
	if err == nil {
		s.App.Log.Decided(p.Plan)
		s.sayWorkspace()
	}
	return p, err
}

// Validate finds what is wrong with a configuration, without looking at any picture. The
// configuration must have been read without errors.
func (s *Session) Validate() hcl.Diagnostics {
	return decide.Validate(s.Config, s.Accounts, s.check)
}

// check returns the provider's objections to a request, without asking the service.
func (s *Session) check(block *config.Provider, model, size string, edit bool) []provider.Problem {
	if k := s.kindOf(block); k.Check != nil {
		return k.Check(model, size, edit)
	}
	return nil
}

func (s *Session) kindOf(block *config.Provider) *provider.Kind { return s.Kinds.Of(block.Kind) }
