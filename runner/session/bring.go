package session

import (
	"context"
	"maps"
	"slices"
	"strings"

	"gesso/runner"
	"gesso/runner/build"
	"gesso/runner/command"
	"gesso/runner/plan"
	"gesso/runner/records"
	"gesso/runner/report"
	"gesso/runner/revert"
	"gesso/state"
	"gesso/state/disk"
)

// PlanBack plans how to bring back earlier pictures of addresses. The state must be open.
func (s *Session) PlanBack(ctx context.Context, targets []revert.Target) (*revert.Made, error) {
	owned, err := s.others()
	if err != nil {
		return nil, err
	}
	s.owned = owned
	return revert.Make(ctx, revert.Situation{State: s.State, Workspace: s.Workspace, Others: owned}, targets)
}

// Bring carries out a plan made by PlanBack and prints the result. It returns the exit code
// and the name of the copy of the previous state. What is the command's name.
func (s *Session) Bring(ctx context.Context, made *revert.Made, what string) (code int, copied string) {
	a := s.App
	copied, err := records.Copy(s.Workspace, s.State, strings.ReplaceAll(what, " ", "-"), a.Now())
	if err != nil {
		return a.End(err), ""
	}
	journal, err := s.Workspace.Begin(s.Loaded)
	if err != nil {
		return a.End(err), copied
	}
	tools := made.Tools(runner.Tools{
		Parallelism: s.Options.Parallelism, Workspace: s.Workspace, Journal: journal,
		Spared: slices.Collect(maps.Keys(s.owned)), Recorded: s.recorded(), Now: a.Now, Version: build.Version(),
	})
	progress := s.follow(made.Plan, what, report.Nothing)
	result, err := s.carryOut(ctx, made.Plan, tools, progress, nil)
	progress.Result(result)
	if err != nil {
		return a.End(err), copied
	}
	code = exitOf(result)
	if code == command.ExitDone && len(made.Missing) > 0 {
		code = command.ExitPartial
	}
	return code, copied
}

// ShowBack prints a plan made by PlanBack, as text or JSON.
func (s *Session) ShowBack(p *plan.Plan) {
	if stream := s.App.Stream(); stream != nil {
		stream.Plan(p)
		return
	}
	s.Show(p)
}

// Here returns a function that reports whether the picture with a given hash is on this
// machine: in the store (also as other bytes in which it was delivered), or as the
// unchanged output of r. R may be nil.
func (s *Session) Here(r *state.Record) func(sha string) bool {
	return func(sha string) bool {
		has := s.Workspace.Store().Has
		if has(sha) || r.HasPicture() && r.Knows(sha) && slices.ContainsFunc(r.Named(), has) {
			return true
		}
		if r == nil || r.Output != sha {
			return false
		}
		status, err := s.Workspace.Outputs().Check(r.Path, sha)
		return err == nil && status == disk.Same
	}
}
