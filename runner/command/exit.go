package command

// The exit codes of all commands. They are part of gesso's interface.
const (
	ExitDone        = 0   // done, or nothing to do
	ExitError       = 1   // an error
	ExitChanges     = 2   // the plan has changes, with -detailed-exitcode
	ExitPartial     = 3   // some images failed, the rest are done
	ExitBudget      = 4   // stopped by a budget
	ExitDoubt       = 5   // requests are in doubt
	ExitInterrupted = 130 // interrupted, and resumable
)
