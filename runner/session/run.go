package session

import (
	"cmp"
	"context"
	"maps"
	"runtime/debug"
	"slices"

	"gesso/runner"
	"gesso/runner/account"
	"gesso/runner/command"
	"gesso/runner/decide"
	"gesso/runner/plan"
	"gesso/runner/report"
)

// Run carries out a plan of PlanToApply, prints the result, and returns the exit code. What
// is the command's name.
func (s *Session) Run(ctx context.Context, p *decide.Prepared, what string) int {
	a := s.App
	// From here on interrupts are the run's business. What it evaluates concerns pictures
	// that are already paid for, so evaluation must not stop half way.
	s.Config.Uninterruptible()
	if changes := len(p.Changes); changes > manyChanges {
		defer debug.SetMemoryLimit(debug.SetMemoryLimit(memoryOf(changes)))
	}
	needs := p.Needs()
	tools, err := s.toolsFor(p, needs)
	if err != nil {
		return a.End(err)
	}
	i := interruption(needs)
	progress := s.follow(p.Plan, what, i)
	stop := sayOnInterrupt(ctx, progress, i)
	result, err := s.carryOut(ctx, p.Plan, tools, progress, stop)
	if !p.Empty() || a.AsJSON() {
		progress.Result(result)
		if !a.AsJSON() {
			report.Partial(a.Out, title(what), p.Plan)
		}
	}
	if err != nil {
		code := a.End(err)
		if len(result.InDoubt) > 0 {
			return command.ExitDoubt // a request in doubt matters more than what stopped the run
		}
		return code
	}
	code := exitOf(result)
	if code == command.ExitDone || code == command.ExitPartial {
		return s.conclude(p, code)
	}
	return code
}

// toolsFor returns the tools for a run of a plan that needs some accounts, with a new
// journal.
func (s *Session) toolsFor(p *decide.Prepared, needs []account.Need) (runner.Tools, error) {
	tools, err := s.Connect(needs...)
	if err != nil {
		return tools, err
	}
	if tools.Journal, err = s.Workspace.Begin(s.Loaded); err != nil {
		return tools, err
	}
	tools.Workspace = s.Workspace
	tools.Spared = slices.Collect(maps.Keys(s.owned))
	tools.Evaluation, tools.Supply, tools.Place = p.Evaluate(tools.Journal), p.Supply, s.Config.Where
	return tools, nil
}

// carryOut runs a plan, closes its journal and the progress, and returns the result, also
// with an error. Ended, if not nil, is called when the run has ended and the progress is
// still open.
func (s *Session) carryOut(ctx context.Context, p *plan.Plan, tools runner.Tools, progress follower, ended func()) (*runner.Result, error) {
	tools.Notify = func(e runner.Event) {
		s.App.Log.Happened(e)
		progress.Notify(e)
	}
	result, err := runner.Run(ctx, p, tools)
	if ended != nil {
		ended()
	}
	progress.Close()
	err = cmp.Or(err, tools.Journal.Close())
	_ = s.Workspace.Outputs().Flush() // the cache of outputs only saves time
	return result, err
}

// sayOnInterrupt makes the progress say what an interrupt means when ctx ends. The caller
// must call stop after the run; it waits for the message, which comes before the result.
func sayOnInterrupt(ctx context.Context, progress follower, i report.Interruption) (stop func()) {
	said := make(chan struct{})
	quiet := context.AfterFunc(ctx, func() {
		defer close(said)
		progress.Say(i.Waiting())
	})
	return func() {
		if !quiet() {
			<-said
		}
	}
}

// interruption returns what an interrupt means for calls to these accounts.
func interruption(needs []account.Need) report.Interruption {
	i := report.Nothing
	for _, need := range needs {
		kind := report.Kept
		if builtin(need.Account) {
			kind = report.Fleeting
		}
		if i != report.Nothing && i != kind {
			return report.Both
		}
		i = kind
	}
	return i
}

func title(what string) string {
	switch what {
	case "destroy":
		return "Destroy"
	case "import":
		return "Import"
	case "select":
		return "Select"
	case "undo":
		return "Undo"
	}
	return "Apply"
}

// manyChanges is the number of changes above which a run limits its memory.
const manyChanges = 10_000

// memoryOf returns the soft memory limit in bytes for a run with so many changes; above it
// the collector runs more often. A run keeps something of each image until its end, and
// without the limit the garbage from handling pictures would add twice as much.
func memoryOf(changes int) int64 {
	const usual, each = 150 << 20, 3300
	return usual + each*int64(changes)
}
