package session

import (
	"gesso/runner"
	"gesso/runner/command"
)

// exitOf returns the exit code for the result of a run.
func exitOf(r *runner.Result) int {
	switch {
	case r.Interrupted:
		return command.ExitInterrupted
	case len(r.InDoubt) > 0:
		return command.ExitDoubt
	case len(r.Failed)+len(r.Skipped)+len(r.Uncollected) > 0:
		return command.ExitPartial
	case len(r.LeftOut) > 0:
		return command.ExitBudget
	case len(r.Stopped) > 0:
		return command.ExitError
	}
	return command.ExitDone
}
