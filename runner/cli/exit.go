package cli

import "gesso/runner"

// The exit codes of all commands. They are part of gesso's interface.
const (
	exitDone        = 0   // done, or nothing to do
	exitError       = 1   // an error
	exitChanges     = 2   // the plan has changes, with -detailed-exitcode
	exitPartial     = 3   // some images failed, the rest are done
	exitBudget      = 4   // stopped by a budget
	exitDoubt       = 5   // requests are in doubt
	exitInterrupted = 130 // interrupted, and resumable
)

// exitOf is the code of a run that came to its end.
func exitOf(r *runner.Result) int {
	switch {
	case r.Interrupted:
		return exitInterrupted
	case len(r.InDoubt) > 0:
		return exitDoubt
	case len(r.Failed)+len(r.Skipped)+len(r.Uncollected) > 0:
		return exitPartial
	case len(r.LeftOut) > 0:
		return exitBudget
	case len(r.Stopped) > 0:
		return exitError
	}
	return exitDone
}
