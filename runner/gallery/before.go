package gallery

import (
	"slices"

	"gesso/runner/takes"
	"gesso/state"
)

// before returns what an image is compared with. With a base, that is the image's record
// there: at this address, at an address that it had then by the history, or at an address
// that is gone and had the same picture. Without a base, it is the picture that was
// approved last, or else the picture before this one. Nil: nothing.
func (m *maker) before(s *subject) *state.Record {
	if m.Base == nil {
		if approved := s.approved(); approved != nil {
			return approved
		}
		return m.previous(s)
	}
	if r := m.Base.Records[s.address]; r != nil {
		return r
	}
	addresses := s.story.Former()
	if s.story.Address != s.address {
		addresses = append([]string{s.story.Address}, addresses...)
	}
	for _, former := range addresses {
		if r := m.Base.Records[former]; r != nil {
			return r
		}
	}
	if s.record.HasPicture() {
		return m.renamed[pictureOf(s.record)]
	}
	return nil
}

// paid identifies a picture that was paid for.
type paid struct{ identity, task string }

func pictureOf(r *state.Record) paid { return paid{r.Identity(), r.Task} }

// gone returns the records of the base whose addresses no longer exist, by their pictures.
// A picture of several such records has nil.
func (m *maker) gone() map[paid]*state.Record {
	found := map[paid]*state.Record{}
	if m.Base == nil {
		return found
	}
	for at, r := range m.Base.Records {
		if m.State.Get(at) != nil || m.instances[at] != nil {
			continue
		}
		which := pictureOf(r)
		if _, twice := found[which]; twice {
			r = nil
		}
		found[which] = r
	}
	return found
}

// approved returns the picture of the image that was approved last, which may be the
// current one, or nil.
func (s *subject) approved() *state.Record {
	v := s.record.Approved()
	if v == nil {
		return nil
	}
	if s.record.HasPicture() && s.record.Knows(v.Artifact) {
		return s.record
	}
	for n := range s.takes {
		if t := &s.takes[n]; t.Picture.Knows(v.Artifact) {
			return &state.Record{Address: s.address, Request: t.Request, Picture: t.Picture}
		}
	}
	return &state.Record{Address: s.address, Picture: state.Picture{Artifact: v.Artifact}} // in a clone nothing else is known
}

// previous returns the picture before the current one, from the history, or else from the
// numbers of takes.
func (m *maker) previous(s *subject) *state.Record {
	now := s.record
	if !now.HasPicture() {
		return nil
	}
	past := s.story.Past
	if m.Beside != nil { // the history may be newer than the state
		for len(past) > 0 && !same(past[len(past)-1].Change.Record, now) {
			past = past[:len(past)-1]
		}
	}
	for _, e := range slices.Backward(past) {
		if r := e.Change.Record; r.HasPicture() && !same(r, now) {
			return r
		}
	}
	if t := s.takeBefore(); t != nil {
		return &state.Record{Address: s.address, Request: t.Request, Picture: t.Picture}
	}
	return nil
}

// takeBefore returns the take before the current one. If the current one is the first, it
// returns the last take; nil if there is no other.
func (s *subject) takeBefore() *takes.Take {
	var found *takes.Take
	for n := range s.takes {
		switch t := &s.takes[n]; {
		case t.How == takes.Painted: // it never was the picture
		case !t.Current:
			found = t
		case found != nil:
			return found
		}
	}
	return found
}

// same reports whether two records have the same picture, in whatever bytes.
func same(a, b *state.Record) bool {
	return a.HasPicture() && b.HasPicture() && (a.Artifact == b.Artifact || a.Identity() == b.Identity() && a.Task == b.Task)
}
