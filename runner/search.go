package runner

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"gesso/runner/plan"
	"gesso/runner/provider"
	"gesso/state"
	"gesso/state/disk"
)

// Lister is a provider that may have a list of what it was asked for. That it
// has none, or does not answer, is an error that changes nothing.
type Lister interface {
	List(ctx context.Context, from, to time.Time) (list []provider.Listed, whole bool, err error)
}

// Finding is what a provider's list says of a request in doubt.
type Finding struct {
	Call  plan.Stray
	Tasks []string // that may be it; whoever has exactly one has the answer
	Whole bool     // the list is all that there is
}

// Certain is the one task that the request became, or "".
func (f Finding) Certain() string {
	if len(f.Tasks) == 1 && f.Whole {
		return f.Tasks[0]
	}
	return ""
}

func (f Finding) String() string {
	switch {
	case f.Certain() != "":
		return fmt.Sprintf("the provider's list has the request as task %s", f.Certain())
	case len(f.Tasks) == 0 && f.Whole:
		return "the provider's list has no task of the request, which may yet come; nothing is decided"
	case len(f.Tasks) == 0:
		return "the part of the provider's list that it shows has no task of the request; nothing is decided"
	case len(f.Tasks) == 1:
		return fmt.Sprintf("the provider's list is not shown whole, and may have the request as task %s; nothing is decided", f.Tasks[0])
	}
	return fmt.Sprintf("the provider's list has %d tasks that the request may be: %s; nothing is decided", len(f.Tasks), strings.Join(f.Tasks, ", "))
}

// How long before and after a request its task may have been created: clocks
// differ, and an answer can take as long as a synchronous one.
const (
	listBefore = 2 * time.Minute
	listAfter  = 15 * time.Minute
)

// Search looks for requests in doubt in the lists of their providers: each call
// once, whoever shared it, and with one question for each provider, about all the
// time that its calls lie in. Where there is no list nothing is found. The error is
// one of reading gesso's own files.
func Search(ctx context.Context, w *disk.Workspace, s *state.State, calls []plan.Stray, from func(plan.Stray) Lister) ([]Finding, error) {
	known, err := knownTasks(w, s)
	if err != nil {
		return nil, err
	}
	var listers []Lister // in the order of the calls
	asked := map[Lister][]plan.Stray{}
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
	var findings []Finding
	for _, lister := range listers {
		findings = append(findings, find(ctx, lister, asked[lister], known)...)
	}
	return unshared(findings), nil
}

// find asks a provider for its list, once, and tells of each call what is in it:
// nothing at all where there is no list, as with most providers.
func find(ctx context.Context, lister Lister, calls []plan.Stray, known map[string]bool) []Finding {
	byTime := func(a, b plan.Stray) int { return a.Time.Compare(b.Time) }
	first, last := slices.MinFunc(calls, byTime), slices.MaxFunc(calls, byTime)
	list, whole, err := lister.List(ctx, first.Time.Add(-listBefore), last.Time.Add(listAfter))
	if err != nil {
		return nil
	}
	byPrompt := map[string][]provider.Listed{}
	for _, t := range list {
		if t.Prompt != "" && !known[t.Task] {
			hash := state.HashPrompt(t.Prompt)
			byPrompt[hash] = append(byPrompt[hash], t)
		}
	}
	var findings []Finding
	for _, call := range calls {
		f := Finding{Call: call, Whole: whole}
		for _, t := range byPrompt[call.Request.PromptHash] {
			if !slices.Contains(f.Tasks, t.Task) && matches(call.Pending, t) {
				f.Tasks = append(f.Tasks, t.Task)
			}
		}
		slices.Sort(f.Tasks)
		findings = append(findings, f)
	}
	return findings
}

// unshared makes findings uncertain that have one task between them: at most
// one of the requests became it, and nothing tells which.
func unshared(findings []Finding) []Finding {
	claims := map[string]int{}
	for _, f := range findings {
		if task := f.Certain(); task != "" {
			claims[task]++
		}
	}
	for i, f := range findings {
		if claims[f.Certain()] > 1 {
			findings[i].Whole = false
		}
	}
	return findings
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

// matches reports whether a listed task may be a call: the prompt must be told,
// and what else is told must be the same.
func matches(call state.Pending, t provider.Listed) bool {
	r := call.Request
	same := func(asked, listed string) bool { return asked == "" || listed == "" || asked == listed }
	switch {
	case t.Prompt == "" || state.HashPrompt(t.Prompt) != r.PromptHash:
		return false
	case cmp.Or(string(t.Action), r.Action) != r.Action, !same(r.Model, t.Model), !same(r.Size, t.Size):
		return false
	case r.Action != string(provider.Edit) && call.Count > 0 && t.Count > 0 && t.Count != call.Count:
		return false
	case t.Created.IsZero():
		return true
	}
	return !t.Created.Before(call.Time.Add(-listBefore)) && !t.Created.After(call.Time.Add(listAfter))
}

// Adopt notes that a request in doubt was accepted as a task: it is collected as
// any other.
func Adopt(call plan.Stray, task string, tools Tools) error {
	r := &run{Tools: tools}
	return r.record(state.Event{Kind: state.Accepted, Intent: call.Intent, Task: task})
}
