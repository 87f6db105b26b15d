package audit_test

import (
	"slices"
	"testing"

	"gesso/state"
	"gesso/state/disk/disktest"
)

// What fails a postcondition, or is rejected, was not bought in vain when another one is:
// three pictures of two images, of which one is of no use, are no double.
func TestAuditKnowsWhatFailed(t *testing.T) {
	const one, other = `image.x["a"]`, `image.x["b"]`
	elsewhere := opened(t)
	failing := func(problem string) []state.Event {
		events := buying(t, elsewhere, other, "zeroth", "zero", false)
		record := *events[2].Record
		record.Tainted = problem
		events[2].Record = &record
		return events
	}
	first := buying(t, elsewhere, one, "first", "one", false)
	had := *first[2].Record
	had.Address = other
	gone, take := []state.Event{{Kind: state.Removed, Address: other}, {Kind: state.Removed, Address: one}}, state.Event{Kind: state.Collected, Record: &had}
	again := buying(t, elsewhere, one, "second", "two", false)
	reject := state.Event{Kind: state.Reviewed, Address: other, Review: &state.Review{Artifact: disktest.Store(t, elsewhere, "zero"), Verdict: state.Reject, By: "design"}}
	lenient := state.Event{Kind: state.Placed, Address: other, Path: "b.png", Output: disktest.Store(t, elsewhere, "zero")}
	back := failing("")[2]
	back.Intent = ""
	for name, test := range map[string]struct {
		events []state.Event
		double int
	}{
		"all serve":                          {slices.Concat(failing(""), first, gone, []state.Event{take}, again), 1},
		"one fails":                          {slices.Concat(failing("It is blank."), first, gone, []state.Event{take}, again), 0},
		"one is rejected":                    {slices.Concat(failing(""), first, gone, []state.Event{take, reject}, again), 0},
		"one failed, and serves now":         {slices.Concat(failing("It is blank."), []state.Event{lenient}, buying(t, elsewhere, other, "third", "three", false), []state.Event{back}), 1},
		"the second one fails":               {slices.Concat(first, buying(t, elsewhere, one, "third", "three", false), buyingFailed(t, one)), 2},
		"one fails, and is bought no more":   {failing("It is blank."), 0},
		"one fails, twice more it is bought": {slices.Concat(failing("It is blank."), buying(t, elsewhere, other, "third", "three", false), buying(t, elsewhere, other, "fourth", "four", false)), 1},
	} {
		t.Run(name, func(t *testing.T) {
			w, s := ledgerOf(t, test.events...)
			for _, content := range []string{"zero", "one", "two", "three", "four", "blank"} {
				disktest.Store(t, w, content)
			}
			if found := auditOf(t, w, s); len(found.Double) != test.double || len(found.Lost) > 0 {
				t.Errorf("double %+v, want %d; lost %+v", found.Double, test.double, found.Lost)
			}
		})
	}
}

// buyingFailed is buying a picture that fails.
func buyingFailed(t *testing.T, address string) []state.Event {
	t.Helper()
	events := buying(t, opened(t), address, "failed", "blank", false)
	record := *events[2].Record
	record.Tainted = "It is blank."
	events[2].Record = &record
	return events
}
