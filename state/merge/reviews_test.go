package merge_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"gesso/state"
	"gesso/state/merge"
	"gesso/state/statetest"
)

// reviewed gives a record what was decided.
func reviewed(reviews ...state.Review) func(*state.Record) {
	return func(r *state.Record) { r.Reviews = reviews }
}

// Two branches that decided: no rejection gets lost, whoever merges.
func TestThreeReviews(t *testing.T) {
	yes, no := statetest.Review(1, 1, state.Approve), statetest.Review(2, 1, state.Reject)
	later, no2, yes2 := statetest.Review(9, 1, state.Approve), statetest.Review(3, 2, state.Reject), statetest.Review(4, 2, state.Approve)
	one := func(change ...func(*state.Record)) list { return list{rec("image.a", 1, change...)} }
	for name, test := range map[string]struct {
		base, ours, theirs, want  list
		contested, kept, disputed []string
	}{
		"one decides":                     {base: one(), ours: one(reviewed(no)), theirs: one(), want: one(reviewed(no))},
		"both decide alike":               {base: one(), ours: one(reviewed(no)), theirs: one(reviewed(no)), want: one(reviewed(no))},
		"one takes back":                  {base: one(reviewed(no)), ours: one(), theirs: one(reviewed(no)), want: one()},
		"one takes back by approving":     {base: one(reviewed(no)), ours: one(reviewed(later)), theirs: one(reviewed(no)), want: one(reviewed(later))},
		"one approves, one rejects":       {base: one(), ours: one(reviewed(later)), theirs: one(reviewed(no)), want: one(reviewed(no)), disputed: []string{"image.a"}},
		"one takes back, one says more":   {base: one(reviewed(yes)), ours: one(), theirs: one(reviewed(no)), want: one(reviewed(no))},
		"one decides, and one moves it":   {base: one(), ours: one(reviewed(no)), theirs: list{rec("image.b", 1)}, want: list{rec("image.b", 1, reviewed(no))}},
		"one decides, and one removes it": {base: one(), ours: one(reviewed(no)), want: one(reviewed(no)), kept: []string{"image.a"}},
		"one decides, and one places it":  {base: one(), ours: one(reviewed(no)), theirs: one(at("x.png")), want: one(reviewed(no), at("x.png"))},
		"one rejects, and one makes it anew": {
			base: one(), ours: one(reviewed(no)), theirs: list{rec("image.a", 2)},
			want: list{rec("image.a", 2, reviewed(no))},
		},
		"each about another picture of it": {
			base: one(), ours: one(reviewed(no)), theirs: list{rec("image.a", 2, reviewed(yes2))},
			want: list{rec("image.a", 2, reviewed(no, yes2))},
		},
		"of different images": {
			base: list{rec("image.a", 1), rec("image.b", 2)}, ours: list{rec("image.a", 1, reviewed(no)), rec("image.b", 2)},
			theirs: list{rec("image.a", 1), rec("image.b", 2, reviewed(no2))},
			want:   list{rec("image.a", 1, reviewed(no)), rec("image.b", 2, reviewed(no2))},
		},
		"a rejected picture loses": {
			ours: one(), theirs: list{rec("image.a", 2, reviewed(no2))},
			want: one(reviewed(no2), rivals(2)), contested: []string{"image.a"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			for _, swapped := range []bool{false, true} {
				ours, theirs := test.ours, test.theirs
				if swapped {
					ours, theirs = theirs, ours
				}
				got := merge.Three(test.base, ours, theirs)
				want := merge.Result{Records: test.want, Contested: test.contested, Kept: test.kept, Disputed: test.disputed}
				if diff := cmp.Diff(want, got); diff != "" {
					t.Errorf("swapped %t (-want +got):\n%s", swapped, diff)
				}
			}
		})
	}
	if diff := cmp.Diff(one(reviewed(no)), merge.Lines(append(one(reviewed(later)), one(reviewed(no))...))); diff != "" {
		t.Errorf("lines (-want +got):\n%s", diff)
	}
}
