package live

import (
	"context"
	"reflect"
	"slices"
	"time"

	"gesso/runner/gallery"
	"gesso/runner/gallery/page"
)

// follow collects the gallery again whenever its stamp changes, until ctx ends.
func (s *Server) follow(ctx context.Context) {
	ticks := time.NewTicker(s.o.Every)
	defer ticks.Stop()
	stamp := "" // New collected before there was a stamp, so the first change may be none
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
			s.fail(err) // the next tick tries again: a file may have been half written
			continue
		}
		stamp = next
		s.publish(g)
	}
}

// publish shows a gallery, and wakes the pages if it has changed.
func (s *Server) publish(g *gallery.Gallery) {
	s.mu.Lock()
	defer s.mu.Unlock()
	other := s.problem != ""
	s.problem = ""
	next := *g
	next.Images = slices.Clone(g.Images) // g may be the one that is shown, which pages are made from
	remember(s.now, &next)
	s.show(&next, other)
}

// replace shows a gallery with Looks filled in, unless a newer one is shown by now.
func (s *Server) replace(shown, by *gallery.Gallery) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.now == shown {
		s.show(by, false)
	}
}

// show shows a gallery, and wakes the pages if an image, the groups or something else
// (other) has changed. The caller holds mu.
func (s *Server) show(g *gallery.Gallery, other bool) {
	before, changed, next := s.now, make([]int, len(g.Images)), s.version+1
	if before == nil || !sameShape(before, g) {
		s.shape, other = next, true
		for n := range changed {
			changed[n] = next
		}
	} else {
		for n := range changed {
			if changed[n] = s.changed[n]; !same(before.Images[n], g.Images[n]) {
				changed[n], other = next, true
			}
		}
	}
	s.now = g // even if only Looks have changed, which is not announced
	s.see()
	if !other {
		return
	}
	s.version, s.changed = next, changed
	for _, sha := range page.Thumbs(g) {
		s.shown[sha] = true
	}
	s.wake()
}

// same reports whether two images look the same on a page once their thumbnails are there.
func same(a, b gallery.Image) bool {
	a.Colour, a.Hash, b.Colour, b.Hash = "", "", "", ""
	return reflect.DeepEqual(a, b)
}

// remember copies Looks from one gallery to another, for pictures that are in both.
func remember(from, to *gallery.Gallery) {
	if from == nil {
		return
	}
	known := map[string]*gallery.Image{}
	for n := range from.Images {
		known[from.Images[n].Address] = &from.Images[n]
	}
	for n := range to.Images {
		im := &to.Images[n]
		was := known[im.Address]
		if was == nil || im.Looks != (gallery.Looks{}) || was.Artifact != im.Artifact || (was.Before == nil) != (im.Before == nil) {
			continue
		}
		if im.Before == nil || was.Before.Artifact == im.Before.Artifact {
			im.Looks = was.Looks
		}
	}
}

// see signals that there is a gallery for look.
func (s *Server) see() {
	select {
	case s.fresh <- struct{}{}:
	default: // the signal is already pending
	}
}

// look fills in the Looks of the shown gallery, and of each newer one, until ctx ends.
func (s *Server) look(ctx context.Context) {
	if s.o.Look == nil {
		return
	}
	var seen *gallery.Gallery
	for {
		select {
		case <-ctx.Done():
			return
		case <-s.fresh:
		}
		shown, _ := s.current()
		if shown == seen {
			continue
		}
		g := *shown
		g.Images = slices.Clone(shown.Images)
		if err := s.o.Look(ctx, &g); err != nil {
			if ctx.Err() == nil {
				s.o.Complain(err)
			}
			return
		}
		seen = &g
		s.replace(shown, &g)
	}
}

// sameShape reports whether two galleries have the same addresses in the same groups, so
// that replacing cards turns a page of one into a page of the other.
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

// fail tells the pages that they are not up to date, once for each reason.
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

// wake signals each open page that there is something new. The caller holds mu.
func (s *Server) wake() {
	for page := range s.pages {
		select {
		case page <- struct{}{}:
		default: // the signal is already pending
		}
	}
}

// current returns the gallery that is shown, and the form of its page.
func (s *Server) current() (*gallery.Gallery, page.Form) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.now, s.form()
}
