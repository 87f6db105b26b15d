package buy

import (
	"context"
	"errors"
	"time"

	"gesso/runner/provider"
	"gesso/state"
)

// Order is one paid call: what it asks for, and what the journal says of it.
type Order struct {
	Intent    string           // names the call; Buy gives each request that it sends one of its own
	Addresses []string         // who wants its pictures, in their order; at least one
	Further   int              // how many more pictures are asked for, for the store
	Wire      provider.Request // as it is sent; Buy adds the URL of an edit's source
	Recorded  state.Request    // as files may hold it
	Endpoint  string
	Provider  string         // that it is recorded with, such as painter.second; "" of the default one
	Price     *float64       // of one picture; nil: unknown
	Currency  string         // of Price; "": nobody says
	Replace   bool           // a user wants another picture of a request that has one
	Triggers  state.Triggers // what its pictures are replaced by, as it is now
}

// intended is what the journal knows of the order before it is sent.
func (o Order) intended() state.Event {
	return state.Event{
		Kind: state.Intended, Intent: o.Intent, Addresses: o.Addresses, Further: o.Further, Request: &o.Recorded,
		Endpoint: o.Endpoint, Provider: o.Provider, Price: o.Price, Currency: o.Currency, Replace: o.Replace, Triggers: o.Triggers,
	}
}

// accepted tells where the pictures of an order can be had: from its task, and
// at the URLs that a synchronous answer has. That one may name no task, or one
// that nobody can ask for later.
func (o Order) accepted(task provider.Task) state.Event {
	e := state.Event{Kind: state.Accepted, Intent: o.Intent, Task: task.ID, TraceID: task.TraceID}
	for _, p := range task.Pictures {
		e.URLs = append(e.URLs, p.URL)
	}
	return e
}

// Source gives an edit the URL of what it changes. It is asked before each request is
// sent, and may upload the bytes; its errors are not of the request.
type Source func(ctx context.Context) (string, error)

// Accepted is an order that the provider took.
type Accepted struct {
	Order
	Task  provider.Task
	Heard time.Time     // when the provider's answer was here
	Lead  time.Duration // from the opened gate until then, without an upload
	Leave func()        // lets the next order through, once: the provider works on this one no longer
}

// nameOf is what a user needs to find an accepted call again.
func nameOf(task provider.Task) string {
	switch {
	case task.ID != "":
		return "task " + task.ID
	case len(task.Pictures) > 0:
		return "a call without a task, with its picture at " + task.Pictures[0].URL
	}
	return "a call without a task"
}

// DoubtError is a request whose fate is unknown: it may have been paid for.
type DoubtError struct{ Pending state.Call }

func (e *DoubtError) Error() string {
	if e.Pending.Problem != "" {
		return "its request may have been paid for, and its answer was lost: " + e.Pending.Problem
	}
	return "its request may have been paid for: gesso was cut off before the answer"
}

// InDoubt reports whether an error is a *DoubtError.
func InDoubt(err error) bool { return errors.As(err, new(*DoubtError)) }
