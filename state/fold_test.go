package state_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"gesso/state"
	"gesso/state/statetest"
	"gesso/state/statetest/drawn"
)

func TestApply(t *testing.T) {
	bare := func(address string, pending ...state.Call) *state.Record {
		return &state.Record{Address: address, Pending: pending}
	}
	pending := func(intent string, second, index, count int) state.Call {
		e := statetest.Intended(intent, second, "")
		return state.Call{Intent: intent, Index: index, Count: count, Key: e.Request.Key(), Request: *e.Request, Endpoint: e.Endpoint, Time: e.Time, Price: e.Price}
	}
	with := func(p state.Call, change func(*state.Call)) state.Call { change(&p); return p }
	a1, a2 := statetest.Record("image.a", 1), statetest.Record("image.a", 2)
	withPending := *a1
	withPending.Pending = []state.Call{pending("i2", 2, 0, 1)}
	tainted := statetest.Record("image.a", 2)
	tainted.Path, tainted.Output, tainted.Tainted = a1.Path, a1.Output, "The picture is blank."

	for name, test := range map[string]struct {
		events []state.Event
		want   []*state.Record
	}{
		"an intent makes a bare record": {
			[]state.Event{statetest.Intended("i1", 1, "image.a", "image.b")},
			[]*state.Record{bare("image.a", pending("i1", 1, 0, 2)), bare("image.b", pending("i1", 1, 1, 2))},
		},
		"an intent leaves the picture": {
			[]state.Event{statetest.Collected("", 1, 0, a1), statetest.Intended("i2", 2, "image.a")},
			[]*state.Record{&withPending},
		},
		"accepted gives all of the call a task, and ends the doubt": {
			[]state.Event{statetest.Intended("i1", 1, "image.a"), statetest.Intended("i2", 2, "image.a"), {Kind: state.Doubted, Intent: "i1", Problem: "cut"}, statetest.Accepted("i1", 3)},
			[]*state.Record{bare("image.a", with(pending("i1", 1, 0, 1), func(p *state.Call) { p.Task, p.TraceID = "task-i1", "trace-i1" }), pending("i2", 2, 0, 1))},
		},
		"doubted says why": {
			[]state.Event{statetest.Intended("i1", 1, "image.a"), {Kind: state.Doubted, Intent: "i1", Problem: "cut", TraceID: "t"}},
			[]*state.Record{bare("image.a", with(pending("i1", 1, 0, 1), func(p *state.Call) { p.Problem, p.TraceID = "cut", "t" }))},
		},
		"accepted without a task gives all of the call the pictures' URLs": {
			[]state.Event{statetest.Intended("i1", 1, "image.a", "image.b"), {Kind: state.Accepted, Intent: "i1", URLs: []string{"u0", "u1"}}},
			[]*state.Record{
				bare("image.a", with(pending("i1", 1, 0, 2), func(p *state.Call) { p.URLs = []string{"u0", "u1"} })),
				bare("image.b", with(pending("i1", 1, 1, 2), func(p *state.Call) { p.URLs = []string{"u0", "u1"} })),
			},
		},
		"lost keeps the call, and says so of one picture": {
			[]state.Event{statetest.Intended("i1", 1, "image.a", "image.b"), statetest.Accepted("i1", 2), {Kind: state.Lost, Intent: "i1", Index: 1, Problem: "gone"}},
			[]*state.Record{
				bare("image.a", with(pending("i1", 1, 0, 2), func(p *state.Call) { p.Task, p.TraceID = "task-i1", "trace-i1" })),
				bare("image.b", with(pending("i1", 1, 1, 2), func(p *state.Call) {
					p.Task, p.TraceID, p.Problem, p.Lost = "task-i1", "trace-i1", "gone", true
				})),
			},
		},
		"refused drops the call everywhere": {
			[]state.Event{statetest.Intended("i1", 1, "image.a", "image.b"), statetest.Intended("i2", 2, "image.b"), {Kind: state.Refused, Intent: "i1"}},
			[]*state.Record{bare("image.b", pending("i2", 2, 0, 1))},
		},
		"refused for one address leaves the others": {
			[]state.Event{statetest.Intended("i1", 1, "image.a", "image.b"), {Kind: state.Refused, Intent: "i1", Address: "image.a"}},
			[]*state.Record{bare("image.b", pending("i1", 1, 1, 2))},
		},
		"settled drops the call and leaves the picture": {
			[]state.Event{statetest.Collected("", 1, 0, a1), statetest.Intended("i2", 2, "image.a"), {Kind: state.Settled, Intent: "i2"}},
			[]*state.Record{a1},
		},
		"collected drops one picture of the call": {
			[]state.Event{statetest.Intended("i1", 1, "image.a", "image.b"), statetest.Collected("i1", 2, 0, a1)},
			[]*state.Record{a1, bare("image.b", pending("i1", 1, 1, 2))},
		},
		"collected leaves other calls": {
			[]state.Event{statetest.Intended("i1", 1, "image.a"), statetest.Intended("i2", 2, "image.a"), statetest.Collected("i1", 3, 0, a1)},
			[]*state.Record{&withPending},
		},
		"collected replaces all of the picture": {
			[]state.Event{statetest.Collected("", 1, 0, a1), statetest.Collected("", 2, 0, a2)},
			[]*state.Record{a2},
		},
		"collected for nobody drops the pending": {
			[]state.Event{statetest.Intended("i1", 1, "image.a"), statetest.Collected("i1", 2, 0, &state.Record{Picture: statetest.Picture(1)})},
			nil,
		},
		"collected for another address drops the pending": {
			[]state.Event{statetest.Intended("i1", 1, "image.old"), statetest.Collected("i1", 2, 0, a1)},
			[]*state.Record{a1},
		},
		"removed forgets the record": {
			[]state.Event{statetest.Collected("", 1, 0, a1), {Kind: state.Removed, Address: "image.a"}, {Kind: state.Removed, Address: "image.unknown"}},
			nil,
		},
		"removed never forgets a call": {
			[]state.Event{statetest.Collected("", 1, 0, a1), statetest.Intended("i2", 2, "image.a"), {Kind: state.Removed, Address: "image.a"}},
			[]*state.Record{bare("image.a", pending("i2", 2, 0, 1))},
		},
		"a tainted picture is recorded beside the output of the one before": {
			[]state.Event{statetest.Collected("", 1, 0, a1), statetest.Collected("", 2, 0, tainted)},
			[]*state.Record{tainted},
		},
		"placed ends the taint": {
			[]state.Event{statetest.Collected("", 1, 0, tainted), {Kind: state.Placed, Address: "image.a", Path: a2.Path, Output: a2.Output}},
			[]*state.Record{a2},
		},
		"removed forgets the taint": {
			[]state.Event{statetest.Collected("", 1, 0, tainted), statetest.Intended("i2", 2, "image.a"), {Kind: state.Removed, Address: "image.a"}},
			[]*state.Record{bare("image.a", pending("i2", 2, 0, 1))},
		},
		"noted changes what replaces a picture": {
			[]state.Event{statetest.Collected("", 1, 0, a1), {Kind: state.Noted, Address: "image.a", Triggers: state.Triggers{"image.z": "1"}}, {Kind: state.Noted, Address: "image.b", Triggers: state.Triggers{"image.z": "1"}}},
			[]*state.Record{triggered(a1, state.Triggers{"image.z": "1"})},
		},
		"a picture is tainted by hand": {
			[]state.Event{statetest.Collected("", 1, 0, a1), tainting("image.a"), tainting("image.b")},
			[]*state.Record{unwanted(a1)},
		},
		"and is no longer": {
			[]state.Event{statetest.Collected("", 1, 0, a1), tainting("image.a"), {Kind: state.Untainted, Address: "image.a"}},
			[]*state.Record{a1},
		},
		"another picture is not tainted": {
			[]state.Event{statetest.Collected("", 1, 0, a1), tainting("image.a"), statetest.Collected("", 2, 0, a2)},
			[]*state.Record{a2},
		},
		"placed leaves what a user has tainted": {
			[]state.Event{statetest.Collected("", 1, 0, a1), tainting("image.a"), {Kind: state.Placed, Address: "image.a", Path: a1.Path, Output: a1.Output}},
			[]*state.Record{unwanted(a1)},
		},
		"so does a call": {
			[]state.Event{statetest.Collected("", 1, 0, a1), tainting("image.a"), statetest.Intended("i2", 2, "image.a"), {Kind: state.Settled, Intent: "i2"}},
			[]*state.Record{unwanted(a1)},
		},
		"moved takes along that it is tainted": {
			[]state.Event{statetest.Collected("", 1, 0, a1), tainting("image.a"), statetest.Moved("image.b", *unwanted(a1))},
			[]*state.Record{statetest.Under(*unwanted(a1), "image.b")},
		},
		"removed forgets that it was tainted": {
			[]state.Event{statetest.Collected("", 1, 0, a1), tainting("image.a"), {Kind: state.Removed, Address: "image.a"}},
			nil,
		},
		"an intent tells what replaces its picture": {
			[]state.Event{triggering(statetest.Intended("i2", 2, "image.a"), state.Triggers{"image.z": "1"})},
			[]*state.Record{bare("image.a", with(pending("i2", 2, 0, 1), func(p *state.Call) { p.Triggers = state.Triggers{"image.z": "1"} }))},
		},
		"forgotten is removed": {
			[]state.Event{statetest.Collected("", 1, 0, a1), {Kind: state.Forgotten, Address: "image.a"}},
			nil,
		},
		"moved takes the picture and its calls along": {
			[]state.Event{statetest.Collected("", 1, 0, a1), statetest.Intended("i2", 2, "image.a"), statetest.Moved("image.b", withPending)},
			[]*state.Record{statetest.Under(withPending, "image.b")},
		},
		"moved leaves other calls": {
			[]state.Event{statetest.Collected("", 1, 0, a1), statetest.Intended("i2", 2, "image.a"), statetest.Moved("image.b", *a1)},
			[]*state.Record{bare("image.a", pending("i2", 2, 0, 1)), statetest.Under(*a1, "image.b")},
		},
		"moved calls leave the picture": {
			[]state.Event{statetest.Collected("", 1, 0, a1), statetest.Intended("i2", 2, "image.a"), statetest.Moved("image.b", state.Record{Pending: withPending.Pending})},
			[]*state.Record{a1, bare("image.b", pending("i2", 2, 0, 1))},
		},
		"a moved call goes on": {
			[]state.Event{statetest.Intended("i2", 2, "image.a"), statetest.Moved("image.b", state.Record{Pending: withPending.Pending}), statetest.Accepted("i2", 3)},
			[]*state.Record{bare("image.b", with(pending("i2", 2, 0, 1), func(p *state.Call) { p.Task, p.TraceID = "task-i2", "trace-i2" }))},
		},
		"placed without a picture is nothing": {
			[]state.Event{statetest.Intended("i1", 1, "image.a"), {Kind: state.Placed, Address: "image.a", Path: "x.png", Output: statetest.SHA(1)}},
			[]*state.Record{bare("image.a", pending("i1", 1, 0, 1))},
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := statetest.Applied(test.events...)
			same(t, "records", records(s), test.want)
		})
	}
}

func TestRecordsAreSnapshots(t *testing.T) {
	s := statetest.Applied(statetest.Intended("i1", 1, "image.a"))
	before := s.Get("image.a")
	s.Apply(statetest.Accepted("i1", 2))
	if before.Pending[0].Task != "" || s.Get("image.a").Pending[0].InDoubt() {
		t.Error("an event changed a record that was handed out")
	}
}

// A crash after the state was replaced makes the next run fold the same events
// over the result: nothing may change.
func TestFoldingTwiceIsFoldingOnce(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		before, events := drawn.Events().Draw(r, "before"), drawn.Events().Draw(r, "events")
		s := statetest.Applied(before...)
		for _, e := range events {
			s.Apply(e)
		}
		once := records(s)
		for _, e := range events {
			s.Apply(e)
		}
		same(r, "folded twice", records(s), once)
	})
}

// Nothing but its own end takes a call from an address that waits for it.
func TestNoCallIsForgotten(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		events := drawn.Events().Draw(r, "events")
		s := statetest.Applied(events...)
		type wait struct {
			address, intent string
			index           int
		}
		want := map[wait]bool{}
		for _, e := range events {
			switch e.Kind {
			case state.Intended:
				for i, address := range e.Addresses {
					want[wait{address, e.Intent, i}] = true
				}
			case state.Moved:
				for _, p := range e.Record.Pending {
					delete(want, wait{e.From, p.Intent, p.Index})
					want[wait{e.Record.Address, p.Intent, p.Index}] = true
				}
			case state.Refused, state.Settled, state.Collected:
				for w := range want {
					if w.intent == e.Intent && (e.Kind != state.Collected || w.index == e.Index) && (e.Kind != state.Refused || e.Address == "" || e.Address == w.address) {
						delete(want, w)
					}
				}
			}
		}
		got := map[wait]bool{}
		for address, p := range s.Pending() {
			got[wait{address, p.Intent, p.Index}] = true
		}
		same(r, "waiting calls", got, want)
	})
}

func tainting(address string) state.Event {
	return state.Event{Kind: state.Tainted, Address: address, Problem: "Too dark."}
}

func unwanted(r *state.Record) *state.Record {
	next := *r
	next.Unwanted = "Too dark."
	return &next
}

func triggered(r *state.Record, t state.Triggers) *state.Record {
	next := *r
	next.Triggers = t
	return &next
}

func triggering(e state.Event, t state.Triggers) state.Event {
	e.Triggers = t
	return e
}

func records(s *state.State) []*state.Record { return slices.Collect(s.All()) }

// failer is what testing.T and rapid.T have in common.
type failer interface {
	Helper()
	Errorf(format string, args ...any)
}

func same(t failer, what string, got, want any) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

// An output that is there again is no news: such an event changes nothing, and any that is
// not such is written down.
func TestStands(t *testing.T) {
	r := statetest.Record("image.a", 1)
	r.Path, r.Output = "a.png", statetest.SHA(1)
	e := state.Event{Kind: state.Placed, Address: "image.a", Path: "a.png", Output: statetest.SHA(1), Metadata: r.Metadata, Sidecar: r.Sidecar}
	s := state.New([]*state.Record{r})
	s.Apply(e)
	if diff := cmp.Diff(r, s.Get("image.a")); diff != "" || !r.Stands(e) {
		t.Fatalf("it stands: %v; applied (-want +got):\n%s", r.Stands(e), diff)
	}
	for name, change := range map[string]func(*state.Record, *state.Event){
		"elsewhere":           func(_ *state.Record, e *state.Event) { e.Path = "b.png" },
		"other bytes":         func(_ *state.Record, e *state.Event) { e.Output = statetest.SHA(2) },
		"taken away":          func(_ *state.Record, e *state.Event) { e.Output = "" },
		"another sidecar":     func(_ *state.Record, e *state.Event) { e.Sidecar = statetest.SHA(2) },
		"other metadata":      func(_ *state.Record, e *state.Event) { e.Metadata = state.Embedded },
		"for a rejected one":  func(_ *state.Record, e *state.Event) { e.Instead = statetest.SHA(2) },
		"it was withdrawn":    func(r *state.Record, _ *state.Event) { r.Withdrawn = true },
		"it failed":           func(r *state.Record, _ *state.Event) { r.Tainted = "blank" },
		"what may lie there":  func(r *state.Record, _ *state.Event) { r.Former = statetest.SHA(2) },
		"nothing is recorded": func(r *state.Record, _ *state.Event) { r.Artifact = "" },
	} {
		other, event := *r, e
		change(&other, &event)
		if other.Stands(event) {
			t.Errorf("%s: it stands", name)
		}
	}
	if (*state.Record)(nil).Stands(e) {
		t.Error("nothing stands")
	}
}
