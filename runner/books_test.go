package runner

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"gesso/runner/budget"
	"gesso/runner/buy"
	"gesso/runner/collect"
	"gesso/runner/plan"
	"gesso/runner/provider"
	"gesso/runner/walk"
	"gesso/state"
)

// TestBooks: what became of one picture for 0.5, and what that is in the Result.
func TestBooks(t *testing.T) {
	unmade := &provider.Error{Class: provider.Unmade}
	open := func(call state.Call) *state.Record { return &state.Record{Pending: []state.Call{call}} }
	accepted := open(state.Call{Intent: "I", Task: "T"})
	sent := func(b *books, c *plan.Change) { b.intend(&unit{changes: []*plan.Change{c}}, "I") }
	took := func(b *books, c *plan.Change) {
		sent(b, c)
		b.accept(&unit{changes: []*plan.Change{c}})
	}
	tests := []struct {
		name     string
		happens  func(b *books, c *plan.Change)
		recorded *state.Record
		want     string // the list that tells of it, what was spent, and perhaps
		events   string
	}{
		{"it is made", func(b *books, c *plan.Change) { took(b, c); b.done(c, c.Action) }, nil, "done 0.5 0", "submitted finished 0.5"},
		{"it is made, and the run ends before it is in its place", took, &state.Record{Picture: state.Picture{Artifact: "a"}}, "uncollected 0.5 0", "submitted"},
		{"it is the same", func(b *books, c *plan.Change) { b.done(c, plan.None) }, nil, "unchanged 0 0", "finished"},
		{"it is refused", func(b *books, c *plan.Change) { sent(b, c); b.fail(c, &provider.Error{Class: provider.Invalid}) }, nil, "failed 0 0", "failed"},
		{"it is in doubt", func(b *books, c *plan.Change) { sent(b, c); b.fail(c, &buy.DoubtError{}) }, nil, "in doubt 0 0.5", "in question"},
		{"another run's call is in doubt", func(b *books, c *plan.Change) { b.fail(c, &buy.DoubtError{}) }, nil, "in doubt 0 0", "in question"},
		{"nothing is made", func(b *books, c *plan.Change) { took(b, c); b.fail(c, unmade) }, nil, "failed 0 0.5", "submitted failed"},
		{"nothing is made, then it is", func(b *books, c *plan.Change) {
			took(b, c)
			b.again(c, nil, unmade, errors.New("it is asked again"))
			took(b, c)
			b.done(c, c.Action)
		}, nil, "done 0.5 0.5", "submitted warned submitted finished 0.5"},
		{"it is lost", func(b *books, c *plan.Change) {
			took(b, c)
			b.fail(c, &collect.LostError{Err: &provider.Error{Class: provider.Gone}})
		}, nil, "failed 0.5 0", "submitted failed"},
		{"it fails a condition", func(b *books, c *plan.Change) { took(b, c); b.fail(c, &TaintedError{price: b.bring(c)}) }, nil, "failed 0.5 0", "submitted failed 0.5"},
		{"one of before fails a condition", func(b *books, c *plan.Change) { b.fail(c, &TaintedError{price: b.bring(c)}) }, nil, "failed 0 0", "failed"},
		{"it is left out", func(b *books, c *plan.Change) { b.fail(c, &budget.Error{Reason: "spent"}) }, nil, "left out 0 0", "left out"},
		{"what it needs is left out", func(b *books, c *plan.Change) {
			b.fail(c, &SkippedError{Need: walk.Need{Image: "image.x", State: walk.LeftOut}})
		}, nil, "left out 0 0", "left out"},
		{"it is not tried", func(*books, *plan.Change) {}, nil, "skipped 0 0", ""},
		{"its provider is stopped", func(b *books, c *plan.Change) { b.skip(c, &StoppedError{}) }, nil, "skipped 0 0", ""},
		{"the run ends before it is collected", took, accepted, "uncollected 0.5 0", "submitted"},
		{"the run ends before the answer", sent, open(state.Call{Intent: "I"}), "in doubt 0 0.5", ""},
		{"the sandbox ends with the run", took, open(state.Call{Intent: "I", Task: "T", Endpoint: state.EndpointBuiltin}), "skipped 0 0", "submitted"},
		{"another call of it is open", func(*books, *plan.Change) {}, accepted, "skipped 0 0", ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var events []string
			b := newBooks(func(e Event) { events = append(events, told(e)) })
			price := 0.5
			c := &plan.Change{Address: "image.a", Action: plan.Generate, Price: &price, Path: "images/a.png"}
			test.happens(b, c)
			r := b.account(&plan.Plan{Changes: []*plan.Change{c}}, nil, func(string) *state.Record { return test.recorded })
			got := fmt.Sprintf("%s %g %g", listOf(r), r.Cost.Known, r.Perhaps.Known)
			if diff := cmp.Diff([]string{test.want, test.events}, []string{got, strings.Join(events, " ")}); diff != "" {
				t.Error(diff)
			}
			if accounted(r) != 1 || len(r.Folders) != r.Done[plan.Generate] {
				t.Errorf("%+v", r)
			}
		})
	}
}

// What is done leaves nothing behind but that it is told of: a run may have a hundred
// thousand images.
func TestBooksForget(t *testing.T) {
	b, c := newBooks(nil), &plan.Change{Address: "image.a", Action: plan.Generate}
	u := &unit{changes: []*plan.Change{c}}
	b.begin(c)
	b.intend(u, "I")
	b.accept(u)
	b.done(c, c.Action)
	if kept := len(b.began) + len(b.tally.intents) + len(b.tally.asked) + len(b.tally.open); kept != 0 || !b.told[c] {
		t.Errorf("%d entries are left", kept)
	}
}

// told is an event in a word, with the price.
func told(e Event) string {
	word := map[EventKind]string{Submitted: "submitted", Finished: "finished", Failed: "failed", InQuestion: "in question", LeftOut: "left out", Warned: "warned"}[e.Kind]
	if e.Price != nil {
		word += fmt.Sprintf(" %g", *e.Price)
	}
	return word
}

// listOf is the list of a result that tells of its only change.
func listOf(r *Result) string {
	for name, n := range map[string]int{
		"done": r.Done[plan.Generate], "unchanged": r.Unchanged, "failed": len(r.Failed), "skipped": len(r.Skipped),
		"uncollected": len(r.Uncollected), "in doubt": len(r.InDoubt), "left out": len(r.LeftOut),
	} {
		if n > 0 {
			return name
		}
	}
	return "none"
}

// Calls that nothing declares are told of once, be they seen to or left.
func TestStraysAreAccountedFor(t *testing.T) {
	calls := []*plan.Call{
		{Address: "image.collected", Call: state.Call{Task: "A"}}, {Address: "image.doubted"},
		{Address: "image.left", Call: state.Call{Task: "B"}}, {Address: "image.open"},
	}
	b := newBooks(nil)
	for n, s := range calls[:2] {
		c := &plan.Change{Address: s.Address, Action: plan.Resume, Call: &s.Call}
		if n == 0 {
			b.done(c, plan.Resume)
		}
		b.seen(c)
	}
	r := b.account(&plan.Plan{}, calls, nil)
	var got []string
	for _, o := range append(r.InDoubt, r.Uncollected...) {
		got = append(got, o.Address)
	}
	if diff := cmp.Diff([]string{"image.doubted", "image.open", "image.left"}, got); diff != "" || r.Done[plan.Resume] != 1 {
		t.Error(diff)
	}
}

func TestElapsed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var took []time.Duration
		b := newBooks(func(e Event) { took = append(took, e.Elapsed) })
		c := &plan.Change{Address: "image.a"}
		b.done(c, plan.Remove)
		b.begin(c)
		time.Sleep(time.Minute)
		b.done(c, plan.Remove)
		if diff := cmp.Diff([]time.Duration{0, time.Minute}, took); diff != "" {
			t.Error(diff)
		}
	})
}
