package session

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"gesso/runner"
	"gesso/runner/account"
	"gesso/runner/command"
	"gesso/runner/plan"
)

// found looks up which tasks requests in doubt became, by their intents, if the decision is
// to abandon them: a picture that is paid for and can be had is not given up.
func (s *Session) found(ctx context.Context, calls []plan.Call, d runner.Decision) (map[string]string, error) {
	doubts := slices.DeleteFunc(slices.Clone(calls), func(c plan.Call) bool { return !c.InDoubt() })
	if !d.Abandon || len(doubts) == 0 {
		return nil, nil
	}
	findings, err := s.Search(ctx, doubts)
	tasks := map[string]string{}
	for _, f := range findings {
		tasks[f.Call.Intent] = f.Certain()
	}
	return tasks, err
}

// Settle carries out a decision about calls one after the other, prints what was done, and
// returns the exit code. Calls to be abandoned are looked up first; those that can be had
// are collected.
func (s *Session) Settle(ctx context.Context, calls []plan.Call, d runner.Decision) int {
	found, err := s.found(ctx, calls, d)
	if err != nil {
		return s.App.End(err)
	}
	return s.settle(ctx, calls, d, found)
}

// settle is Settle with the tasks that requests in doubt became.
func (s *Session) settle(ctx context.Context, calls []plan.Call, d runner.Decision, found map[string]string) int {
	a := s.App
	decision := func(call plan.Call) runner.Decision {
		if task := found[call.Intent]; task != "" {
			return runner.Decision{Task: task}
		}
		return d
	}
	homes := make([]*plan.Account, len(calls))
	var needs []account.Need
	for n, call := range calls {
		d := decision(call)
		if d.File != "" {
			continue
		}
		home := s.Accounts.Home(call.Call, s.Config.Block(call.Address))
		if home == nil && d.Task != "" {
			return a.End(&plan.StrandedError{Endpoint: call.Endpoint, Task: d.Task})
		}
		needed := func(need account.Need) bool { return need.Account == home }
		if home != nil {
			homes[n] = &home.Account
		}
		if (d.Task != "" || home != nil && !call.InDoubt()) && !slices.ContainsFunc(needs, needed) {
			needs = append(needs, account.Need{Account: home, Token: d.Task != ""})
		}
	}
	tools, err := s.Connect(needs...)
	if err != nil {
		return a.End(err)
	}
	if tools.Journal, err = s.Workspace.Begin(s.Loaded); err != nil {
		return a.End(err)
	}
	for n, call := range calls {
		done, failed := runner.Resolve(ctx, s.Workspace, call, decision(call), homes[n], tools)
		if err = failed; err != nil {
			break
		}
		if len(calls) > 1 {
			done = call.Address + ": " + done
		}
		fmt.Fprintln(a.Stdout, done)
	}
	if err = cmp.Or(err, tools.Journal.Close()); err != nil {
		return a.End(err)
	}
	return command.ExitDone
}
