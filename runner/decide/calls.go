package decide

import (
	"slices"
	"sync"

	"gesso/state"
)

// book is the calls of earlier runs that were never collected. Each is taken up by
// one change only. It is safe for concurrent use.
type book struct {
	calls []*bookedCall // by address
	of    map[string][]*bookedCall

	mu    sync.Mutex // guards what follows, and who took a call up
	byKey map[state.Key][]*bookedCall
}

type bookedCall struct {
	*state.Call
	address string // that began it
	taken   bool
}

// newBook returns a book that has no calls yet.
func newBook() *book { return &book{of: map[string][]*bookedCall{}} }

// add writes a call down. No change has taken any up yet.
func (b *book) add(address string, call *state.Call) {
	booked := &bookedCall{Call: call, address: address}
	b.calls = append(b.calls, booked)
	b.of[address] = append(b.of[address], booked)
}

// begun are the calls that an address began and that nobody has taken up.
func (b *book) begun(address string) []*state.Call {
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

// own takes up a call that a change's address began for what the change asks for now;
// nil is that there is none.
func (b *book) own(c *change) *state.Call {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, call := range b.of[c.Address] {
		if !call.taken && c.accepts(call.Call) {
			call.taken = true
			return call.Call
		}
	}
	return nil
}

// lend takes up a call that another address began, when its picture is what the change
// asks for; nil is that there is none. One that is to be another picture of the same
// request borrows none.
func (b *book) lend(c *change) *state.Call {
	b.mu.Lock()
	defer b.mu.Unlock()
	if c.Replace || len(b.calls) == 0 {
		return nil
	}
	if b.byKey == nil {
		b.byKey = map[state.Key][]*bookedCall{}
		for _, call := range b.calls {
			for _, key := range state.Recorded(call.Key, &call.Request) {
				b.byKey[key] = append(b.byKey[key], call)
			}
		}
	}
	for _, key := range c.Keys() {
		for _, call := range b.byKey[key] {
			if !call.taken && c.account.TakesCall(call.Call) {
				call.taken = true
				return call.Call
			}
		}
	}
	return nil
}

// strays are the calls that nobody has taken up.
func (b *book) strays() []*bookedCall {
	b.mu.Lock()
	defer b.mu.Unlock()
	return slices.DeleteFunc(slices.Clone(b.calls), func(call *bookedCall) bool { return call.taken })
}

// lendCalls lends calls that their own address has no use for to changes that would
// pay for the same key.
func (p *planner) lendCalls() {
	if len(p.calls.strays()) == 0 {
		return
	}
	for _, c := range p.inOrder() {
		if !p.seeks(c) {
			continue
		}
		if call := p.calls.lend(c); call != nil {
			lent := p.collect(c, call)
			lent.lent = true
			c.trace.lent(lent.reasons)
			p.choose(c, lent)
		}
	}
}
