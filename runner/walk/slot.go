package walk

import (
	"context"
	"sync"
)

// Slot is a place among the units at work, of a lane and of the walk. It is given back
// when the unit is over, or before, by whoever knows that what is left to do takes none.
// A nil Slot has nothing to give back. It is safe for concurrent use when it is taken.
type Slot struct {
	once   sync.Once
	places []chan struct{} // that it has one of
}

// acquire adds one of places to the slot, and reports whether the context left time for
// that. Nil places have no bound.
func (s *Slot) acquire(ctx context.Context, places chan struct{}) bool {
	if ctx.Err() != nil || places == nil {
		return ctx.Err() == nil
	}
	select {
	case <-ctx.Done():
		return false
	case places <- struct{}{}:
		s.places = append(s.places, places)
		return true
	}
}

// Leave gives the slot back, once.
func (s *Slot) Leave() {
	if s == nil {
		return
	}
	s.once.Do(func() {
		for _, places := range s.places {
			<-places
		}
	})
}

// Slot is what a unit that was given out has among those at work.
func (w *Walk) Slot(u *Unit) *Slot { return u.slot }

// Enter takes another slot in a lane, for a unit that has left its own, or returns nil
// when the context ends before there is one. The caller owes a Leave.
func (w *Walk) Enter(ctx context.Context, l *Lane) *Slot {
	s := &Slot{}
	if s.acquire(ctx, l.places) && s.acquire(ctx, w.places) {
		return s
	}
	s.Leave()
	return nil
}
