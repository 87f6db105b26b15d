package statetest

import "gesso/state"

// Intended begins a call for the Request of its second.
func Intended(intent string, second int, addresses ...string) state.Event {
	price := 0.02
	return state.Event{
		Kind: state.Intended, Time: At(second), Intent: intent, Addresses: addresses,
		Request: Request(second), Endpoint: "https://api.example", Price: &price,
	}
}

// Accepted gives a call its task.
func Accepted(intent string, second int) state.Event {
	return state.Event{Kind: state.Accepted, Time: At(second), Intent: intent, Task: "task-" + intent, TraceID: "trace-" + intent}
}

// Collected brings a record, by a call or, with no intent, by none.
func Collected(intent string, second, index int, r *state.Record) state.Event {
	return state.Event{Kind: state.Collected, Time: At(second), Intent: intent, Index: index, Record: r}
}

// Moved moves from image.a to another address what r has.
func Moved(address string, r state.Record) state.Event {
	return state.Event{Kind: state.Moved, Time: At(4), From: "image.a", Record: Under(r, address)}
}

// Under is a record at another address.
func Under(r state.Record, address string) *state.Record {
	r.Address = address
	return &r
}

// Applied is the state that events make of none.
func Applied(events ...state.Event) *state.State {
	s := new(state.State)
	for _, e := range events {
		s.Apply(e.Plain())
	}
	return s
}

// Story are the events of two runs' calls: one that is collected, one in doubt.
func Story() []state.Event {
	return []state.Event{
		Intended("i1", 1, "image.a", "image.b"),
		Accepted("i1", 2),
		Collected("i1", 3, 0, Record("image.a", 1)),
		{Kind: state.Placed, Time: At(4), Address: "image.a", Path: "a.webp", Output: SHA(9)},
		Intended("i2", 5, "image.c"),
		{Kind: state.Doubted, Time: At(6), Intent: "i2", Problem: "connection reset"},
		Collected("i1", 7, 1, Record("image.b", 2)),
		{Kind: state.Removed, Time: At(8), Address: "image.a"},
	}
}

// Sample is a state of pictures and a call, of which the order of addresses tells.
func Sample() *state.State {
	return Applied(append(Story(),
		Collected("", 9, 0, Record("image.a[10]", 10)),
		Collected("", 9, 0, Record("image.a[2]", 2)),
		Collected("", 9, 0, Record(`image.a["2"]`, 3)),
	)...)
}

// Reviewed decides about the Picture of a number.
func Reviewed(address string, second, n int, verdict state.Verdict) state.Event {
	v := Review(second, n, verdict)
	return state.Event{Kind: state.Reviewed, Time: v.At, Address: address, Review: &v}
}

// Review is what was decided about the Picture of a number.
func Review(second, n int, verdict state.Verdict) state.Review {
	return state.Review{Artifact: SHA(n), Verdict: verdict, By: "design", Note: "Six fingers.", At: At(second)}
}
