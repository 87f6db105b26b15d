package wishes_test

import (
	"testing"

	"gesso/runner/plan"
	"gesso/runner/review"
	"gesso/runner/wishes"
	"gesso/state"
	"gesso/state/statetest"

	"github.com/google/go-cmp/cmp"
)

// TestSettle: what a plan makes of a decision that acts by what is recorded.
func TestSettle(t *testing.T) {
	g := recorded(t, append(bought(fox, 1), bought(fox, 2)...)...)
	again := plan.Decision{Address: fox, Artifact: statetest.SHA(2), Verdict: "again"}
	choose := plan.Decision{Address: fox, Artifact: statetest.SHA(2), Verdict: "select", Take: statetest.SHA(1)}
	approve := plan.Decision{Address: fox, Artifact: statetest.SHA(2), Verdict: "approve"}
	change := func(action plan.Action) *plan.Change {
		return &plan.Change{Address: fox, Action: action, Declared: &plan.Declaration{Terms: &plan.Terms{}}}
	}
	pinned := change(plan.None)
	pinned.Declared.Pin = statetest.SHA(3)
	moved := change(plan.Regenerate)
	moved.Address, moved.From = "image.vixen", fox
	gone := &plan.Change{Address: fox, Action: plan.Remove}
	unasked := change(plan.Reuse)
	unasked.Reasons = []plan.Reason{{Cause: plan.Unasked}}
	for name, test := range map[string]struct {
		decided plan.Decision
		plan    plan.Plan
		want    plan.Standing
		why     string
	}{
		"it is bought":                      {again, plan.Plan{Changes: []*plan.Change{change(plan.Regenerate)}}, plan.Acting, ""},
		"it is in doubt":                    {again, plan.Plan{Changes: []*plan.Change{change(plan.InDoubt)}}, plan.Doubted, ""},
		"it is pinned":                      {again, plan.Plan{Unchanged: []*plan.Change{pinned}}, plan.Fixed, `pin = "sha256:000000000000…"`},
		"it is pinned, and another chosen":  {choose, plan.Plan{Unchanged: []*plan.Change{pinned}}, plan.Fixed, `pin = "sha256:000000000000…"`},
		"it is pinned, and approved":        {approve, plan.Plan{Unchanged: []*plan.Change{pinned}}, plan.Acting, ""},
		"it moves":                          {again, plan.Plan{Changes: []*plan.Change{moved}}, plan.Acting, ""},
		"nothing declares it":               {again, plan.Plan{Changes: []*plan.Change{gone}}, plan.Dropped, ""},
		"it is left out":                    {again, plan.Plan{Deselected: []*plan.Change{change(plan.None)}}, plan.Unselected, ""},
		"nobody knows it":                   {again, plan.Plan{}, plan.Nowhere, ""},
		"a take is taken":                   {choose, plan.Plan{Changes: []*plan.Change{change(plan.Reuse)}}, plan.Acting, ""},
		"a take that fails a condition":     {choose, plan.Plan{Changes: []*plan.Change{change(plan.Tainted)}}, plan.Acting, ""},
		"a take that nobody has":            {choose, plan.Plan{Unchanged: []*plan.Change{change(plan.None)}}, plan.Gone, ""},
		"a take that is not asked for":      {choose, plan.Plan{Changes: []*plan.Change{unasked}}, plan.Acting, `a plan may want another; this keeps it, in the image's block: pin = "sha256:` + statetest.SHA(1) + `"`},
		"an approval, and the image waits":  {approve, plan.Plan{Changes: []*plan.Change{change(plan.InDoubt)}}, plan.Acting, ""},
		"an approval, and the image is out": {approve, plan.Plan{Deselected: []*plan.Change{change(plan.None)}}, plan.Unselected, ""},
	} {
		t.Run(name, func(t *testing.T) {
			w, err := wishes.Make(g, []plan.Decision{test.decided})
			if err != nil {
				t.Fatal(err)
			}
			d := w.Settle(&test.plan)[0]
			if d.Standing != test.want || d.Why != test.why {
				t.Errorf("it %q, since %q; want %q, %q", d.Standing, d.Why, test.want, test.why)
			}
		})
	}
}

// TestSummarize: what counts as decided, by whom, and what is left.
func TestSummarize(t *testing.T) {
	has := func(address string, n int, more ...state.Review) *plan.Change {
		r := statetest.Record(address, n)
		r.Reviews = more
		return &plan.Change{Address: address, Before: r, Declared: &plan.Declaration{Terms: &plan.Terms{}}}
	}
	price := 0.02
	again := has("image.e", 5)
	again.Action, again.Price, again.Takes = plan.Regenerate, &price, 3
	moved := has("image.f", 6)
	moved.From = "image.before"
	p := &plan.Plan{
		Changes: []*plan.Change{again, {Address: "image.g", Action: plan.Generate, Declared: &plan.Declaration{Terms: &plan.Terms{}}}, moved},
		Unchanged: []*plan.Change{
			has("image.a", 1), has("image.b", 2, statetest.Review(3, 2, state.Approve)), has("image.c", 3, statetest.Review(3, 3, state.Reject)),
			has("image.d", 4, statetest.Review(3, 9, state.Reject)),
		},
		Decisions: []plan.Decision{
			{Address: "image.c", Artifact: statetest.SHA(3), Verdict: "approve", By: "art", Standing: plan.Acting},
			{Address: "image.e", Artifact: statetest.SHA(5), Verdict: "again", By: "art", Takes: 3, Standing: plan.Acting},
			{Address: "image.before", Artifact: statetest.SHA(6), Verdict: "approve", By: "art", Standing: plan.Acting},
			{Address: "image.b", Artifact: statetest.SHA(2), Verdict: "approve", By: "art", Standing: plan.Done},
			{Address: "image.a", Artifact: statetest.SHA(8), Verdict: "approve", By: "art", Standing: plan.Outdated},
		},
	}
	told := func(s *wishes.Summary) []string {
		var list []string
		for _, r := range s.Images {
			text := r.Address + " " + r.Verdict
			if r.By != "" {
				text += " by " + r.By
			}
			if r.Recorded {
				text += ", recorded"
			}
			list = append(list, text)
		}
		return list
	}
	s := wishes.Summarize(p, nil, nil)
	want := []string{
		"image.a undecided", "image.b approve by design, recorded", "image.c approve by art", "image.d undecided", "image.e again by art", "image.f approve by art",
	}
	if diff := cmp.Diff(want, told(s)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if s.Open() != 3 || s.Bare != 1 || s.Same != 0 || len(s.Idle) != 1 || s.Cost.Known != 0.06 || len(s.Of(wishes.Undecided)) != 2 {
		t.Errorf("open %d, bare %d, same %d, idle %v, cost %v", s.Open(), s.Bare, s.Same, s.Idle, s.Cost)
	}

	disputed := [2]review.Decision{{Address: "image.a", Artifact: statetest.SHA(1), Verdict: review.Approve}, {Address: "image.a", Artifact: statetest.SHA(1), Verdict: review.Reject}}
	s = wishes.Summarize(p, [][2]review.Decision{disputed}, map[string]*state.Record{
		"image.a": statetest.Record("image.a", 1), "image.b": statetest.Record("image.b", 2), "image.d": statetest.Record("image.d", 4), "image.e": statetest.Record("image.e", 9),
	})
	want = []string{
		"image.a conflict", "image.b approve by design, recorded", "image.c approve by art", "image.e again by art", "image.f approve by art",
	}
	if diff := cmp.Diff(want, told(s)); diff != "" {
		t.Errorf("compared with a base (-want +got):\n%s", diff)
	}
	if s.Same != 1 || s.Images[0].Dispute == nil {
		t.Errorf("same %d, dispute %v", s.Same, s.Images[0].Dispute)
	}
}
