// Package calls is the calls of earlier runs that were never collected: each is taken up by
// one image only, its own, or another one that would pay for the same request.
//
// It decides nothing: which call is what an image wants is said by who asks.
//
//	book := calls.NewBook()
//	book.Add("image.fox", call)
//	call := book.Own("image.fox", wants)
package calls

import (
	"slices"
	"sync"

	"gesso/state"
)

// Book is the calls of earlier runs that were never collected. Each is taken up by
// one change only. It is safe for concurrent use.
type Book struct {
	calls []*Booked // by address
	of    map[string][]*Booked

	mu    sync.Mutex // guards what follows, and who took a call up
	byKey map[state.Key][]*Booked
}

// Booked is a call, and which address began it.
type Booked struct {
	*state.Call
	Address string // that began it
	taken   bool
}

// NewBook returns a book that has no calls yet.
func NewBook() *Book { return &Book{of: map[string][]*Booked{}} }

// Add writes a call down. No change has taken any up yet.
func (b *Book) Add(address string, call *state.Call) {
	booked := &Booked{Call: call, Address: address}
	b.calls = append(b.calls, booked)
	b.of[address] = append(b.of[address], booked)
}

// Begun are the calls that an address began and that nobody has taken up.
func (b *Book) Begun(address string) []*state.Call {
	b.mu.Lock()
	defer b.mu.Unlock()
	var calls []*state.Call
	for _, call := range b.of[address] {
		if !call.taken {
			calls = append(calls, call.Call)
		}
	}
	return calls
}

// Own takes up a call that an address began and that it accepts for what it asks for now;
// nil is that there is none.
func (b *Book) Own(address string, accepts func(*state.Call) bool) *state.Call {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, call := range b.of[address] {
		if !call.taken && accepts(call.Call) {
			call.taken = true
			return call.Call
		}
	}
	return nil
}

// Lend takes up a call that another address began, when it is of one of the keys and who
// asks takes it; nil is that there is none.
func (b *Book) Lend(keys func() []state.Key, takes func(*state.Call) bool) *state.Call {
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.calls) == 0 {
		return nil
	}
	if b.byKey == nil {
		b.byKey = map[state.Key][]*Booked{}
		for _, call := range b.calls {
			for _, key := range state.Recorded(call.Key, &call.Request) {
				b.byKey[key] = append(b.byKey[key], call)
			}
		}
	}
	for _, key := range keys() {
		for _, call := range b.byKey[key] {
			if !call.taken && takes(call.Call) {
				call.taken = true
				return call.Call
			}
		}
	}
	return nil
}

// Strays are the calls that nobody has taken up.
func (b *Book) Strays() []*Booked {
	b.mu.Lock()
	defer b.mu.Unlock()
	return slices.DeleteFunc(slices.Clone(b.calls), func(call *Booked) bool { return call.taken })
}
