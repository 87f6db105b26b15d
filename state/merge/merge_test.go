package merge_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"gesso/spec/trigger"
	"gesso/state"
	"gesso/state/merge"
	"gesso/state/statetest"
	"gesso/state/statetest/drawn"

	"github.com/zclconf/go-cty/cty"
)

type list = []*state.Record

// rec is a record of picture n.
func rec(address string, n int, change ...func(*state.Record)) *state.Record {
	r := statetest.Record(address, n)
	for _, c := range change {
		c(r)
	}
	return r
}

// at places a record's output.
func at(path string) func(*state.Record) {
	return func(r *state.Record) { r.Path, r.Output = path, statetest.SHA(40) }
}

// from makes a record an edit of picture n.
func from(n int) func(*state.Record) {
	return func(r *state.Record) {
		request := *r.Request
		request.Action, request.Source = "edit", state.Source{Form: state.ContentSource, Value: statetest.SHA(n)}
		r.Request, r.Key = &request, request.Key()
	}
}

// rivals gives a record the pictures of others for its rivals.
func rivals(others ...int) func(*state.Record) {
	return func(r *state.Record) {
		for _, n := range others {
			r.Rivals = append(r.Rivals, rec(r.Address, n).Rival())
		}
	}
}

// waiting gives a record calls; one whose name has a ! is accepted.
func waiting(intents ...string) func(*state.Record) {
	return func(r *state.Record) {
		for _, intent := range intents {
			p := state.Call{Intent: intent[:1], Count: 1, Request: *statetest.Request(30), Key: statetest.Request(30).Key(), Time: statetest.At(int(intent[0]) % 60)}
			if len(intent) > 1 {
				p.Task = "task-" + p.Intent
			}
			r.Pending = append(r.Pending, p)
		}
	}
}

func calls(address string, intents ...string) *state.Record {
	r := &state.Record{Address: address}
	waiting(intents...)(r)
	return r
}

func TestThree(t *testing.T) {
	done := rec("image.a", 30, func(r *state.Record) { r.Task = "task-i" })
	for name, test := range map[string]struct {
		base, ours, theirs, want list
		contested, kept          []string
	}{
		"nothing": {},
		"both begin from nothing": {
			ours: list{rec("image.a", 1)}, theirs: list{rec("image.b", 2)},
			want: list{rec("image.a", 1), rec("image.b", 2)},
		},
		"one changes, one adds": {
			base: list{rec("image.a", 1)}, ours: list{rec("image.a", 2)}, theirs: list{rec("image.a", 1), rec("image.b", 3)},
			want: list{rec("image.a", 2), rec("image.b", 3)},
		},
		"both change alike": {
			base: list{rec("image.a", 1)}, ours: list{rec("image.a", 2)}, theirs: list{rec("image.a", 2)},
			want: list{rec("image.a", 2)},
		},
		"both change": {
			base: list{rec("image.a", 1)}, ours: list{rec("image.a", 2)}, theirs: list{rec("image.a", 3)},
			want:      list{rec("image.a", 3, rivals(2))},
			contested: []string{"image.a"},
		},
		"both add the same": {
			ours: list{rec("image.a", 2, from(9))}, theirs: list{rec("image.a", 3)},
			want: list{rec("image.a", 3, func(r *state.Record) {
				r.Rivals = []state.Rival{rec("image.a", 2, from(9)).Rival()}
			})},
			contested: []string{"image.a"},
		},
		"one removes": {
			base: list{rec("image.a", 1), rec("image.b", 2)}, ours: list{rec("image.b", 2)}, theirs: list{rec("image.a", 1), rec("image.b", 2)},
			want: list{rec("image.b", 2)},
		},
		"one removes what the other one changed": {
			base: list{rec("image.a", 1)}, theirs: list{rec("image.a", 2)},
			want: list{rec("image.a", 2)}, kept: []string{"image.a"},
		},
		"one places what the other one makes anew": {
			base: list{rec("image.a", 1)}, ours: list{rec("image.a", 1, at("x.png"))}, theirs: list{rec("image.a", 2)},
			want: list{rec("image.a", 2)},
		},
		"one has a rival of what the other one makes anew": {
			base: list{rec("image.a", 1)}, ours: list{rec("image.a", 1, rivals(3))}, theirs: list{rec("image.a", 2)},
			want: list{rec("image.a", 2, rivals(3))},
		},
		"one lets go of a rival, one makes anew": {
			base: list{rec("image.a", 1, rivals(3))}, ours: list{rec("image.a", 1)}, theirs: list{rec("image.a", 2)},
			want: list{rec("image.a", 2)},
		},
		"one moves a call, one has it at both addresses": {
			base: list{calls("image.a", "i")}, ours: list{calls("image.a", "i"), calls("image.b", "i")}, theirs: list{calls("image.b", "i!")},
			want: list{calls("image.b", "i!")},
		},
		"one places, one notes triggers": {
			base: list{rec("image.a", 1)}, ours: list{rec("image.a", 1, at("x.png"))},
			theirs: list{rec("image.a", 1, func(r *state.Record) { r.Triggers = state.Triggers{"image.z": "1"} })},
			want:   list{rec("image.a", 1, at("x.png"), func(r *state.Record) { r.Triggers = state.Triggers{"image.z": "1"} })},
		},
		"what one side has tainted by hand is tainted": {
			base: list{rec("image.a", 1)}, ours: list{rec("image.a", 1, unwanted)}, theirs: list{rec("image.a", 1, at("x.png"))},
			want: list{rec("image.a", 1, unwanted, at("x.png"))},
		},
		"and what one side has taken back is not": {
			base: list{rec("image.a", 1, unwanted)}, ours: list{rec("image.a", 1, unwanted)}, theirs: list{rec("image.a", 1)},
			want: list{rec("image.a", 1)},
		},
		"a tainted picture loses": {
			ours: list{rec("image.a", 2, func(r *state.Record) { r.Tainted = "It is blank." })}, theirs: list{rec("image.a", 1)},
			want:      list{rec("image.a", 1, rivals(2))},
			contested: []string{"image.a"},
		},
		"what others are made from wins": {
			ours: list{rec("image.a", 1), rec("image.b", 5, from(1))}, theirs: list{rec("image.a", 2)},
			want:      list{rec("image.a", 1, rivals(2)), rec("image.b", 5, from(1))},
			contested: []string{"image.a"},
		},
		"also by way of what is contested itself": {
			ours:   list{rec("image.a", 1), rec("image.b", 3, from(1)), rec("image.c", 5, from(3))},
			theirs: list{rec("image.a", 2), rec("image.b", 4, from(2))},
			want: list{rec("image.a", 1, rivals(2)),
				rec("image.b", 3, from(1), func(r *state.Record) {
					r.Rivals = []state.Rival{rec("image.b", 4, from(2)).Rival()}
				}), rec("image.c", 5, from(3))},
			contested: []string{"image.a", "image.b"},
		},
		"what fits what others get wins": {
			ours:   list{rec("image.a", 1), rec("image.b", 6, from(1))},
			theirs: list{rec("image.a", 2), rec("image.b", 4, from(2))},
			want: list{rec("image.a", 2, rivals(1)),
				rec("image.b", 4, from(2), func(r *state.Record) {
					r.Rivals = []state.Rival{rec("image.b", 6, from(1)).Rival()}
				})},
			contested: []string{"image.a", "image.b"},
		},
		"a trigger's value counts as being made from it": {
			ours: list{rec("image.a", 1), rec("image.b", 5, triggeredBy(1))}, theirs: list{rec("image.a", 2)},
			want:      list{rec("image.a", 1, rivals(2)), rec("image.b", 5, triggeredBy(1))},
			contested: []string{"image.a"},
		},
		"rivals of both stay": {
			ours: list{rec("image.a", 5, rivals(1, 2))}, theirs: list{rec("image.a", 6, rivals(2, 3))},
			want:      list{rec("image.a", 6, rivals(1, 2, 3, 5))},
			contested: []string{"image.a"},
		},
		"rivals that a run has noted go": {
			base: list{rec("image.a", 5, rivals(1))}, ours: list{rec("image.a", 5)}, theirs: list{rec("image.a", 5, rivals(1))},
			want: list{rec("image.a", 5)},
		},
		"one moves what the other one makes anew": {
			base: list{rec("image.a", 1)}, ours: list{rec("image.b", 1)}, theirs: list{rec("image.a", 2)},
			want: list{rec("image.b", 2, func(r *state.Record) {
				r.Path, r.Rivals = "image.a.png", []state.Rival{rec("image.b", 1).Rival()}
			})},
			contested: []string{"image.b"},
		},
		"one moves what the other one places": {
			base: list{rec("image.a", 1)}, ours: list{rec("image.b", 1, at("image.a.png"))}, theirs: list{rec("image.a", 1, at("x.png"))},
			want: list{rec("image.b", 1, at("x.png"))},
		},
		"calls of both": {
			base: list{calls("image.a", "i")}, ours: list{calls("image.a", "i", "j")}, theirs: list{calls("image.a", "i!"), calls("image.b", "k")},
			want: list{calls("image.a", "i!", "j"), calls("image.b", "k")},
		},
		"a call that one side knows to be over": {
			base: list{calls("image.a", "i!")}, ours: list{calls("image.a", "i!")}, theirs: list{done},
			want: list{done},
		},
		"a call that one side collects and the other one learns the task of": {
			base: list{calls("image.a", "i")}, ours: list{calls("image.a", "i!")}, theirs: list{done},
			want: list{done},
		},
		"a call that one side gives up and the other one learns the task of": {
			base: list{calls("image.a", "i")}, ours: list{calls("image.a", "i!")},
			want: list{calls("image.a", "i!")},
		},
		"a call that moves": {
			base: list{calls("image.a", "i")}, ours: list{calls("image.b", "i")}, theirs: list{calls("image.a", "i!")},
			want: list{calls("image.b", "i!")},
		},
	} {
		t.Run(name, func(t *testing.T) {
			for _, swapped := range []bool{false, true} {
				ours, theirs := test.ours, test.theirs
				if swapped {
					ours, theirs = theirs, ours
				}
				got := merge.Three(test.base, ours, theirs)
				want := merge.Result{Records: test.want, Contested: test.contested, Kept: test.kept}
				if diff := cmp.Diff(want, got); diff != "" {
					t.Errorf("swapped %t (-want +got):\n%s", swapped, diff)
				}
			}
		})
	}
}

// triggeredBy gives a record a trigger whose value is picture n.
func triggeredBy(n int) func(*state.Record) {
	return func(r *state.Record) {
		r.Triggers = state.Triggers{"image.a": trigger.Hash(cty.StringVal(statetest.SHA(n)))}
	}
}

// What git's union leaves ends as the merge that knows what both began from, wherever
// both have changed something.
func TestLines(t *testing.T) {
	done := rec("image.a", 30, func(r *state.Record) { r.Task = "task-i" })
	for name, test := range map[string]struct{ lines, want list }{
		"alone":           {list{rec("image.a", 1, waiting("i"))}, list{rec("image.a", 1, waiting("i"))}},
		"twice":           {list{rec("image.a", 1), rec("image.a", 1)}, list{rec("image.a", 1)}},
		"two pictures":    {list{rec("image.a", 1), rec("image.a", 2)}, list{rec("image.a", 2, rivals(1))}},
		"three":           {list{rec("image.a", 3), rec("image.a", 1), rec("image.a", 2)}, list{rec("image.a", 3, rivals(1, 2))}},
		"placed":          {list{rec("image.a", 1), rec("image.a", 1, at("x.png"))}, list{rec("image.a", 1, at("x.png"))}},
		"calls":           {list{calls("image.a", "i"), calls("image.a", "i!", "j")}, list{calls("image.a", "i!", "j")}},
		"a call and more": {list{calls("image.a", "i"), rec("image.a", 1)}, list{rec("image.a", 1, waiting("i"))}},
		"a call's end":    {list{calls("image.a", "i!"), done}, list{done}},
		"what others are made from": {
			list{rec("image.a", 1), rec("image.b", 5, from(1)), rec("image.a", 2)},
			list{rec("image.a", 1, rivals(2)), rec("image.b", 5, from(1))},
		},
	} {
		t.Run(name, func(t *testing.T) {
			for range 2 {
				if diff := cmp.Diff(test.want, merge.Lines(test.lines)); diff != "" {
					t.Errorf("(-want +got):\n%s", diff)
				}
				slices.Reverse(test.lines)
			}
		})
	}
}

// Whatever two branches did: who merges decides nothing, merging again changes
// nothing, and of what either side has and the base has not, nothing is lost.
func TestThreeOfAnything(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		events := func(name string, s *state.State) *state.State {
			s = s.Clone()
			for _, e := range drawn.Events().Draw(r, name) {
				s.Apply(e.Plain())
			}
			return s
		}
		start := events("base", new(state.State))
		base := records(start)
		ours, theirs := records(events("ours", start)), records(events("theirs", start))
		got := merge.Three(base, ours, theirs)
		same := func(what string, want, got list) {
			if diff := cmp.Diff(want, got); diff != "" {
				r.Errorf("%s (-want +got):\n%s", what, diff)
			}
		}
		same("swapped", got.Records, merge.Three(base, theirs, ours).Records)
		same("ours again", got.Records, merge.Three(ours, got.Records, ours).Records)
		same("nothing of theirs", ours, merge.Three(base, ours, base).Records)
		same("nothing of ours", theirs, merge.Three(base, base, theirs).Records)
		same("both alike", ours, merge.Three(base, ours, ours).Records)
		have := pictures(got.Records)
		for p := range pictures(append(slices.Clone(ours), theirs...)) {
			if !have[p] && !pictures(base)[p] {
				r.Errorf("%v is forgotten", p)
			}
		}
		same("lines, the other way round", merge.Lines(slices.Concat(ours, theirs)), merge.Lines(slices.Concat(theirs, ours)))
	})
}

func records(s *state.State) list { return slices.Collect(s.All()) }

func pictures(records list) map[string]bool {
	all := map[string]bool{}
	for _, r := range records {
		if r.HasPicture() {
			all[string(r.Key)+r.Identity()] = true
		}
		for v := range r.AllRivals() {
			all[string(v.Key)+v.Identity()] = true
		}
	}
	return all
}

// What a foreign state says takes no longer for being said many times: of one address,
// and of pictures that were all made from each other.
func TestManyRivals(t *testing.T) {
	const many = 2000
	var lines list
	for n := range many {
		lines = append(lines, rec("image.a", 1000+n), rec(fmt.Sprintf("image.b[%d]", n), 1, from(1), func(r *state.Record) { r.Task = fmt.Sprint(n) }),
			rec(fmt.Sprintf("image.b[%d]", n), 1, from(1), func(r *state.Record) { r.Task = fmt.Sprint(n, "'") }))
	}
	merged := merge.Lines(lines)
	if len(merged) != 1+many || len(merged[0].Rivals) != many-1 || len(merged[1].Rivals) != 1 {
		t.Errorf("%d records, %d and %d rivals", len(merged), len(merged[0].Rivals), len(merged[1].Rivals))
	}
	slices.Reverse(lines)
	if diff := cmp.Diff(merged, merge.Lines(lines)); diff != "" {
		t.Errorf("reversed (-first +second):\n%s", diff)
	}
}
func unwanted(r *state.Record) { r.Unwanted = "Too dark." }
