// Package sharing is the pictures that images of one request have together, where all of
// them say that they may, and who buys them.
//
// It promises that of several pictures of a request the newest is shared, as those before
// it were replaced because somebody wanted another, and that one is bought by whoever
// came first. Who may share, and whether a picture serves, is the caller's to say.
//
//	s := sharing.New()
//	s.Keep(key, address, &record.Picture)
//	address, picture := s.Kept(key)
package sharing

import "gesso/state"

// Sharing is what is shared. Nil shares nothing, and takes no notes. It is for one
// goroutine.
type Sharing struct {
	kept  map[state.Key]kept
	bring map[state.Key]string
}

type kept struct {
	address string
	picture *state.Picture
}

// New returns one that has nothing to share.
func New() *Sharing { return &Sharing{map[state.Key]kept{}, map[state.Key]string{}} }

// Keep has a picture that an address has, and keeps.
func (s *Sharing) Keep(key state.Key, address string, p *state.Picture) {
	if s == nil {
		return
	}
	if k := s.kept[key]; k.picture == nil || p.Generated.After(k.picture.Generated) {
		s.kept[key] = kept{address, p}
	}
}

// Bring has an address that gets a picture, if no other one does.
func (s *Sharing) Bring(key state.Key, address string) {
	if s != nil && s.bring[key] == "" {
		s.bring[key] = address
	}
}

// Kept is the picture of a key that an address has; nil: there is none.
func (s *Sharing) Kept(key state.Key) (string, *state.Picture) {
	if s == nil {
		return "", nil
	}
	k := s.kept[key]
	return k.address, k.picture
}

// Brings is the address that gets a picture of a key; "": none does.
func (s *Sharing) Brings(key state.Key) string {
	if s == nil {
		return ""
	}
	return s.bring[key]
}
