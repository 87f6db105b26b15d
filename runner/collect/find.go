package collect

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"gesso/runner/provider"
	"gesso/state"
)

// Lister is a provider that can list its tasks. Having no list, or not answering, is an
// error that changes nothing.
type Lister interface {
	List(ctx context.Context, from, to time.Time) (list []provider.Listed, whole bool, err error)
}

// Finding is what a provider's list says about a request in doubt.
type Finding struct {
	Tasks []string // candidates; exactly one of them, in a whole list, is the answer
	Whole bool     // the list is complete
}

// Certain returns the task that the request became if it is certain, or "".
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

// A task may have been created this long before or after its request: clocks differ, and a
// synchronous call may take long to answer.
const (
	listBefore = 2 * time.Minute
	listAfter  = 15 * time.Minute
)

// Find asks a provider for its list, once, and returns a finding for each call in doubt, in
// their order; nil if there is no list, as with most providers. Known are the tasks that
// are known to belong to other requests. There must be at least one call.
func Find(ctx context.Context, lister Lister, calls []state.Call, known map[string]bool) []Finding {
	byTime := func(a, b state.Call) int { return a.Time.Compare(b.Time) }
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
		f := Finding{Whole: whole}
		for _, t := range byPrompt[call.Request.PromptHash] {
			if !slices.Contains(f.Tasks, t.Task) && matches(call, t) {
				f.Tasks = append(f.Tasks, t.Task)
			}
		}
		slices.Sort(f.Tasks)
		findings = append(findings, f)
	}
	return findings
}

// Unshared makes findings uncertain that share a task: at most one of the requests became
// it, and nothing tells which.
func Unshared(findings []Finding) []Finding {
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

// matches reports whether a listed task may be a call's: it must give the prompt, and
// everything else that it gives must be equal.
func matches(call state.Call, t provider.Listed) bool {
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
