package wishes_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"gesso/runner/plan"
	"gesso/runner/wishes"
	"gesso/state"
	"gesso/state/disk/disktest"
	"gesso/state/statetest"
)

const fox = "image.fox"

// recorded is a workspace in which events have happened, and what is recorded then.
func recorded(t *testing.T, events ...state.Event) wishes.Ground {
	t.Helper()
	w := disktest.Open(t, t.TempDir())
	return wishes.Ground{State: disktest.Happen(t, w, events...).State, Workspace: w, Now: statetest.At(100)}
}

// bought are the events of a picture that an address gets by a call.
func bought(address string, n int) []state.Event {
	intent := "i" + string(rune('0'+n))
	return []state.Event{
		statetest.Intended(intent, n, address), statetest.Accepted(intent, n), statetest.Collected(intent, n, 0, statetest.Record(address, n)),
	}
}

func reviewed(n int, verdict state.Verdict) state.Event {
	return statetest.Reviewed(fox, 50, n, verdict)
}

// TestWhatActs: each rule of what becomes of a decision as far as what is recorded tells. The
// address has had picture 1, and has picture 2.
func TestWhatActs(t *testing.T) {
	two := append(bought(fox, 1), bought(fox, 2)...)
	with := func(more ...state.Event) []state.Event { return append(two[:len(two):len(two)], more...) }
	about := func(n int, verdict string) plan.Decision {
		return plan.Decision{Address: fox, Artifact: statetest.SHA(n), Verdict: verdict, By: "design"}
	}
	at := func(second int, d plan.Decision) plan.Decision { d.At = statetest.At(second); return d }
	taking := func(take int, d plan.Decision) plan.Decision { d.Take = statetest.SHA(take); return d }
	noted := func(note string, d plan.Decision) plan.Decision { d.Note = note; return d }
	// The address has gone back to picture 1, which has the request of another one.
	back := func(request int, more ...state.Event) []state.Event {
		first := *statetest.Record(fox, 1)
		first.Key, first.Request = statetest.Request(request).Key(), statetest.Request(request)
		return append(with(statetest.Collected("", 50, 0, &first)), more...)
	}
	open := []state.Event{statetest.Intended("open", 60, fox), statetest.Accepted("open", 60)}
	doubtful := statetest.Intended("open", 60, fox)
	mark := state.Event{Kind: state.Tainted, Time: statetest.At(59), Address: fox, Problem: wishes.Mark("softer")}
	for name, test := range map[string]struct {
		events  []state.Event
		decided plan.Decision
		want    plan.Standing
		why     string
		review  state.Verdict // that is to be recorded
		again   bool
		chosen  string
	}{
		"an approval":                                       {events: two, decided: about(2, "approve"), want: plan.Acting, review: state.Approve},
		"a rejection":                                       {events: two, decided: about(2, "reject"), want: plan.Acting, review: state.Reject},
		"of a picture of before":                            {events: two, decided: about(1, "reject"), want: plan.Outdated, why: "it has 000000000000, and the decision is about 000000000000"},
		"of no picture of the address":                      {events: two, decided: about(7, "again"), want: plan.Outdated, why: "it has 000000000000, and the decision is about 000000000000"},
		"approved already":                                  {events: with(reviewed(2, state.Approve)), decided: about(2, "approve"), want: plan.Done},
		"rejected already":                                  {events: with(reviewed(2, state.Reject)), decided: about(2, "reject"), want: plan.Done},
		"a rejection of what is approved":                   {events: with(reviewed(2, state.Approve)), decided: about(2, "reject"), want: plan.Acting, review: state.Reject},
		"an approval of what was rejected later":            {events: with(reviewed(2, state.Reject)), decided: at(40, about(2, "approve")), want: plan.Older, why: "reject by design, 2026-11-22 12:00 UTC"},
		"a rejection of what was approved later":            {events: with(reviewed(2, state.Approve)), decided: at(40, about(2, "reject")), want: plan.Older, why: "approve by design, 2026-11-22 12:00 UTC"},
		"an approval after a rejection":                     {events: with(reviewed(2, state.Reject)), decided: at(60, about(2, "approve")), want: plan.Acting, review: state.Approve},
		"a rejection of before is taken back":               {events: with(reviewed(1, state.Reject)), decided: about(1, "approve"), want: plan.Acting, review: state.Approve},
		"it was taken back already":                         {events: with(reviewed(1, state.Approve)), decided: about(1, "approve"), want: plan.Outdated, why: "it has 000000000000, and the decision is about 000000000000"},
		"another one":                                       {events: two, decided: about(2, "again"), want: plan.Acting, again: true},
		"another one of what is approved later":             {events: with(reviewed(2, state.Approve)), decided: at(40, about(2, "again")), want: plan.Older, why: "approve by design, 2026-11-22 12:00 UTC"},
		"another one of what is rejected later":             {events: with(reviewed(2, state.Reject)), decided: at(40, about(2, "again")), want: plan.Acting, again: true},
		"another one, which came with the same bytes":       {events: two, decided: at(1, about(2, "again")), want: plan.Repeated, why: "made 2026-11-22 12:00:02 UTC; -replace buys yet another"},
		"another one, decided when it was made":             {events: two, decided: at(2, about(2, "again")), want: plan.Acting, again: true},
		"another one, bought for it, and undone":            {events: back(2), decided: at(1, about(1, "again")), want: plan.Acting, chosen: "take 2, bought for it before"},
		"another one, bought before it was decided":         {events: back(2), decided: at(3, about(1, "again")), want: plan.Acting, again: true},
		"another one, decided nobody knows when":            {events: back(2), decided: about(1, "again"), want: plan.Acting, again: true},
		"another one, and one of another request was made":  {events: back(1), decided: at(1, about(1, "again")), want: plan.Acting, again: true},
		"another one, bought for it, and rejected":          {events: back(2, reviewed(2, state.Reject)), decided: at(1, about(1, "again")), want: plan.Spent, why: "made 2026-11-22 12:00:02 UTC; -replace buys yet another"},
		"another one, bought for it, and undone, with call": {events: back(2, open...), decided: at(1, about(1, "again")), want: plan.Open},
		"another one, and a call is open":                   {events: with(open...), decided: about(2, "again"), want: plan.Open},
		"another one, and a call is in doubt":               {events: with(doubtful), decided: about(2, "again"), want: plan.Doubted},
		"another one, which was begun":                      {events: with(append([]state.Event{mark}, open...)...), decided: noted("softer", about(2, "again")), want: plan.Acting, again: true},
		"another one, which was begun with doubt":           {events: with(mark, doubtful), decided: noted("softer", about(2, "again")), want: plan.Doubted},
		"another one, and another was begun":                {events: with(append([]state.Event{mark}, open...)...), decided: noted("harder", about(2, "again")), want: plan.Open},
		"a take":                                            {events: two, decided: taking(1, about(2, "select")), want: plan.Acting, chosen: "take 1"},
		"the take that it has":                              {events: two, decided: taking(2, about(2, "select")), want: plan.Done},
		"the take that it has by now":                       {events: two, decided: taking(2, about(1, "select")), want: plan.Done},
		"a take of a picture of before":                     {events: two, decided: taking(7, about(1, "select")), want: plan.Outdated, why: "it has 000000000000, and the decision is about 000000000000"},
		"a take that is none":                               {events: two, decided: taking(7, about(2, "select")), want: plan.Foreign},
		"a take of another address":                         {events: with(bought("image.owl", 3)...), decided: taking(3, about(2, "select")), want: plan.Foreign},
		"a take that was rejected":                          {events: with(reviewed(1, state.Reject)), decided: taking(1, about(2, "select")), want: plan.Refused},
		"of an address without a picture":                   {events: []state.Event{doubtful}, decided: about(2, "approve"), want: plan.Bare},
		"of an address that nobody knows":                   {decided: about(2, "approve"), want: plan.Bare},
	} {
		t.Run(name, func(t *testing.T) {
			w, err := wishes.Make(recorded(t, test.events...), []plan.Decision{test.decided})
			if err != nil {
				t.Fatal(err)
			}
			d := w.Settle(&plan.Plan{Changes: []*plan.Change{{Address: fox, Action: plan.Reuse, Declared: &plan.Declaration{Terms: &plan.Terms{}}}}})[0]
			if d.Standing != test.want || d.Why != test.why {
				t.Errorf("it %q, since %q; want %q, %q", d.Standing, d.Why, test.want, test.why)
			}
			if got := w.Reviews[fox].Verdict; got != test.review {
				t.Errorf("%q is recorded, want %q", got, test.review)
			}
			if got := w.Again(fox, "") != nil; got != test.again {
				t.Errorf("another one is wanted: %t, want %t", got, test.again)
			}
			chosen := ""
			if c := w.Chosen(fox, ""); c != nil {
				chosen = c.Name
			}
			if chosen != test.chosen {
				t.Errorf("%q is chosen, want %q", chosen, test.chosen)
			}
		})
	}
}

// TestWhenItWasDecided: a decision that does not tell when it was made was made now.
func TestWhenItWasDecided(t *testing.T) {
	g := recorded(t, bought(fox, 1)...)
	for _, told := range []bool{false, true} {
		d := plan.Decision{Address: fox, Artifact: statetest.SHA(1), Verdict: "approve", By: "design", Note: "fine"}
		want := state.Review{Artifact: statetest.SHA(1), Verdict: state.Approve, By: "design", Note: "fine", At: g.Now}
		if told {
			d.At, want.At = statetest.At(7), statetest.At(7)
		}
		w, err := wishes.Make(g, []plan.Decision{d})
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, w.Reviews[fox]); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	}
}

// TestHowManyAreBought: what is wanted of pictures is asked for under the address that the
// picture had, also of an image that moves.
func TestHowManyAreBought(t *testing.T) {
	g := recorded(t, bought(fox, 1)...)
	for takes, want := range map[int]int{0: 0, 1: 0, 2: 2, 4: 4} {
		w, err := wishes.Make(g, []plan.Decision{{Address: fox, Artifact: statetest.SHA(1), Verdict: "again", Takes: takes, Note: "softer"}})
		if err != nil {
			t.Fatal(err)
		}
		a := w.Again("image.vixen", fox)
		if a == nil || a.Pictures() != want || a.Reason() != (plan.Reason{Cause: plan.Wished, New: "softer"}) || a.Begun {
			t.Errorf("%d takes: %+v", takes, a)
		}
		if w.Again("image.vixen", "") != nil || w.Chosen("image.vixen", fox) != nil {
			t.Error("something is wanted of another address, or another thing")
		}
	}
}
