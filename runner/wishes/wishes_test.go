package wishes_test

import (
	"strings"
	"testing"
	"time"

	"gesso/runner/plan"
	"gesso/runner/wishes"
	"gesso/state"

	"github.com/google/go-cmp/cmp"
)

// TestMark: what is written down of a note is one short line, the same for the same note.
func TestMark(t *testing.T) {
	long := strings.Repeat("ä", 300)
	for note, want := range map[string]string{
		"":       "reviewed",
		"softer": "reviewed: softer",
		long:     "reviewed: " + long[:400] + "…",
	} {
		if got := wishes.Mark(note); got != want {
			t.Errorf("Mark(%.20q) = %q, want %q", note, got, want)
		}
	}
	if got := wishes.Mark("two\nlines \x1b[31m"); strings.ContainsAny(got, "\n\x1b") {
		t.Errorf("a mark has control characters: %q", got)
	}
}

// TestNothingIsWished: without decisions a plan is what it is.
func TestNothingIsWished(t *testing.T) {
	var w *wishes.Wishes
	if w.Again("image.a", "") != nil || w.Chosen("image.a", "") != nil || w.Settle(&plan.Plan{}) != nil {
		t.Error("nil wants something")
	}
	var a *wishes.Again
	if a.Pictures() != 0 || a.Reason().Cause != plan.Replaced {
		t.Errorf("a -replace is %d pictures, because of %v", a.Pictures(), a.Reason().Cause)
	}
}

// TestDecisionsWithoutAPicture: what is about no picture, or about none of a plan, does
// nothing, and is said.
func TestDecisionsWithoutAPicture(t *testing.T) {
	at := time.Unix(0, 0)
	decided := []plan.Decision{
		{Address: "image.planned", Artifact: strings.Repeat("1", 64), Verdict: "again", Standing: plan.Acting, Why: "before"},
		{Address: "image.gone", Artifact: strings.Repeat("2", 64), Verdict: "approve"},
	}
	w, err := wishes.Make(wishes.Ground{State: new(state.State), Now: at}, decided)
	if err != nil {
		t.Fatal(err)
	}
	if w.Again("image.planned", "") != nil || len(w.Reviews) != 0 {
		t.Error("a decision about no picture wants something")
	}
	var got []plan.Standing
	for _, d := range w.Settle(&plan.Plan{Changes: []*plan.Change{{Address: "image.planned"}}}) {
		got = append(got, d.Standing)
	}
	if diff := cmp.Diff([]plan.Standing{plan.Bare, plan.Nowhere}, got); diff != "" {
		t.Errorf("what became of them (-want +got):\n%s", diff)
	}
	if decided[0].Standing != plan.Acting {
		t.Error("the caller's decisions were changed")
	}
}
