// Package drawn draws events for property tests of package state and of those that keep
// what it describes: it stands apart from package statetest so that only these tests bring
// along what draws. It is for tests alone.
//
//	events := drawn.Events().Draw(t, "events")
package drawn

import (
	"fmt"

	"pgregory.net/rapid"

	"gesso/state"
	"gesso/state/statetest"
)

// Events draws events of few names, so that they meet each other in every
// way, also in ways that no run makes.
func Events() *rapid.Generator[[]state.Event] {
	intent := rapid.SampledFrom([]string{"i1", "i2", "i3"})
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) state.Event {
		n := rapid.IntRange(1, 9).Draw(t, "n")
		text := rapid.StringN(0, 4, 16).Draw(t, "text")
		e := state.Event{
			Kind: rapid.SampledFrom([]state.Kind{state.Intended, state.Accepted, state.Refused, state.Doubted, state.Lost, state.Collected, state.Placed, state.Removed, state.Settled, state.Moved, state.Forgotten, state.Noted, state.Released, state.Tainted, state.Untainted, state.Derived, state.Discarded, state.Reviewed}).Draw(t, "kind"),
			Time: statetest.At(rapid.IntRange(0, 3).Draw(t, "time")), Intent: intent.Draw(t, "intent"),
		}
		drawCall(t, &e, n, text)
		drawKept(t, &e, n, text)
		return e
	}), 0, 20)
}

func address() *rapid.Generator[string] {
	return rapid.SampledFrom([]string{"image.a", "image.b", "image.c[2]", "image.c[10]"})
}

// drawCall draws what events say of a call and its pictures.
func drawCall(t *rapid.T, e *state.Event, n int, text string) {
	switch e.Kind {
	case state.Intended:
		e.Addresses = rapid.SliceOfN(address(), 1, 3).Draw(t, "addresses")
		e.Request = statetest.Request(n)
		e.Request.Prompt = text
		e.Triggers = triggers().Draw(t, "triggers")
		e.Endpoint = rapid.SampledFrom([]string{"https://api.example", state.EndpointBuiltin}).Draw(t, "endpoint")
	case state.Accepted:
		e.TraceID = text
		if rapid.Bool().Draw(t, "with a task") {
			e.Task = fmt.Sprint("t", n)
		} else {
			e.URLs = []string{fmt.Sprint("https://cdn.example/", n)}
		}
	case state.Lost:
		e.Index, e.Problem = rapid.IntRange(0, 2).Draw(t, "index"), text
	case state.Refused, state.Doubted, state.Settled:
		if e.Kind == state.Refused && rapid.Bool().Draw(t, "made nothing") {
			e.Addresses, e.Request = rapid.SliceOfN(address(), 1, 3).Draw(t, "addresses"), statetest.Request(n)
		} else if e.Kind == state.Refused {
			e.Address = rapid.SampledFrom([]string{"", "image.a", "image.b"}).Draw(t, "of")
		}
		e.Problem, e.TraceID = text, rapid.SampledFrom([]string{"", "trace"}).Draw(t, "trace")
	case state.Collected:
		e.Index = rapid.IntRange(0, 2).Draw(t, "index")
		e.Record = &state.Record{Address: rapid.SampledFrom([]string{"", "image.a", "image.b"}).Draw(t, "for"), Request: statetest.Request(n), Picture: statetest.Picture(n), Path: text}
		e.Record.Blank = n%2 == 0
		e.Record.Tainted = rapid.SampledFrom([]string{"", "It is blank."}).Draw(t, "tainted")
		e.Record.Former = rapid.SampledFrom([]string{"", statetest.SHA(n + 1)}).Draw(t, "former")
	}
}

// drawKept draws what events say of pictures that are had.
func drawKept(t *rapid.T, e *state.Event, n int, text string) {
	switch e.Kind {
	case state.Placed:
		e.Address, e.Path, e.Output = address().Draw(t, "address"), text, statetest.SHA(n)
		if n == 9 {
			e.Output = "" // taken away
		}
		if e.Metadata = rapid.SampledFrom([]state.Metadata{"", state.Embedded, state.Beside}).Draw(t, "metadata"); e.Metadata == state.Beside {
			e.Sidecar = statetest.SHA(n + 1)
		}
	case state.Removed, state.Forgotten, state.Released:
		e.Address = address().Draw(t, "address")
	case state.Noted:
		e.Address, e.Triggers = address().Draw(t, "address"), triggers().Draw(t, "triggers")
	case state.Tainted:
		e.Address, e.Problem = address().Draw(t, "address"), "Too dark."
	case state.Derived:
		e.Address = address().Draw(t, "address")
		for i := range n % 3 {
			e.Files = append(e.Files, state.Derivative{Path: fmt.Sprint(text, i), Made: "d1:" + statetest.SHA(n), Output: statetest.SHA(n + i)})
		}
	case state.Reviewed:
		e.Address = address().Draw(t, "address")
		e.Review = &state.Review{Artifact: statetest.SHA(n), Verdict: rapid.SampledFrom([]state.Verdict{state.Approve, state.Reject, state.Undecided}).Draw(t, "verdict"), By: text, At: e.Time}
	case state.Untainted:
		e.Address = address().Draw(t, "address")
	case state.Discarded:
		e.Record, e.Problem = &state.Record{Address: "image.a", Request: statetest.Request(n), Picture: statetest.Picture(n)}, "Nobody needed it."
	case state.Moved:
		e.From = "image.a"
		e.Record = moved(n, text).Draw(t, "moved")
	}
}

func triggers() *rapid.Generator[state.Triggers] {
	return rapid.SampledFrom([]state.Triggers{nil, {"image.z": "1"}, {"image.z": "2", "image.y": "1"}})
}

// moved draws what goes from image.a to another address: a picture, calls,
// or both.
func moved(n int, text string) *rapid.Generator[*state.Record] {
	return rapid.Custom(func(t *rapid.T) *state.Record {
		r := &state.Record{Address: rapid.SampledFrom([]string{"image.b", "image.c[2]"}).Draw(t, "to")}
		if rapid.Bool().Draw(t, "picture") {
			r.Request, r.Picture, r.Path = statetest.Request(n), statetest.Picture(n), text
			if rapid.Bool().Draw(t, "a review") {
				r.Reviews = []state.Review{{Artifact: statetest.SHA(n), Verdict: state.Reject, At: statetest.At(n)}}
			}
			if rapid.Bool().Draw(t, "a rival") {
				r.Rivals = []state.Rival{{Request: statetest.Request(n + 10), Picture: statetest.Picture(n + 10), Output: statetest.SHA(n)}}
			}
		}
		for i := range rapid.IntRange(0, 2).Draw(t, "calls") {
			p := state.Call{Intent: rapid.SampledFrom([]string{"i1", "i2"}).Draw(t, "intent"), Index: i, Request: *statetest.Request(n), Key: statetest.Request(n).Key(), Time: statetest.At(n)}
			r.Pending = append(r.Pending, p)
		}
		if rapid.Bool().Draw(t, "made nothing") {
			r.Unmade = []state.Unmade{{Intent: "i2", Key: statetest.Request(n).Key(), Time: statetest.At(n)}}
		}
		if r.Artifact == "" && r.Pending == nil && r.Unmade == nil {
			r.Pending = []state.Call{{Intent: "i3", Request: *statetest.Request(n), Key: statetest.Request(n).Key(), Time: statetest.At(n)}}
		}
		return r
	})
}
