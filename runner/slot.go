package runner

import (
	"context"
	"sync"
)

// slot is a place among the images in work, of a lane and of the run. It is given
// back when the image is done, or before: as soon as the provider works on it no
// longer. What is left to do then, fetching and placing, costs the provider nothing.
type slot struct {
	once   sync.Once
	places []chan struct{} // that it has one of
}

// take adds one of places to the slot, and reports whether the context left time for
// that. Nil places have no bound.
func (s *slot) take(ctx context.Context, places chan struct{}) bool {
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

// leave gives the slot back, once.
func (s *slot) leave() {
	s.once.Do(func() {
		for _, places := range s.places {
			<-places
		}
	})
}

// enter takes a slot for another purchase of an image, or returns nil when the buying
// ends before there is one. The caller owes a leave.
func (r *run) enter(l *lane) *slot {
	s := &slot{}
	if s.take(l.buying, l.places) && s.take(l.buying, r.places) {
		return s
	}
	s.leave()
	return nil
}
