package decide

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gesso/runner/plan"
	"gesso/state"
	"gesso/state/disk/disktest"
)

// TestStale makes plans of an image that has a picture of "x" and asks for "y".
func TestStale(t *testing.T) {
	for _, test := range []struct {
		regenerate string
		lost       bool
		past       []state.Event
		ask        func(*Situation)
		want       string
	}{
		{regenerate: "on_change", want: "regenerate []"},
		{regenerate: "manual", want: "restore [prompt changed]"}, // its output is missing
		{regenerate: "never", want: "restore [prompt changed]"},
		{regenerate: "manual", ask: func(s *Situation) { s.StaleAnew = true }, want: "regenerate []"},
		{regenerate: "never", ask: func(s *Situation) { s.StaleAnew = true }, want: "restore [prompt changed]"},
		{regenerate: "manual", ask: func(s *Situation) { s.Choice.Replaces = []string{"image.a"} }, want: "regenerate []"},
		{regenerate: "never", ask: func(s *Situation) { s.Choice.Replaces = []string{"image.a"} }, want: "regenerate []"},
		{regenerate: "never", past: []state.Event{{Kind: state.Tainted, Address: "image.a", Problem: "no"}}, want: "regenerate []"},
		{regenerate: "manual", lost: true, want: "regenerate []"},
		{regenerate: "manual", past: calledFor("y"), want: "resume []"},
		{regenerate: "manual", past: calledFor("z"), want: "restore [prompt changed]"},
	} {
		s := situationOf(t, fmt.Sprintf("image \"a\" {\n  prompt = \"y\"\n  regenerate = %q\n}", test.regenerate))
		artifact := state.HashPrompt("gone")
		if !test.lost {
			artifact = disktest.Store(t, s.Workspace, "a picture")
		}
		for _, e := range slices.Concat([]state.Event{there("image.a", "x", artifact)}, test.past) {
			s.State.Apply(e)
		}
		if test.ask != nil {
			test.ask(&s)
		}
		c := made(t, s).all["image.a"]
		var why []string
		for _, r := range c.Stale {
			why = append(why, r.String())
		}
		if diff := cmp.Diff(test.want, fmt.Sprintf("%s %v", c.Action, why)); diff != "" {
			t.Errorf("%s, lost %v, past %d (-want +got):\n%s", test.regenerate, test.lost, len(test.past), diff)
		}
	}
}

// calledFor is that an earlier run has bought a picture of a prompt, and not collected it.
func calledFor(prompt string) []state.Event {
	r := requestOf(prompt)
	return []state.Event{
		{Kind: state.Intended, Intent: "i", Addresses: []string{"image.a"}, Request: &r, Endpoint: here}, accepted("i"),
	}
}

// TestStaleSource: what is made from a stale picture stays too.
func TestStaleSource(t *testing.T) {
	s := situationOf(t, `
image "a" {
  prompt     = "y"
  regenerate = "manual"
}
image "b" {
  prompt = "from it"
  source = image.a
}`)
	a := disktest.Store(t, s.Workspace, "a picture")
	edit := requestOf("from it")
	edit.Action, edit.Source = "edit", state.Source{Form: state.ContentSource, Value: a}
	s.State.Apply(there("image.a", "x", a))
	s.State.Apply(collected("image.b", &edit, disktest.Store(t, s.Workspace, "another")))
	p := made(t, s)
	if b := p.all["image.b"]; b.Action.Paid() || b.Key != edit.Key() {
		t.Errorf("it is to %s, %v", b.Action, b.Reasons)
	}
	if n := len(p.Plan.Stale()); n != 1 {
		t.Errorf("%d are stale", n)
	}
}

// TestShare makes plans of three images of one request, of which two may share.
func TestShare(t *testing.T) {
	const config = `
image "a" {
  count  = 2
  prompt = "x"
  share  = true
}
image "b" { prompt = "x" }`
	for name, test := range map[string]struct {
		past func(stored string) []state.Event
		ask  func(*Situation)
		want []string
	}{
		"none is there": {want: []string{"image.a[0] generate: not made yet", "image.a[1] reuse: shares the picture of image.a[0]", "image.b generate: not made yet"}},
		"the later one is": {past: func(a string) []state.Event { return []state.Event{there("image.a[1]", "x", a)} },
			want: []string{"image.a[0] reuse: shares the picture of image.a[1]", "image.a[1] restore: the output is missing", "image.b generate: not made yet"}},
		"one that shares with nobody is": {past: func(a string) []state.Event { return []state.Event{there("image.b", "x", a)} },
			want: []string{"image.a[0] generate: not made yet", "image.a[1] reuse: shares the picture of image.a[0]", "image.b restore: the output is missing"}},
		"both are replaced": {past: func(a string) []state.Event {
			return []state.Event{there("image.a[0]", "x", a), there("image.a[1]", "x", a), there("image.b", "x", a)}
		},
			ask: func(s *Situation) { s.Choice.Replaces = []string{"image.a"} },
			want: []string{"image.a[0] regenerate: asked for with -replace", "image.a[1] reuse: asked for with -replace; shares the picture of image.a[0]",
				"image.b restore: the output is missing"}},
		"one is replaced": {past: func(a string) []state.Event {
			return []state.Event{there("image.a[0]", "x", a), there("image.a[1]", "x", a), there("image.b", "x", a)}
		},
			ask:  func(s *Situation) { s.Choice.Replaces = []string{"image.a[0]"} },
			want: []string{"image.a[0] regenerate: asked for with -replace", "image.a[1] restore: the output is missing", "image.b restore: the output is missing"}},
	} {
		s := situationOf(t, config)
		if test.past != nil {
			for _, e := range test.past(disktest.Store(t, s.Workspace, "a picture")) {
				s.State.Apply(e)
			}
		}
		if test.ask != nil {
			test.ask(&s)
		}
		p := made(t, s)
		if diff := cmp.Diff(test.want, saidBy(p)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
		for _, c := range p.Changes {
			if c.Action == plan.Reuse && (c.Shares == "") != (c.Picture != nil) {
				t.Errorf("%s: %s shares %q and has %v", name, c.Address, c.Shares, c.Picture)
			}
		}
	}
}
