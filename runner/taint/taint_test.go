package taint_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gesso/runner/taint"
	"gesso/state"
	"gesso/state/statetest"
)

// recorded has two pictures of a block, one that fails a condition, and a call.
func recorded() *state.State {
	failed := statetest.Record("image.blank", 3)
	failed.Tainted = "It is blank."
	return statetest.Applied(
		statetest.Collected("", 1, 0, statetest.Record(`image.a["x"]`, 1)),
		statetest.Collected("", 2, 0, statetest.Record(`image.a["y"]`, 2)),
		statetest.Collected("", 3, 0, failed),
		statetest.Intended("i", 4, "image.call"),
	)
}

func TestMarkAndUnmark(t *testing.T) {
	s := recorded()
	mark := func(reason string, patterns ...string) []state.Event {
		events, err := taint.Mark(s, patterns, reason)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range events {
			s.Apply(e)
		}
		return events
	}
	want := []state.Event{
		{Kind: state.Tainted, Address: `image.a["x"]`, Problem: "too dark"},
		{Kind: state.Tainted, Address: `image.a["y"]`, Problem: "too dark"},
	}
	if diff := cmp.Diff(want, mark("too dark", "image.a")); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if again := mark("too dark", `image.a["x"]`); len(again) > 0 {
		t.Errorf("once more it is %v", again)
	}
	if other := mark("", `image.a["x"]`); len(other) != 1 || other[0].Problem != taint.NoReason {
		t.Errorf("without a reason it is %v", other)
	}
	back, err := taint.Unmark(s, []string{"*"})
	want = []state.Event{{Kind: state.Untainted, Address: `image.a["x"]`}, {Kind: state.Untainted, Address: `image.a["y"]`}}
	if diff := cmp.Diff(want, back); diff != "" || err != nil {
		t.Errorf("(-want +got):\n%s%v", diff, err)
	}
}

func TestMistakes(t *testing.T) {
	for pattern, want := range map[string]string{
		"image.a.x":  `there is no image image.a.x; it could mean 'image.a["x"]'`,
		"image.call": "there is no picture yet to be replaced: of what image.call means only calls are recorded",
	} {
		_, err := taint.Mark(recorded(), []string{pattern}, "")
		_, back := taint.Unmark(recorded(), []string{pattern})
		if err == nil || err.Error() != want || back == nil || back.Error() != want {
			t.Errorf("%s: %v, %v", pattern, err, back)
		}
	}
	for pattern, want := range map[string]string{
		`image.a["x"]`: `image.a["x"] is not tainted`,
		"image.a":      "none of these 2 images is tainted by hand",
		"image.blank":  "image.blank is not tainted by hand: its picture fails a postcondition, which only another condition or another picture puts right: It is blank.",
	} {
		if _, err := taint.Unmark(recorded(), []string{pattern}); err == nil || err.Error() != want {
			t.Errorf("%s: %v", pattern, err)
		}
	}
	if _, err := taint.Mark(recorded(), nil, ""); err == nil || !strings.Contains(err.Error(), "no address") {
		t.Errorf("without an address: %v", err)
	}
}
