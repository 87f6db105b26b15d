package session

import (
	"cmp"
	"context"

	"gesso/runner"
	"gesso/runner/account"
	"gesso/runner/build"
	"gesso/runner/plan"
	"gesso/runner/report"
	"gesso/runner/unsettled"
)

// Search looks for requests in doubt in the lists of the providers that they were sent to,
// and prints the findings. A provider that does not answer is not an error.
func (s *Session) Search(ctx context.Context, calls []plan.Call) ([]runner.Finding, error) {
	listers := map[*account.Account]runner.Lister{}
	from := func(call plan.Call) runner.Lister {
		home := s.Accounts.Home(call.Call, s.Config.Block(call.Address))
		if home == nil || builtin(home) || s.token(home) == "" {
			return nil // the sandbox of an ended process has forgotten the request
		}
		if _, known := listers[home]; !known {
			listers[home] = nil
			if client, err := s.kindOf(home.Block).Open(s.opening(home)); err == nil {
				listers[home], _ = client.(runner.Lister) // most providers have no list
			}
		}
		return listers[home]
	}
	findings, err := runner.Search(ctx, s.Workspace, s.State, calls, from)
	s.showFindings(findings)
	return findings, err
}

// showFindings prints what the providers' lists say about requests in doubt.
func (s *Session) showFindings(findings []runner.Finding) {
	if !s.App.AsJSON() {
		report.Findings(s.App.Out, findings)
		return
	}
	for _, f := range findings {
		s.App.Stream().Log(f.Call.Address + ": " + f.String())
	}
}

// SettleDoubts is the first step of an apply: before planning, it adopts the tasks of
// requests in doubt that the provider's list identifies with certainty. It is free.
func (s *Session) SettleDoubts(ctx context.Context) error {
	calls := unsettled.Calls(s.State, "")
	findings, err := s.Search(ctx, calls)
	if err != nil {
		return err
	}
	var certain []runner.Finding
	for _, f := range findings {
		if f.Certain() != "" {
			certain = append(certain, f)
		}
	}
	if len(certain) == 0 {
		return nil
	}
	tools := runner.Tools{Recorded: s.recorded(), Now: s.App.Now, Version: build.Version()}
	if tools.Journal, err = s.Workspace.Begin(s.Loaded); err != nil {
		return err
	}
	for _, f := range certain {
		err = cmp.Or(err, runner.Adopt(f.Call, f.Certain(), tools))
	}
	if err = cmp.Or(err, tools.Journal.Close()); err != nil {
		return err
	}
	return s.readState()
}

// LookUp is Search for a command that works without a configuration. Without a complete one
// no provider is asked.
func (s *Session) LookUp(ctx context.Context, calls []plan.Call) error {
	in := s.inputs()
	in.Ask = nil
	if s.read(in).HasErrors() {
		return nil
	}
	_, err := s.Search(ctx, calls)
	return err
}
