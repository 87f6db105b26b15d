package walk

import (
	"context"

	"golang.org/x/sync/errgroup"
)

// Lane is a queue of units that share slots, such as those of one account: what holds
// up one lane holds up no other.
type Lane struct {
	width  int
	places chan struct{} // one for each unit at work
	ready  chan *Unit
}

// Lane opens a lane with so many slots, at least one.
func (w *Walk) Lane(width int) *Lane {
	l := &Lane{width: width, places: make(chan struct{}, width)}
	w.lanes = append(w.lanes, l)
	return l
}

// behind bounds how many units, beyond those that have a slot, are begun: they have left
// theirs early, or wait for one. So many times the width, and some.
const (
	behind      = 3
	behindLeast = 16
)

// work does the lane's units as they get ready, in their order and so many at once.
// A slot is taken here for the order's sake; there is none when the context has ended,
// which each unit finds out by itself.
func (l *Lane) work(ctx context.Context, do func(*Unit) error) error {
	group := &errgroup.Group{}
	alive := make(chan struct{}, behind*l.width+behindLeast)
	for u := range l.ready {
		alive <- struct{}{} // before the slot, which others may wait for to end
		u.slot = &Slot{}
		u.slot.acquire(ctx, l.places)
		group.Go(func() error {
			defer func() { <-alive }()
			return do(u)
		})
	}
	return group.Wait()
}
