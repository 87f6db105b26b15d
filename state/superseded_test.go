package state_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gesso/state"
	"gesso/state/statetest"
)

// What gesso has written, and no record tells of after an event, a ledger does, once: but for
// pictures, which are told of anyway, and what somebody has made by hand.
func TestSuperseded(t *testing.T) {
	made := func(n int) state.Derivative {
		return state.Derivative{Path: "small.jpg", Made: "d1:" + statetest.SHA(n), Output: statetest.SHA(n)}
	}
	kept := made(50)
	kept.Path, kept.Kept = "kept.jpg", true
	placed := func(output, sidecar string) state.Event {
		return state.Event{Kind: state.Placed, Time: statetest.At(2), Address: "image.a", Path: "a.jpg", Output: output, Sidecar: sidecar}
	}
	instead := placed(statetest.SHA(60), "")
	instead.Instead = statetest.SHA(61)
	derived := func(files ...state.Derivative) state.Event {
		return state.Event{Kind: state.Derived, Time: statetest.At(3), Address: "image.a", Files: files}
	}
	began := []state.Event{statetest.Collected("", 1, 0, statetest.Record("image.a", 1)), placed(statetest.SHA(40), statetest.SHA(41)), derived(made(42), kept)}
	artifact := statetest.Record("image.a", 1).Artifact
	for _, test := range []struct {
		name     string
		first    []state.Event
		event    state.Event
		want     []string // of superseded lines
		released string   // of a line that tells that the picture is let go of
	}{
		{name: "the same once more", event: placed(statetest.SHA(40), statetest.SHA(41))},
		{name: "another format", event: placed(statetest.SHA(43), statetest.SHA(41)), want: []string{statetest.SHA(40)}},
		{name: "another sidecar", event: placed(statetest.SHA(40), ""), want: []string{statetest.SHA(41)}},
		{name: "withdrawn", event: placed("", ""), want: []string{statetest.SHA(40), statetest.SHA(41)}},
		{name: "files made anew", event: derived(made(44)), want: []string{statetest.SHA(42)}},
		{name: "another picture", event: statetest.Collected("", 4, 0, statetest.Record("image.a", 2)), want: []string{statetest.SHA(41), statetest.SHA(42)}, released: statetest.SHA(40)},
		{name: "forgotten", event: state.Event{Kind: state.Forgotten, Time: statetest.At(4), Address: "image.a"}, want: []string{statetest.SHA(41), statetest.SHA(42)}, released: statetest.SHA(40)},
		{name: "the picture itself", first: []state.Event{placed(artifact, "")}, event: placed(statetest.SHA(43), "")},
		{name: "another one in its place", first: []state.Event{instead}, event: statetest.Collected("", 4, 0, statetest.Record("image.a", 2)), want: []string{statetest.SHA(60), statetest.SHA(42)}},
		{name: "moved", event: statetest.Moved("image.b", *statetest.Applied(began...).Get("image.a"))},
		{name: "of nobody", event: state.Event{Kind: state.Placed, Address: "image.c", Path: "c.jpg", Output: statetest.SHA(70)}},
	} {
		s := statetest.Applied(append(slices.Clone(began), test.first...)...)
		var got []string
		released := ""
		for _, e := range s.Entries(test.event) {
			if err := e.Check(); err != nil {
				t.Errorf("%s: %v", test.name, err)
			}
			switch {
			case e.Superseded():
				got = append(got, e.Output)
			case e.Outcome == state.OutcomeReleased && e.Output != "":
				released = e.Output
			}
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s: %s", test.name, diff)
		}
		if released != test.released {
			t.Errorf("%s: the line of the picture says that %q was made of it, want %q", test.name, released, test.released)
		}
	}
}
