// Package opencalls is the calls of earlier runs that were never collected: they are paid
// for, or may be, and each is taken up by one image only.
//
// It promises that no call is given twice, whoever asks in whatever order; those that
// nobody takes up are left at the end. Whether an image may have a call is the caller's to
// say.
//
//	book := opencalls.New()
//	book.Add(address, &call)
//	call := book.Own(address, accepts)
package opencalls

import (
	"slices"
	"sync"

	"gesso/state"
)

// Book is calls that were never collected. It is safe for concurrent use.
type Book struct {
	calls []*Call // in the order of Add
	of    map[string][]*Call

	mu    sync.Mutex // guards what follows, and who took a call up
	byKey map[state.Key][]*Call
}

// Call is one of a Book.
type Call struct {
	*state.Call
	Address string // that began it
	taken   bool
	offered bool
}

// New returns a book that has no calls yet.
func New() *Book { return &Book{of: map[string][]*Call{}} }

// Add writes a call down, before anybody asks. Nobody has taken it up yet.
func (b *Book) Add(address string, call *state.Call) {
	booked := &Call{Call: call, Address: address}
	b.calls = append(b.calls, booked)
	b.of[address] = append(b.of[address], booked)
}

// Offer writes down a call of an address that is not asked about. It can be lent, and is no
// stray where nobody wants it.
func (b *Book) Offer(address string, call *state.Call) {
	b.calls = append(b.calls, &Call{Call: call, Address: address, offered: true})
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

// Own takes up a call that an address began, the first that is accepted; nil is that
// there is none.
func (b *Book) Own(address string, accepts func(*state.Call) bool) *state.Call {
	b.mu.Lock()
	defer b.mu.Unlock()
	return take(b.of[address], accepts)
}

// Lend takes up a call for one of the keys, whoever began it, the first that is accepted;
// nil is that there is none.
func (b *Book) Lend(keys []state.Key, accepts func(*state.Call) bool) *state.Call {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.byKey == nil {
		b.byKey = map[state.Key][]*Call{}
		for _, call := range b.calls {
			for _, key := range state.Recorded(call.Key, &call.Request) {
				b.byKey[key] = append(b.byKey[key], call)
			}
		}
	}
	for _, key := range keys {
		if call := take(b.byKey[key], accepts); call != nil {
			return call
		}
	}
	return nil
}

func take(calls []*Call, accepts func(*state.Call) bool) *state.Call {
	for _, call := range calls {
		if !call.taken && accepts(call.Call) {
			call.taken = true
			return call.Call
		}
	}
	return nil
}

// Readdress puts calls that an address began, and that nobody has taken up, under another
// address: those that are accepted, in their order. It returns them.
func (b *Book) Readdress(from, to string, accepts func(*state.Call) bool) []state.Call {
	b.mu.Lock()
	defer b.mu.Unlock()
	var moved []state.Call
	b.of[from] = slices.DeleteFunc(b.of[from], func(call *Call) bool {
		if call.taken || !accepts(call.Call) {
			return false
		}
		call.Address = to
		b.of[to] = append(b.of[to], call)
		moved = append(moved, *call.Call)
		return true
	})
	return moved
}

// Empty reports whether no call was added.
func (b *Book) Empty() bool { return len(b.calls) == 0 }

// Strays are the calls that nobody has taken up, but for those that were offered.
func (b *Book) Strays() []*Call { return b.left(false) }

// Offered are the calls that were offered, and that nobody has taken up.
func (b *Book) Offered() []*Call { return b.left(true) }

func (b *Book) left(offered bool) []*Call {
	b.mu.Lock()
	defer b.mu.Unlock()
	return slices.DeleteFunc(slices.Clone(b.calls), func(call *Call) bool { return call.taken || call.offered != offered })
}
