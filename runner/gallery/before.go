package gallery

import (
	"gesso/runner/takes"
	"gesso/state"
)

// before is what an image is compared with: what it had in the base, at this address or
// at one that it had then; or else the picture that it had before this one.
func (m *maker) before(s *subject) *state.Record {
	if m.Base == nil {
		if approved := s.approved(); approved != nil {
			return approved
		}
		return s.previous()
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
	return nil
}

// approved is the picture of the image that somebody has approved last, be it the current
// one or one before it; nil is none.
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
	return &state.Record{Address: s.address, Picture: state.Picture{Artifact: v.Artifact}} // in a clone nothing tells more
}

// previous is the picture before the current one: by the history, and where that does not
// tell, by the numbers of takes.
func (s *subject) previous() *state.Record {
	now := s.record
	if !now.HasPicture() {
		return nil
	}
	past := s.story.Past
	for n := len(past) - 1; n >= 0; n-- {
		if r := past[n].Change.Record; r.HasPicture() && !same(r, now) {
			return r
		}
	}
	var found *takes.Take
	for n := range s.takes {
		if t := &s.takes[n]; t.Current {
			if found != nil {
				break // those after it were there later
			}
		} else {
			found = t
		}
	}
	if found == nil {
		return nil
	}
	return &state.Record{Address: s.address, Request: found.Request, Picture: found.Picture}
}

// same reports whether two records have one picture, in whatever bytes.
func same(a, b *state.Record) bool {
	return a.Artifact == b.Artifact || a.Identity() == b.Identity() && a.Task == b.Task
}
