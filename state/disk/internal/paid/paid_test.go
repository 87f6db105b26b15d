package paid_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"gesso/state"
	"gesso/state/disk/internal/paid"
)

// What gc has removed is there again when somebody lets go of it later, though that adds no
// entry; what a crash had folded once more changes nothing.
func TestGone(t *testing.T) {
	fox := &state.Picture{Artifact: "fox", Task: "t"}
	entry := func(at int64, outcome state.Outcome) state.Entry {
		return state.Entry{Time: time.Unix(at, 0), Outcome: outcome, Key: "k", Picture: fox}
	}
	c := paid.New()
	for _, step := range []struct {
		entry state.Entry
		gone  bool
	}{
		{entry(1, state.OutcomeCollected), false},
		{entry(2, state.OutcomeDiscarded), true},
		{entry(1, state.OutcomeCollected), false}, // folded again, and what came after it too
		{entry(2, state.OutcomeDiscarded), true},
		{entry(3, state.OutcomeReleased), false},
		{entry(4, state.OutcomeLost), true},
	} {
		c.Add(step.entry)
		if c.Gone["fox"] != step.gone {
			t.Errorf("after %s at %d it is gone: %v", step.entry.Outcome, step.entry.Time.Unix(), c.Gone["fox"])
		}
	}
	var outcomes []state.Outcome
	for _, e := range c.Entries {
		outcomes = append(outcomes, e.Outcome)
	}
	if diff := cmp.Diff([]state.Outcome{state.OutcomeCollected, state.OutcomeDiscarded, state.OutcomeLost}, outcomes); diff != "" {
		t.Error(diff)
	}
}
