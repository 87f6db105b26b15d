package runner

import (
	"context"

	"gesso/runner/collect"
	"gesso/runner/plan"
	"gesso/state"
	"gesso/state/disk"
)

// Lister is a provider that may have a list of what it was asked for. That it
// has none, or does not answer, is an error that changes nothing.
type Lister interface{ collect.Lister }

// Finding is what a provider's list says of a request in doubt.
type Finding struct {
	collect.Finding
	Call plan.Call
}

// Search looks for requests in doubt in the lists of their providers: each call
// once, whoever shared it, and with one question for each provider, about all the
// time that its calls lie in. Where there is no list nothing is found. The error is
// one of reading gesso's own files.
func Search(ctx context.Context, w *disk.Workspace, s *state.State, calls []plan.Call, from func(plan.Call) Lister) ([]Finding, error) {
	known, err := knownTasks(w, s)
	if err != nil {
		return nil, err
	}
	var listers []Lister // in the order of the calls
	asked := map[Lister][]plan.Call{}
	seen := map[string]bool{}
	for _, call := range calls {
		if !call.InDoubt() || seen[call.Intent] {
			continue
		}
		seen[call.Intent] = true
		if lister := from(call); lister != nil {
			if asked[lister] == nil {
				listers = append(listers, lister)
			}
			asked[lister] = append(asked[lister], call)
		}
	}
	var found []collect.Finding
	var about []plan.Call // each of them
	for _, lister := range listers {
		var pending []state.Call
		for _, call := range asked[lister] {
			pending = append(pending, call.Call)
		}
		if list := collect.Find(ctx, lister, pending, known); list != nil {
			found, about = append(found, list...), append(about, asked[lister]...)
		}
	}
	findings := make([]Finding, len(found))
	for n, f := range collect.Unshared(found) {
		findings[n] = Finding{f, about[n]}
	}
	return findings, nil
}

// knownTasks are the tasks of which it is known what they were bought for.
func knownTasks(w *disk.Workspace, s *state.State) (map[string]bool, error) {
	known := map[string]bool{}
	for r := range s.All() {
		known[r.Task] = true
	}
	for _, call := range s.Pending() {
		known[call.Task] = true
	}
	entries, err := w.Ledger().Entries()
	for _, e := range entries {
		known[e.Task] = true
		if e.Picture != nil {
			known[e.Picture.Task] = true
		}
	}
	return known, err
}

// Adopt notes that a request in doubt was accepted as a task: it is collected as
// any other.
func Adopt(call plan.Call, task string, tools Tools) error {
	return tools.log(nil).Record(state.Event{Kind: state.Accepted, Intent: call.Intent, Task: task})
}
