package past

import (
	"context"
	"flag"
	"fmt"
	"maps"
	"slices"

	"gesso/runner/command"
	"gesso/runner/plan"
	"gesso/runner/revert"
	"gesso/runner/session"
	"gesso/runner/timeline"
	"gesso/state"
)

// Undo is gesso undo.
func Undo() *command.Command {
	dry, to, o := false, "", &session.Options{}
	return &command.Command{
		Name: "undo", Usage: "[options]",
		Extra:   "how far back is said with -to",
		Summary: "go back to the pictures of before the last run, for nothing",
		Detail: `Plans the way back to what was recorded before the last run that changed anything, or at
another point, asks for approval, and does it: former pictures come from the store,
outputs are placed, and what was not there then is removed. Nothing is asked of any
provider, and what cannot be had is said before. Edits come back together with what
they were made from. Derived files are the next apply's.

The configuration stays as it is: where it asks for something else than then, the next
plan says so. An undo is a run of the history too, so that another one takes it back.`,
		Examples: []string{"gesso undo", "gesso undo -to=12  # as it was after run 12 of gesso history", `gesso undo -to="2026-11-26 10:00" -dry-run`, "gesso undo -to=main -auto-approve  # as the commit has it"},
		JSON:     command.Lines,
		Flags: func(set *flag.FlagSet) {
			set.StringVar(&to, "to", "", "as it was then: a `SERIAL|TIME|REVISION` of gesso history, of a clock, or of git")
			set.BoolVar(&dry, "dry-run", false, dryRun)
			o.Execution(set)
			o.Waiting(set)
		},
		Run: func(ctx context.Context, a *command.App, args []string) int {
			s := session.New(a, nil, o)
			defer s.Close()
			if a.AsJSON() && !o.AutoApprove && !dry {
				return a.End(s.Approve(ctx, "undo")) // refuse before anything else is done
			}
			if err := s.OpenState("undo", access(dry)); err != nil {
				return a.End(err)
			}
			point, err := target(ctx, s, to)
			if err != nil {
				return a.End(unknown(err))
			}
			return undo(ctx, s, point, dry)
		},
	}
}

// target returns the state to go back to.
func target(ctx context.Context, s *session.Session, to string) (*timeline.Point, error) {
	from, err := place(s)
	if err != nil {
		return nil, err
	}
	if to != "" {
		return timeline.At(ctx, from, to)
	}
	serial, now := from.Log.Last(), timeline.Records(s.State)
	if serial == 0 && len(now) == 0 {
		return nil, &timeline.UnknownPointError{Problem: "no run has changed anything yet, as far as the history tells"}
	}
	for serial > 0 && !differ(from.Log.State(serial), now) { // if they differ, git has changed the state since
		serial--
	}
	return timeline.At(ctx, from, fmt.Sprint(serial))
}

// differ reports whether two states differ, ignoring derived files, which undo does not
// make.
func differ(before, after map[string]*state.Record) bool {
	return slices.ContainsFunc(timeline.Differences(before, after), func(d timeline.Difference) bool { return d.What != timeline.Derived })
}

func undo(ctx context.Context, s *session.Session, then *timeline.Point, dry bool) int {
	a := s.App
	addresses := maps.Clone(then.Records)
	maps.Copy(addresses, timeline.Records(s.State))
	var targets []revert.Target
	for address := range addresses {
		targets = append(targets, revert.Target{Address: address, Record: then.Records[address], Reason: plan.Reason{Cause: plan.Undone, New: then.Name}})
	}
	made, err := s.PlanBack(ctx, targets)
	if err != nil {
		return a.End(err)
	}
	for _, m := range made.Missing {
		fmt.Fprintf(a.Err, "gesso: warning: %s stays as it is: %s (sha256:%s)\n", m.Address, m.Why, m.Picture.Artifact)
	}
	if made.Empty() {
		switch {
		case a.AsJSON():
		case len(made.Missing) > 0:
			fmt.Fprintf(a.Out, "No changes. Nothing of what was %s can be had.\n", then.Name)
		default:
			fmt.Fprintf(a.Out, "No changes. What is recorded is as it was %s.\n", then.Name)
		}
		return exit(made, command.ExitDone)
	}
	s.ShowBack(made.Plan)
	if dry {
		return exit(made, command.ExitDone)
	}
	if a.Unseen(s.Options.AutoApprove) {
		fmt.Fprintln(a.Stderr, "gesso: the plan could not be printed, so nothing was changed")
		return command.ExitError
	}
	if err := s.Approve(ctx, "undo"); err != nil {
		return a.End(err)
	}
	code, copied := s.Bring(ctx, made, "undo")
	if code == command.ExitDone || code == command.ExitPartial {
		derived(a, made)
		kept(a, s, copied)
	}
	return code
}

// exit returns the exit code, which is partial if some pictures are nowhere.
func exit(made *revert.Made, code int) int {
	if len(made.Missing) > 0 {
		return command.ExitPartial
	}
	return code
}
