package collect

import (
	"slices"
	"strings"
	"testing"
	"time"

	"gesso/runner/provider"
	"gesso/state"
)

// What in a list may be a request in doubt, and what may not.
func TestMatches(t *testing.T) {
	at := time.Date(2026, 11, 2, 10, 0, 0, 0, time.UTC)
	call := state.Call{Count: 2, Time: at, Request: state.Request{
		Action: "generate", PromptHash: state.HashPrompt("a fox"), Model: "flux-dev", Size: "1:1",
	}}
	whole := provider.Listed{Task: "T", Action: "generate", Prompt: "a fox", Model: "flux-dev", Size: "1:1", Count: 2, Created: at.Add(time.Second)}
	tests := []struct {
		name   string
		change func(*provider.Listed)
		want   bool
	}{
		{"all of it", func(*provider.Listed) {}, true},
		{"another prompt", func(l *provider.Listed) { l.Prompt = "a Fox" }, false},
		{"no prompt", func(l *provider.Listed) { l.Prompt = "" }, false},
		{"another model", func(l *provider.Listed) { l.Model = "flux-pro" }, false},
		{"no model", func(l *provider.Listed) { l.Model = "" }, true},
		{"another size", func(l *provider.Listed) { l.Size = "16:9" }, false},
		{"no size", func(l *provider.Listed) { l.Size = "" }, true},
		{"an edit", func(l *provider.Listed) { l.Action = "edit" }, false},
		{"no action", func(l *provider.Listed) { l.Action = "" }, true},
		{"another count", func(l *provider.Listed) { l.Count = 1 }, false},
		{"no count", func(l *provider.Listed) { l.Count = 0 }, true},
		{"no time", func(l *provider.Listed) { l.Created = time.Time{} }, true},
		{"a clock behind", func(l *provider.Listed) { l.Created = at.Add(-time.Minute) }, true},
		{"long before", func(l *provider.Listed) { l.Created = at.Add(-time.Hour) }, false},
		{"long after", func(l *provider.Listed) { l.Created = at.Add(time.Hour) }, false},
	}
	for _, test := range tests {
		listed := whole
		test.change(&listed)
		if got := matches(call, listed); got != test.want {
			t.Errorf("%s: got %v", test.name, got)
		}
	}
}

// Only one task of a whole list, and of nobody else's request, decides anything.
func TestFindingIsCertain(t *testing.T) {
	findings := Unshared([]Finding{
		{Tasks: []string{"A"}, Whole: true},
		{Tasks: []string{"B"}, Whole: false},
		{Tasks: []string{"C"}, Whole: true},
		{Tasks: []string{"C"}, Whole: true},
		{Tasks: []string{"D", "E"}, Whole: true},
		{Whole: true},
	})
	var got []string
	for _, f := range findings {
		got = append(got, f.Certain())
		if undecided := strings.Contains(f.String(), "nothing is decided"); undecided != (f.Certain() == "") {
			t.Errorf("%q of %v", f, f)
		}
	}
	if want := []string{"A", "", "", "", "", ""}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
