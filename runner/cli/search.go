package cli

import (
	"cmp"
	"context"

	"gesso/runner"
	"gesso/runner/decide"
	"gesso/runner/plan"
	"gesso/runner/report"
)

// search looks for requests in doubt where they were made, and says what is
// found. It never fails for want of an answer.
func (s *session) search(ctx context.Context, calls []plan.Call) ([]runner.Finding, error) {
	listers := map[*decide.Account]runner.Lister{}
	from := func(call plan.Call) runner.Lister {
		home := s.accounts.Home(call.Call, s.config.Block(call.Address))
		if home == nil || builtin(home) || s.app.token(home) == "" {
			return nil // the sandbox of a process that is over has forgotten it
		}
		if _, known := listers[home]; !known {
			listers[home] = nil
			if client, err := kindOf(home.Block).Open(s.opening(home)); err == nil {
				listers[home], _ = client.(runner.Lister) // most providers have no list
			}
		}
		return listers[home]
	}
	findings, err := runner.Search(ctx, s.workspace, s.state, calls, from)
	report.Findings(s.app.out, findings)
	return findings, err
}

// settleDoubts is what an apply begins with: requests in doubt that the
// provider's list has are taken for what they became, before anything is
// planned. It is free, and never decides what is not certain.
func (s *session) settleDoubts(ctx context.Context) error {
	calls := runner.Unsettled(s.state, "")
	findings, err := s.search(ctx, calls)
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
	tools := runner.Tools{Recorded: s.app.Recorded, Now: s.app.Now}
	if tools.Journal, err = s.workspace.Begin(s.loaded); err != nil {
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

// lookUp is search for a command that needs no configuration: without a whole
// one nobody is asked.
func (s *session) lookUp(ctx context.Context, o *options, calls []plan.Call) error {
	in := s.app.inputs(o)
	in.Ask = nil
	config, diags := s.app.readConfig(in)
	if diags.HasErrors() {
		return config.Close()
	}
	s.config, s.accounts = config, s.app.accounts(config)
	_, err := s.search(ctx, calls)
	return err
}
