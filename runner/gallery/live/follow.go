package live

import (
	"context"
	"reflect"
	"time"

	"gesso/runner/gallery"
	"gesso/runner/gallery/page"
)

// follow collects the gallery whenever its stamp is another, until ctx ends.
func (s *Server) follow(ctx context.Context) {
	ticks := time.NewTicker(s.o.Every)
	defer ticks.Stop()
	stamp := "" // New has collected before there was one: the first time may be for nothing
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticks.C:
		}
		next := s.o.Stamp()
		if next == stamp {
			continue
		}
		g, err := s.o.Collect(ctx)
		if ctx.Err() != nil {
			return
		}
		if err != nil {
			s.fail(err) // and again at the next tick: what is half written will be whole
			continue
		}
		stamp = next
		s.publish(g)
	}
}

// publish makes a gallery the one that is shown, and wakes the pages if it is another.
func (s *Server) publish(g *gallery.Gallery) {
	s.mu.Lock()
	defer s.mu.Unlock()
	before, changed := s.now, make([]int, len(g.Images))
	next, other := s.version+1, s.problem != ""
	s.problem = ""
	if before == nil || !sameShape(before, g) {
		s.shape, other = next, true
		for n := range changed {
			changed[n] = next
		}
	} else {
		for n := range changed {
			if changed[n] = s.changed[n]; !reflect.DeepEqual(before.Images[n], g.Images[n]) {
				changed[n], other = next, true
			}
		}
	}
	if !other {
		return
	}
	s.now, s.version, s.changed = g, next, changed
	for _, sha := range page.Thumbs(g) {
		s.shown[sha] = true
	}
	s.wake()
}

// sameShape reports whether two galleries show the same addresses in the same groups, so
// that a page of one becomes a page of the other by changing cards.
func sameShape(a, b *gallery.Gallery) bool {
	if len(a.Images) != len(b.Images) || a.Problem != b.Problem || a.Base != b.Base || a.Title != b.Title || a.Sandbox != b.Sandbox {
		return false
	}
	for n := range a.Images {
		if a.Images[n].Address != b.Images[n].Address || a.Images[n].Block != b.Images[n].Block {
			return false
		}
	}
	return reflect.DeepEqual(a.Groups, b.Groups)
}

// fail tells the pages that they are not what there is, once for each reason.
func (s *Server) fail(err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.problem == err.Error() {
		return
	}
	s.problem = err.Error()
	s.version++
	s.wake()
	s.o.Complain(err)
}

// wake tells each open page that there is something new. The caller holds mu.
func (s *Server) wake() {
	for page := range s.pages {
		select {
		case page <- struct{}{}:
		default: // it has not yet looked at what it was told of before
		}
	}
}

// current is the gallery that is shown, and the form of its page.
func (s *Server) current() (*gallery.Gallery, page.Form) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.now, s.form()
}
