package gallery_test

import (
	"slices"
	"testing"

	"gesso/runner/gallery"
	"gesso/runner/plan"
	"gesso/runner/timeline"
	"gesso/spec/eval"
	"gesso/state"
	"gesso/state/disk"
	"gesso/state/statetest"
)

const at = "image.a"

// base is a state that is compared with.
func base(f gallery.Facts, records ...*state.Record) gallery.Facts {
	f.Base = &timeline.Point{Name: "in the commit main", Records: timeline.Records(state.New(records))}
	return f
}

func undeclared(f gallery.Facts) gallery.Facts {
	f.Declared = []*eval.Instance{declared("image.else")}
	return f
}

func beside(f gallery.Facts, second int) gallery.Facts {
	f.Beside = &disk.Holder{PID: 7, Command: "apply", Time: statetest.At(second)}
	return f
}

// TestStatus has each status, and each way to it.
func TestStatus(t *testing.T) {
	now, then := statetest.Record(at, 1), statetest.Record(at, 2)
	waiting := &state.Record{Address: at, Pending: []state.Call{{Intent: "i", Key: statetest.Request(3).Key(), Request: *statetest.Request(3), Time: statetest.At(10)}}}
	accepted := &state.Record{Address: at, Pending: []state.Call{{Intent: "i", Key: statetest.Request(3).Key(), Request: *statetest.Request(3), Time: statetest.At(10), Task: "t"}}}
	unmade := &state.Record{Address: at, Unmade: []state.Unmade{{Intent: "i", Key: statetest.Request(3).Key(), Time: statetest.At(10)}}}
	rejected := with(now, func(r *state.Record) {
		r.Reviews = []state.Review{{Artifact: r.Artifact, Verdict: state.Reject, Note: "six fingers", At: statetest.At(11)}}
	})
	approved := with(now, func(r *state.Record) {
		r.Reviews = []state.Review{{Artifact: r.Artifact, Verdict: state.Approve, At: statetest.At(11)}}
	})
	tests := []struct {
		name  string
		facts gallery.Facts
		want  gallery.Status
	}{
		{"one picture", facts(now), gallery.New},
		{"not in the base", base(facts(now)), gallery.New},
		{"another one before", past(facts(now), then), gallery.Changed},
		{"another one in the base", base(facts(now), then), gallery.Changed},
		{"the same in the base", base(facts(now), now), gallery.Unchanged},
		{"the one that was approved", past(facts(approved), then), gallery.Unchanged},
		{"fails a condition", past(facts(with(now, func(r *state.Record) { r.Tainted = "It is blank." })), then), gallery.Tainted},
		{"tainted by hand", facts(with(now, func(r *state.Record) { r.Unwanted = "too dark" })), gallery.Tainted},
		{"rejected", facts(rejected), gallery.Tainted},
		{"fails a new condition", planned(facts(now), &plan.Change{Address: at, Action: plan.Tainted, Before: now, Reasons: []plan.Reason{{Cause: plan.Unmet, New: "It is small."}}}), gallery.Tainted},
		{"made nothing", facts(unmade), gallery.Failed},
		{"made nothing of another request", planned(facts(unmade), &plan.Change{Address: at, Action: plan.Generate, Key: "k1:other", Reasons: []plan.Reason{{Cause: plan.New}}}), gallery.NotMade},
		{"waits since it made nothing", planned(facts(now), &plan.Change{Address: at, Action: plan.Unmade, Before: now}), gallery.Failed},
		{"was refused", refused(facts(), at), gallery.Failed},
		{"in doubt", facts(waiting), gallery.InDoubt},
		{"in doubt beside a run that began later", beside(facts(waiting), 11), gallery.InDoubt},
		{"asked for by the run that is at work", beside(facts(waiting), 9), gallery.NotMade},
		{"accepted", facts(accepted), gallery.NotMade},
		{"not made", gallery.Facts{Title: "test", Accounts: accounts(), Declared: []*eval.Instance{declared(at)}, State: state.New(nil), Archive: timeline.NewArchive(nil, nil, nil)}, gallery.NotMade},
		{"not made here, and in the base", base(gallery.Facts{Accounts: accounts(), Declared: []*eval.Instance{declared(at)}, State: state.New(nil), Archive: timeline.NewArchive(nil, nil, nil)}, then), gallery.NotMade},
		{"no longer declared", undeclared(facts(now)), gallery.Removed},
		{"only in the base", base(undeclared(facts()), then), gallery.Removed},
		{"nobody knows what is declared", broken(facts(now)), gallery.New},
	}
	seen := map[gallery.Status]bool{}
	for _, test := range tests {
		got := image(t, gallery.Make(test.facts, gallery.Wishes{}), at).Status
		if got != test.want {
			t.Errorf("%s: %s, want %s", test.name, got, test.want)
		}
		seen[got] = true
	}
	for _, s := range gallery.Statuses() {
		if !seen[s] {
			t.Errorf("no test has %s", s)
		}
	}
}

func broken(f gallery.Facts) gallery.Facts {
	f.Problem, f.Declared = "main.hcl:1: Wrong", nil
	return f
}

// refused is an image of which the ledger says that it was refused.
func refused(f gallery.Facts, at string) gallery.Facts {
	f.Declared = []*eval.Instance{declared(at)}
	f.Archive = timeline.NewArchive(nil, []state.Entry{{Time: statetest.At(1), Outcome: state.OutcomeRefused, Addresses: []string{at}, Key: statetest.Request(3).Key(), Problem: "no"}}, nil)
	return f
}

// TestCounts tells of those that there are.
func TestCounts(t *testing.T) {
	g := gallery.Make(past(facts(statetest.Record(at, 1), statetest.Record("image.b", 3)), statetest.Record(at, 2)), gallery.Wishes{})
	want := []gallery.StatusCount{{Status: gallery.New, Count: 1}, {Status: gallery.Changed, Count: 1}}
	if !slices.Equal(g.Statuses, want) {
		t.Errorf("%v, want %v", g.Statuses, want)
	}
}
