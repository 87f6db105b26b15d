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

// Lister is a provider that may have a list of what it was asked for. That it
// has none, or does not answer, is an error that changes nothing.
type Lister interface {
	List(ctx context.Context, from, to time.Time) (list []provider.Listed, whole bool, err error)
}

// Finding is what a provider's list says of a request in doubt.
type Finding struct {
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

// Find asks a provider for its list, once, and tells of each call in doubt what is in
// it, in their order: nothing at all where there is no list, as with most providers.
// Known are the tasks of which it is known what they were bought for. There is at least
// one call.
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

// Unshared makes findings uncertain that have one task between them: at most
// one of the requests became it, and nothing tells which.
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

// matches reports whether a listed task may be a call: the prompt must be told,
// and what else is told must be the same.
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
