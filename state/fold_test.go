package state

import (
	"fmt"
	"os"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func TestApply(t *testing.T) {
	bare := func(address string, pending ...Pending) *Record { return &Record{Address: address, Pending: pending} }
	pending := func(intent string, second, index, count int) Pending {
		e := intended(intent, second, "")
		return Pending{Intent: intent, Index: index, Count: count, Key: e.Request.Key(), Request: *e.Request, Endpoint: e.Endpoint, Time: e.Time, Price: e.Price}
	}
	with := func(p Pending, change func(*Pending)) Pending { change(&p); return p }
	a1, a2 := record("image.a", 1), record("image.a", 2)
	withPending := *a1
	withPending.Pending = []Pending{pending("i2", 2, 0, 1)}
	tainted := record("image.a", 2)
	tainted.Path, tainted.Output, tainted.Tainted = a1.Path, a1.Output, "The picture is blank."

	for name, test := range map[string]struct {
		events []Event
		want   []*Record
	}{
		"an intent makes a bare record": {
			[]Event{intended("i1", 1, "image.a", "image.b")},
			[]*Record{bare("image.a", pending("i1", 1, 0, 2)), bare("image.b", pending("i1", 1, 1, 2))},
		},
		"an intent leaves the picture": {
			[]Event{collectedBy("", 1, 0, a1), intended("i2", 2, "image.a")},
			[]*Record{&withPending},
		},
		"accepted gives all of the call a task, and ends the doubt": {
			[]Event{intended("i1", 1, "image.a"), intended("i2", 2, "image.a"), {Kind: Doubted, Intent: "i1", Problem: "cut"}, accepted("i1", 3)},
			[]*Record{bare("image.a", with(pending("i1", 1, 0, 1), func(p *Pending) { p.Task, p.TraceID = "task-i1", "trace-i1" }), pending("i2", 2, 0, 1))},
		},
		"doubted says why": {
			[]Event{intended("i1", 1, "image.a"), {Kind: Doubted, Intent: "i1", Problem: "cut", TraceID: "t"}},
			[]*Record{bare("image.a", with(pending("i1", 1, 0, 1), func(p *Pending) { p.Problem, p.TraceID = "cut", "t" }))},
		},
		"accepted without a task gives all of the call the pictures' URLs": {
			[]Event{intended("i1", 1, "image.a", "image.b"), {Kind: Accepted, Intent: "i1", URLs: []string{"u0", "u1"}}},
			[]*Record{
				bare("image.a", with(pending("i1", 1, 0, 2), func(p *Pending) { p.URLs = []string{"u0", "u1"} })),
				bare("image.b", with(pending("i1", 1, 1, 2), func(p *Pending) { p.URLs = []string{"u0", "u1"} })),
			},
		},
		"lost keeps the call, and says so of one picture": {
			[]Event{intended("i1", 1, "image.a", "image.b"), accepted("i1", 2), {Kind: Lost, Intent: "i1", Index: 1, Problem: "gone"}},
			[]*Record{
				bare("image.a", with(pending("i1", 1, 0, 2), func(p *Pending) { p.Task, p.TraceID = "task-i1", "trace-i1" })),
				bare("image.b", with(pending("i1", 1, 1, 2), func(p *Pending) {
					p.Task, p.TraceID, p.Problem, p.Lost = "task-i1", "trace-i1", "gone", true
				})),
			},
		},
		"refused drops the call everywhere": {
			[]Event{intended("i1", 1, "image.a", "image.b"), intended("i2", 2, "image.b"), {Kind: Refused, Intent: "i1"}},
			[]*Record{bare("image.b", pending("i2", 2, 0, 1))},
		},
		"refused for one address leaves the others": {
			[]Event{intended("i1", 1, "image.a", "image.b"), {Kind: Refused, Intent: "i1", Address: "image.a"}},
			[]*Record{bare("image.b", pending("i1", 1, 1, 2))},
		},
		"settled drops the call and leaves the picture": {
			[]Event{collectedBy("", 1, 0, a1), intended("i2", 2, "image.a"), {Kind: Settled, Intent: "i2"}},
			[]*Record{a1},
		},
		"collected drops one picture of the call": {
			[]Event{intended("i1", 1, "image.a", "image.b"), collectedBy("i1", 2, 0, a1)},
			[]*Record{a1, bare("image.b", pending("i1", 1, 1, 2))},
		},
		"collected leaves other calls": {
			[]Event{intended("i1", 1, "image.a"), intended("i2", 2, "image.a"), collectedBy("i1", 3, 0, a1)},
			[]*Record{&withPending},
		},
		"collected replaces all of the picture": {
			[]Event{collectedBy("", 1, 0, a1), collectedBy("", 2, 0, a2)},
			[]*Record{a2},
		},
		"collected for nobody drops the pending": {
			[]Event{intended("i1", 1, "image.a"), collectedBy("i1", 2, 0, &Record{Picture: picture(1)})},
			nil,
		},
		"collected for another address drops the pending": {
			[]Event{intended("i1", 1, "image.old"), collectedBy("i1", 2, 0, a1)},
			[]*Record{a1},
		},
		"removed forgets the record": {
			[]Event{collectedBy("", 1, 0, a1), {Kind: Removed, Address: "image.a"}, {Kind: Removed, Address: "image.unknown"}},
			nil,
		},
		"removed never forgets a call": {
			[]Event{collectedBy("", 1, 0, a1), intended("i2", 2, "image.a"), {Kind: Removed, Address: "image.a"}},
			[]*Record{bare("image.a", pending("i2", 2, 0, 1))},
		},
		"a tainted picture is recorded beside the output of the one before": {
			[]Event{collectedBy("", 1, 0, a1), collectedBy("", 2, 0, tainted)},
			[]*Record{tainted},
		},
		"placed ends the taint": {
			[]Event{collectedBy("", 1, 0, tainted), {Kind: Placed, Address: "image.a", Path: a2.Path, Output: a2.Output}},
			[]*Record{a2},
		},
		"removed forgets the taint": {
			[]Event{collectedBy("", 1, 0, tainted), intended("i2", 2, "image.a"), {Kind: Removed, Address: "image.a"}},
			[]*Record{bare("image.a", pending("i2", 2, 0, 1))},
		},
		"noted changes what replaces a picture": {
			[]Event{collectedBy("", 1, 0, a1), {Kind: Noted, Address: "image.a", Triggers: Triggers{"image.z": "1"}}, {Kind: Noted, Address: "image.b", Triggers: Triggers{"image.z": "1"}}},
			[]*Record{triggered(a1, Triggers{"image.z": "1"})},
		},
		"an intent tells what replaces its picture": {
			[]Event{triggering(intended("i2", 2, "image.a"), Triggers{"image.z": "1"})},
			[]*Record{bare("image.a", with(pending("i2", 2, 0, 1), func(p *Pending) { p.Triggers = Triggers{"image.z": "1"} }))},
		},
		"forgotten is removed": {
			[]Event{collectedBy("", 1, 0, a1), {Kind: Forgotten, Address: "image.a"}},
			nil,
		},
		"moved takes the picture and its calls along": {
			[]Event{collectedBy("", 1, 0, a1), intended("i2", 2, "image.a"), movedTo("image.b", withPending)},
			[]*Record{under(withPending, "image.b")},
		},
		"moved leaves other calls": {
			[]Event{collectedBy("", 1, 0, a1), intended("i2", 2, "image.a"), movedTo("image.b", *a1)},
			[]*Record{bare("image.a", pending("i2", 2, 0, 1)), under(*a1, "image.b")},
		},
		"moved calls leave the picture": {
			[]Event{collectedBy("", 1, 0, a1), intended("i2", 2, "image.a"), movedTo("image.b", Record{Pending: withPending.Pending})},
			[]*Record{a1, bare("image.b", pending("i2", 2, 0, 1))},
		},
		"a moved call goes on": {
			[]Event{intended("i2", 2, "image.a"), movedTo("image.b", Record{Pending: withPending.Pending}), accepted("i2", 3)},
			[]*Record{bare("image.b", with(pending("i2", 2, 0, 1), func(p *Pending) { p.Task, p.TraceID = "task-i2", "trace-i2" }))},
		},
		"placed without a picture is nothing": {
			[]Event{intended("i1", 1, "image.a"), {Kind: Placed, Address: "image.a", Path: "x.png", Output: sha(1)}},
			[]*Record{bare("image.a", pending("i1", 1, 0, 1))},
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := applied(test.events...)
			same(t, "records", records(s), test.want)
			read, err := parseState([]byte(stateOf(t, s)))
			if err != nil {
				t.Fatal(err)
			}
			same(t, "read back", read, test.want)
		})
	}
}

func TestRecordsAreSnapshots(t *testing.T) {
	s := applied(intended("i1", 1, "image.a"))
	before := s.Get("image.a")
	s.Apply(accepted("i1", 2))
	if before.Pending[0].Task != "" || s.Get("image.a").Pending[0].InDoubt() {
		t.Error("an event changed a record that was handed out")
	}
}

func TestDropBuiltin(t *testing.T) {
	builtin := intended("i1", 1, "image.a", "image.b")
	builtin.Endpoint = EndpointBuiltin
	w := open(t, t.TempDir())
	j, finish := begin(t, w)
	appendAll(t, j, builtin, accepted("i1", 2), intended("i2", 3, "image.a"))
	if j.Get("image.b") == nil {
		t.Error("dropped while its server is alive")
	}
	same(t, "after a crash", addresses(load(t, w)), []string{"image.a"})
	finish()
	s := load(t, w)
	same(t, "after the end", addresses(s), []string{"image.a"})
	for address, p := range s.Pending() {
		same(t, "pending", address+" "+p.Intent, "image.a i2")
	}
}

// someEvents draws events of few names, so that they meet each other in every
// way, also in ways that no run makes.
func someEvents() *rapid.Generator[[]Event] {
	address := rapid.SampledFrom([]string{"image.a", "image.b", "image.c[2]", "image.c[10]"})
	intent := rapid.SampledFrom([]string{"i1", "i2", "i3"})
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Event {
		n := rapid.IntRange(1, 9).Draw(t, "n")
		text := rapid.StringN(0, 4, 16).Draw(t, "text")
		e := Event{
			Kind: rapid.SampledFrom([]Kind{Intended, Accepted, Refused, Doubted, Lost, Collected, Placed, Removed, Settled, Moved, Forgotten, Noted}).Draw(t, "kind"),
			Time: at(rapid.IntRange(0, 3).Draw(t, "time")), Intent: intent.Draw(t, "intent"),
		}
		switch e.Kind {
		case Intended:
			e.Addresses = rapid.SliceOfN(address, 1, 3).Draw(t, "addresses")
			e.Request = request(n)
			e.Request.Prompt = text
			e.Triggers = someTriggers().Draw(t, "triggers")
			e.Endpoint = rapid.SampledFrom([]string{"https://api.example", EndpointBuiltin}).Draw(t, "endpoint")
		case Accepted:
			e.TraceID = text
			if rapid.Bool().Draw(t, "with a task") {
				e.Task = fmt.Sprint("t", n)
			} else {
				e.URLs = []string{fmt.Sprint("https://cdn.example/", n)}
			}
		case Lost:
			e.Index, e.Problem = rapid.IntRange(0, 2).Draw(t, "index"), text
		case Refused, Doubted, Settled:
			if e.Kind == Refused {
				e.Address = rapid.SampledFrom([]string{"", "image.a", "image.b"}).Draw(t, "of")
			}
			e.Problem, e.TraceID = text, rapid.SampledFrom([]string{"", "trace"}).Draw(t, "trace")
		case Collected:
			e.Index = rapid.IntRange(0, 2).Draw(t, "index")
			e.Record = &Record{Address: rapid.SampledFrom([]string{"", "image.a", "image.b"}).Draw(t, "for"), Request: request(n), Picture: picture(n), Path: text}
			e.Record.Blank = n%2 == 0
			e.Record.Tainted = rapid.SampledFrom([]string{"", "It is blank."}).Draw(t, "tainted")
		case Placed:
			e.Address, e.Path, e.Output = address.Draw(t, "address"), text, sha(n)
		case Removed, Forgotten:
			e.Address = address.Draw(t, "address")
		case Noted:
			e.Address, e.Triggers = address.Draw(t, "address"), someTriggers().Draw(t, "triggers")
		case Moved:
			e.From = "image.a"
			e.Record = someMoved(n, text).Draw(t, "moved")
		}
		return e
	}), 0, 20)
}

func someTriggers() *rapid.Generator[Triggers] {
	return rapid.SampledFrom([]Triggers{nil, {"image.z": "1"}, {"image.z": "2", "image.y": "1"}})
}

// someMoved draws what goes from image.a to another address: a picture, calls,
// or both.
func someMoved(n int, text string) *rapid.Generator[*Record] {
	return rapid.Custom(func(t *rapid.T) *Record {
		r := &Record{Address: rapid.SampledFrom([]string{"image.b", "image.c[2]"}).Draw(t, "to")}
		if rapid.Bool().Draw(t, "picture") {
			r.Request, r.Picture, r.Path = request(n), picture(n), text
		}
		for i := range rapid.IntRange(0, 2).Draw(t, "calls") {
			p := Pending{Intent: rapid.SampledFrom([]string{"i1", "i2"}).Draw(t, "intent"), Index: i, Request: *request(n), Key: request(n).Key(), Time: at(n)}
			r.Pending = append(r.Pending, p)
		}
		if r.Artifact == "" && r.Pending == nil {
			r.Pending = []Pending{{Intent: "i3", Request: *request(n), Key: request(n).Key(), Time: at(n)}}
		}
		return r
	})
}

// A crash after the state was replaced makes the next run fold the same events
// over the result: nothing may change.
func TestFoldingTwiceIsFoldingOnce(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		before, events := someEvents().Draw(r, "before"), someEvents().Draw(r, "events")
		s := applied(before...)
		for _, e := range events {
			s.Apply(e)
		}
		once := stateOf(t, s)
		for _, e := range events {
			s.Apply(e)
		}
		if twice := stateOf(t, s); twice != once {
			r.Fatalf("once:\n%s\ntwice:\n%s", once, twice)
		}
	})
}

// Nothing but its own end takes a call from an address that waits for it.
func TestNoCallIsForgotten(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		events := someEvents().Draw(r, "events")
		s := applied(events...)
		type wait struct {
			address, intent string
			index           int
		}
		want := map[wait]bool{}
		for _, e := range events {
			switch e.Kind {
			case Intended:
				for i, address := range e.Addresses {
					want[wait{address, e.Intent, i}] = true
				}
			case Moved:
				for _, p := range e.Record.Pending {
					delete(want, wait{e.From, p.Intent, p.Index})
					want[wait{e.Record.Address, p.Intent, p.Index}] = true
				}
			case Refused, Settled, Collected:
				for w := range want {
					if w.intent == e.Intent && (e.Kind != Collected || w.index == e.Index) && (e.Kind != Refused || e.Address == "" || e.Address == w.address) {
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

// What is read back is what was written, and writes the same bytes again.
func TestStateIsStable(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		s := applied(someEvents().Draw(r, "events")...)
		text := stateOf(t, s)
		read, err := parseState([]byte(text))
		if err != nil {
			r.Fatal(err)
		}
		same(r, "records", read, records(s))
		same(r, "text", stateOf(t, New(read)), text)
	})
}

// orderly are the events that runs can make after others: an intent names one
// call, and what moves stood where it is taken from.
func orderly(earlier, events []Event) []Event {
	s, begun := applied(earlier...), map[string]bool{}
	for _, e := range earlier {
		begun[e.Intent] = true
	}
	var kept []Event
	for _, e := range events {
		if e.Kind == Intended && begun[e.Intent] {
			continue
		}
		begun[e.Intent] = true
		if e.Kind == Moved {
			r := *e.Record
			r.Pending = nil
			if old := s.Get(e.From); old != nil {
				r.Pending = old.Pending
			}
			if e.Record = &r; e.Check() != nil {
				continue
			}
		}
		s.Apply(e.Plain())
		kept = append(kept, e)
	}
	return kept
}

// Through the disk, killed before its end or not, a run leaves what applying
// its events in memory gives.
func TestDiskEqualsMemory(t *testing.T) {
	outer := t.TempDir()
	rapid.Check(t, func(r *rapid.T) {
		dir, err := os.MkdirTemp(outer, "")
		if err != nil {
			r.Fatal(err)
		}
		w := open(t, dir)
		defer w.Close()
		var all []Event
		for range rapid.IntRange(1, 2).Draw(r, "runs") {
			events := orderly(all, someEvents().Draw(r, "events"))
			j, finish := begin(t, w)
			appendAll(t, j, events...)
			want := applied(all...)
			want.DropBuiltin()
			for _, e := range events {
				want.Apply(e)
			}
			want.DropBuiltin()
			sameState(r, "killed", load(t, w), want)
			finish()
			sameState(r, "ended", load(t, w), want)
			all = slices.Concat(all, events)
		}
	})
}
