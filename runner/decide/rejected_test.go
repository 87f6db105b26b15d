package decide

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"gesso/runner/plan"
	"gesso/state"
)

func rejected(address, artifact string) state.Event {
	return state.Event{Kind: state.Reviewed, Address: address, Review: &state.Review{Artifact: artifact, Verdict: state.Reject, By: "design", Note: "six fingers"}}
}

func approved(address, artifact string) state.Event {
	return state.Event{Kind: state.Reviewed, Address: address, Review: &state.Review{Artifact: artifact, Verdict: state.Approve, By: "design"}}
}

// rejections are the situations in which a person has decided about a picture.
var rejections = []row{
	{name: "it has a picture that is approved",
		past: func(n names) []state.Event {
			return []state.Event{n.has(snow, n.good, n.request, n.now), placed("snow.png", n.good), approved(snow, n.good)}
		},
		file:   func(n names) string { return n.good },
		action: plan.None},
	{name: "it has a picture that is rejected, and was never placed",
		past: func(n names) []state.Event {
			return []state.Event{n.has(snow, n.good, n.request, n.now), rejected(snow, n.good)}
		},
		action: plan.Tainted, causes: []plan.Cause{plan.Rejected}},
	{name: "it has a picture that is rejected, in place",
		past: func(n names) []state.Event {
			return []state.Event{n.has(snow, n.good, n.request, n.now), placed("snow.png", n.good), rejected(snow, n.good)}
		},
		file:   func(n names) string { return n.good },
		action: plan.Reject, causes: []plan.Cause{plan.Rejected, plan.Withdrawn}, learned: &outcome{plan.Tainted, []plan.Cause{plan.Rejected}}},
	{name: "it has a picture that is rejected, in place, and had another one",
		past: func(n names) []state.Event {
			return append(n.bought(snow, "i", n.other, n.old, n.now), n.has(snow, n.good, n.request, n.now), placed("snow.png", n.good), rejected(snow, n.good))
		},
		file:   func(n names) string { return n.good },
		action: plan.Reject, causes: []plan.Cause{plan.Rejected, plan.GoesBack}, learned: &outcome{plan.Tainted, []plan.Cause{plan.Rejected}}},
	{name: "it has a picture that is rejected, and another one lies in its place",
		past: func(n names) []state.Event {
			e := placed("snow.png", n.other)
			e.Instead = n.other
			return append(n.bought(snow, "i", n.other, n.old, n.now), n.has(snow, n.good, n.request, n.now), rejected(snow, n.good), e)
		},
		file:   func(n names) string { return n.other },
		action: plan.Tainted, causes: []plan.Cause{plan.Rejected}},
	{name: "it has a picture that is rejected, and the one in its place is gone",
		past: func(n names) []state.Event {
			e := placed("snow.png", n.other)
			e.Instead = n.other
			return append(n.bought(snow, "i", n.other, n.old, n.now), n.has(snow, n.good, n.request, n.now), rejected(snow, n.good), e)
		},
		action: plan.Reject, causes: []plan.Cause{plan.Rejected, plan.GoesBack}, learned: &outcome{plan.Tainted, []plan.Cause{plan.Rejected}}},
	{name: "the rejection is taken back",
		past: func(n names) []state.Event {
			e := placed("snow.png", n.other)
			e.Instead = n.other
			return append(n.bought(snow, "i", n.other, n.old, n.now), n.has(snow, n.good, n.request, n.now), rejected(snow, n.good), e, approved(snow, n.good))
		},
		file:   func(n names) string { return n.other },
		action: plan.Place, causes: []plan.Cause{plan.Accepted}},
	{name: "the rejection is taken back, and its output was gone",
		past: func(n names) []state.Event {
			return []state.Event{n.has(snow, n.good, n.request, n.now), rejected(snow, n.good), placed("snow.png", ""), approved(snow, n.good)}
		},
		action: plan.Restore, causes: []plan.Cause{plan.Missing}},
	{name: "it has a rejected picture, and the store has another one of its request",
		past: func(n names) []state.Event {
			return append(n.bought("image.old", "i", n.other, n.request, n.now), removed("image.old"), n.has(snow, n.good, n.request, n.now), rejected(snow, n.good))
		},
		action: plan.Tainted, causes: []plan.Cause{plan.Rejected}},
	{name: "it has a rejected picture, and a call of its own",
		past: func(n names) []state.Event {
			return []state.Event{n.has(snow, n.good, n.request, n.now), rejected(snow, n.good), n.called(snow, "i", n.now), accepted("i")}
		},
		action: plan.Resume, causes: []plan.Cause{plan.Uncollected}},
	{name: "it had a rejected picture of the request, and asks for that again",
		past: func(n names) []state.Event {
			return append(n.bought(snow, "i", n.good, n.request, n.now), n.has(snow, n.other, n.old, n.now), rejected(snow, n.good))
		},
		action: plan.Tainted, causes: []plan.Cause{plan.Rejected}},
	{name: "it had a rejected picture of the request, and the store has another one",
		past: func(n names) []state.Event {
			events := append(n.bought("image.old", "i", n.other, n.request, n.now), removed("image.old"))
			events = append(events, n.bought(snow, "j", n.good, n.request, n.now)...)
			return append(events, n.has(snow, n.bad, n.old, n.now), rejected(snow, n.good))
		},
		action: plan.Reuse, causes: []plan.Cause{plan.Changed, plan.Stored}},
	{name: "another address has rejected the picture",
		past: func(n names) []state.Event {
			return append(n.bought("image.old", "i", n.good, n.request, n.now), rejected("image.old", n.good), removed("image.old"))
		},
		action: plan.Reuse, causes: []plan.Cause{plan.Stored}},
	{name: "an address that nothing declares has rejected it",
		past: func(n names) []state.Event {
			return []state.Event{n.has("image.old", n.good, n.request, n.now), rejected("image.old", n.good)}
		},
		action: plan.Tainted, causes: []plan.Cause{plan.Rejected}, learned: &outcome{plan.Reuse, []plan.Cause{plan.Stored}}},
	{name: "it is rejected, and the request has changed",
		past: func(n names) []state.Event {
			return []state.Event{n.has(snow, n.other, n.old, n.now), rejected(snow, n.other)}
		},
		action: plan.Regenerate, causes: []plan.Cause{plan.Changed}},
	{name: "it is rejected, in place, and the request has changed",
		past: func(n names) []state.Event {
			return []state.Event{n.has(snow, n.other, n.old, n.now), placed("snow.png", n.other), rejected(snow, n.other)}
		},
		file:   func(n names) string { return n.other },
		action: plan.Regenerate, causes: []plan.Cause{plan.Changed, plan.Withdrawn}, learned: &outcome{plan.Regenerate, []plan.Cause{plan.Changed}}},
	{name: "it is rejected, and a trigger has changed",
		past: func(n names) []state.Event {
			return []state.Event{n.has(snow, n.good, n.request, n.then), rejected(snow, n.good)}
		},
		action: plan.Regenerate, causes: []plan.Cause{plan.Triggered}},
	{name: "it is rejected, and a user wants another",
		past: func(n names) []state.Event {
			return []state.Event{n.has(snow, n.good, n.request, n.now), rejected(snow, n.good)}
		},
		asked: true, action: plan.Regenerate, causes: []plan.Cause{plan.Replaced}},
	{name: "it is rejected, and tainted by hand",
		past: func(n names) []state.Event {
			return []state.Event{n.has(snow, n.good, n.request, n.now), rejected(snow, n.good), tainted()}
		},
		action: plan.Regenerate, causes: []plan.Cause{plan.Unwanted}},
	{name: "it is rejected, and nobody has it",
		past: func(n names) []state.Event {
			return []state.Event{n.has(snow, n.gone, n.request, n.now), rejected(snow, n.gone)}
		},
		action: plan.Tainted, causes: []plan.Cause{plan.Rejected}},
	{name: "it is rejected, and fails a condition too",
		past: func(n names) []state.Event {
			return []state.Event{n.has(snow, n.bad, n.request, n.now), rejected(snow, n.bad)}
		},
		action: plan.Tainted, causes: []plan.Cause{plan.Rejected}},
}

// What people decide now counts as what is recorded, once, and about the picture that they
// have seen.
func TestReviewsOfASituation(t *testing.T) {
	type result struct {
		Action  plan.Action
		Causes  []plan.Cause
		Verdict state.Verdict // that the run records; "": nothing
	}
	for _, test := range []struct {
		name    string
		verdict state.Verdict
		before  state.Verdict // recorded before
		of      func(n names) string
		want    result
	}{
		{"approved", state.Approve, "", nil, result{plan.Review, []plan.Cause{plan.Approved}, state.Approve}},
		{"approved already", state.Approve, state.Approve, nil, result{Action: plan.None}},
		{"rejected", state.Reject, "", nil, result{plan.Reject, []plan.Cause{plan.Rejected, plan.Withdrawn}, state.Reject}},
		{"of another picture", state.Reject, "", func(n names) string { return n.other }, result{Action: plan.None}},
		{"taken back", "", state.Approve, nil, result{Action: plan.Review, Causes: []plan.Cause{plan.Undecided}}},
		{"nothing to take back", "", "", nil, result{Action: plan.None}},
		{"approved after all", state.Approve, state.Reject, nil, result{plan.Review, []plan.Cause{plan.Approved}, state.Approve}},
	} {
		t.Run(test.name, func(t *testing.T) {
			s, n := ladderOf(t)
			events := []state.Event{n.foxed(), n.has(snow, n.good, n.request, n.now), placed("snow.png", n.good)}
			switch test.before {
			case state.Approve:
				events = append(events, approved(snow, n.good))
			case state.Reject:
				events = append(events, rejected(snow, n.good))
			}
			s.happened(t, events)
			s.lay(t, func(n names) string { return n.good }, n)
			of := n.good
			if test.of != nil {
				of = test.of(n)
			}
			s.Reviews = map[string]state.Review{snow: {Artifact: of, Verdict: test.verdict, By: "design"}}
			c := made(t, s.Situation).all[snow]
			got := result{Action: c.Action}
			for _, r := range c.Reasons {
				got.Causes = append(got.Causes, r.Cause)
			}
			if c.Review != nil {
				got.Verdict = c.Review.Verdict
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if s.State.Get(snow).Review() != nil && test.before == "" {
				t.Error("the state of before has it")
			}
		})
	}
}
