package state_test

import (
	"testing"

	"gesso/state"
	"gesso/state/statetest"
)

func TestReviews(t *testing.T) {
	a1, a2 := statetest.Record("image.a", 1), statetest.Record("image.a", 2)
	first, second := statetest.Collected("", 1, 0, a1), statetest.Collected("", 2, 0, a2)
	reviewed, review := statetest.Reviewed, statetest.Review
	with := func(r *state.Record, reviews ...state.Review) *state.Record {
		next := *r
		next.Reviews = reviews
		return &next
	}
	for name, test := range map[string]struct {
		events []state.Event
		want   []*state.Record
	}{
		"a picture is approved": {
			[]state.Event{first, reviewed("image.a", 5, 1, state.Approve)},
			[]*state.Record{with(a1, review(5, 1, state.Approve))},
		},
		"the last word counts": {
			[]state.Event{first, reviewed("image.a", 5, 1, state.Approve), reviewed("image.a", 6, 1, state.Reject)},
			[]*state.Record{with(a1, review(6, 1, state.Reject))},
		},
		"also by clocks that differ": {
			[]state.Event{first, reviewed("image.a", 6, 1, state.Reject), reviewed("image.a", 5, 1, state.Approve)},
			[]*state.Record{with(a1, review(5, 1, state.Approve))},
		},
		"it is taken back": {
			[]state.Event{first, reviewed("image.a", 5, 1, state.Reject), reviewed("image.a", 6, 1, state.Undecided)},
			[]*state.Record{a1},
		},
		"another picture keeps what was decided about the one before": {
			[]state.Event{first, reviewed("image.a", 5, 1, state.Reject), second},
			[]*state.Record{with(a2, review(5, 1, state.Reject))},
		},
		"all rejections stay, sorted": {
			[]state.Event{second, reviewed("image.a", 5, 2, state.Reject), first, reviewed("image.a", 6, 1, state.Reject)},
			[]*state.Record{with(a1, review(6, 1, state.Reject), review(5, 2, state.Reject))},
		},
		"of approvals the last one stays": {
			[]state.Event{second, reviewed("image.a", 5, 2, state.Approve), first, reviewed("image.a", 6, 1, state.Approve)},
			[]*state.Record{with(a1, review(6, 1, state.Approve))},
		},
		"placed leaves it, and tells which picture stands in": {
			[]state.Event{first, reviewed("image.a", 5, 1, state.Reject), {Kind: state.Placed, Address: "image.a", Path: "a.png", Output: statetest.SHA(3), Instead: statetest.SHA(3)}},
			[]*state.Record{with(&state.Record{Address: "image.a", Request: a1.Request, Picture: a1.Picture, Path: "a.png", Output: statetest.SHA(3), Instead: statetest.SHA(3)}, review(5, 1, state.Reject))},
		},
		"it moves along": {
			[]state.Event{first, reviewed("image.a", 5, 1, state.Reject), statetest.Moved("image.b", *with(a1, review(5, 1, state.Reject)))},
			[]*state.Record{statetest.Under(*with(a1, review(5, 1, state.Reject)), "image.b")},
		},
		"and goes with the address": {
			[]state.Event{first, reviewed("image.a", 5, 1, state.Reject), {Kind: state.Removed, Address: "image.a"}},
			nil,
		},
		"what is decided before a picture is known is not lost": {
			[]state.Event{reviewed("image.a", 5, 1, state.Reject), first},
			[]*state.Record{with(a1, review(5, 1, state.Reject))},
		},
	} {
		t.Run(name, func(t *testing.T) {
			same(t, "records", records(statetest.Applied(test.events...)), test.want)
		})
	}
}

// A decision is about a picture in whatever bytes the provider delivers it.
func TestReviewOf(t *testing.T) {
	review := statetest.Review
	again := statetest.Picture(1).Redelivered(state.Picture{Artifact: statetest.SHA(7), Format: "png"})
	for name, test := range map[string]struct {
		record   *state.Record
		review   state.Verdict
		rejected bool
		approved string
	}{
		"nothing":                    {record: nil},
		"a record without a picture": {record: &state.Record{Reviews: []state.Review{review(1, 1, state.Reject)}}},
		"undecided":                  {record: &state.Record{Picture: statetest.Picture(1)}},
		"rejected": {
			record: &state.Record{Picture: statetest.Picture(1), Reviews: []state.Review{review(1, 1, state.Reject)}},
			review: state.Reject, rejected: true,
		},
		"another one": {
			record:   &state.Record{Picture: statetest.Picture(2), Reviews: []state.Review{review(1, 1, state.Approve)}},
			approved: statetest.SHA(1),
		},
		"delivered again": {
			record: &state.Record{Picture: again, Reviews: []state.Review{review(1, 1, state.Reject)}},
			review: state.Reject, rejected: true,
		},
		"delivered again, and approved since": {
			record: &state.Record{Picture: again, Reviews: []state.Review{review(1, 1, state.Reject), review(2, 7, state.Approve)}},
			review: state.Reject, rejected: true, approved: statetest.SHA(7),
		},
		"the later approval": {
			record: &state.Record{Picture: statetest.Picture(1), Reviews: []state.Review{review(2, 1, state.Approve), review(1, 3, state.Approve)}},
			review: state.Approve, approved: statetest.SHA(1),
		},
	} {
		t.Run(name, func(t *testing.T) {
			var verdict state.Verdict
			if v := test.record.Review(); v != nil {
				verdict = v.Verdict
			}
			if verdict != test.review {
				t.Errorf("review %q, want %q", verdict, test.review)
			}
			if test.record != nil && (test.record.HasPicture() && test.record.Rejected(&test.record.Picture) != nil) != test.rejected {
				t.Errorf("rejected %t, want %t", !test.rejected, test.rejected)
			}
			approved := ""
			if v := test.record.Approved(); v != nil {
				approved = v.Artifact
			}
			if approved != test.approved {
				t.Errorf("approved %q, want %q", approved, test.approved)
			}
		})
	}
}

// Of too many the weakest go, and what is left can be read.
func TestManyReviews(t *testing.T) {
	var list []state.Review
	for n := range 10_001 {
		list = append(list, state.Review{Artifact: statetest.SHA(n), Verdict: state.Reject, At: statetest.At(n)})
	}
	list = append(list, state.Review{Artifact: statetest.SHA(0), Verdict: state.Approve, At: statetest.At(20_000)})
	sorted := state.SortReviews(list)
	if len(sorted) != 10_000 || sorted[0].Artifact != statetest.SHA(1) || sorted[0].Verdict != state.Reject {
		t.Errorf("%d reviews, the first one %+v", len(sorted), sorted[0])
	}
}
