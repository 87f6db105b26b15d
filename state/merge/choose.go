package merge

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"

	"gesso/state"
)

// support is what is made from the pictures that are contested. All of it goes by marks,
// and is known once for each: many records may have one.
type support struct {
	contested map[string][]picture // by the marks that what is made from them has
	madeFrom  map[string][]picture // what has a mark
	counts    map[string]int       // see count; also while it is being counted
	lost      map[string]bool      // see fits; likewise
	fixed     func(address string) bool
}

// picture is one that an address could have.
type picture struct {
	address string
	*state.Record
}

func newSupport(choices map[string][]*state.Record) support {
	s := support{contested: map[string][]picture{}, madeFrom: map[string][]picture{}, counts: map[string]int{}, lost: map[string]bool{}}
	s.fixed = func(address string) bool { return len(choices[address]) == 1 }
	for a, list := range choices {
		for _, r := range list {
			if len(list) > 1 {
				for _, mark := range marks(r) {
					s.contested[mark] = append(s.contested[mark], picture{a, r})
				}
			}
		}
	}
	if len(s.contested) == 0 {
		return s
	}
	for a, list := range choices {
		for _, r := range list {
			for _, mark := range origins(r) {
				s.madeFrom[mark] = append(s.madeFrom[mark], picture{a, r})
			}
		}
	}
	return s
}

// marks are what records of other addresses have of a picture that they were made
// from: its bytes as the source of an edit, or their hash as a trigger's value, which
// is that of a text in JSON.
func marks(r *state.Record) []string {
	var list []string
	for _, sha := range r.Named() {
		sum := sha256.Sum256([]byte(`"` + sha + `"`))
		list = append(list, sha, hex.EncodeToString(sum[:]))
	}
	return list
}

// origins are the marks of what a picture was made from, beside hashes of other things.
func origins(r *state.Record) []string {
	var list []string
	if r.Request != nil && r.Request.Source.Form == state.ContentSource {
		list = append(list, r.Request.Source.Value)
	}
	for _, hash := range r.Triggers {
		list = append(list, hash)
	}
	return list
}

// count is how many pictures that are not contested were made from one that is,
// directly or by way of others: they would be made anew for another one.
func (s *support) count(r *state.Record) int {
	n := 0
	for _, mark := range marks(r) {
		n += s.countMark(mark)
	}
	return n
}

func (s *support) countMark(mark string) int {
	if n, known := s.counts[mark]; known {
		return n
	}
	s.counts[mark] = 0 // no hash is made from itself; a record may say so
	n := 0
	for _, made := range s.madeFrom[mark] {
		if s.fixed(made.address) {
			n++
		}
		n = min(n+s.count(made.Record), mostCounted)
	}
	s.counts[mark] = n
	return n
}

// mostCounted bounds a sum in which one picture may count by many ways.
const mostCounted = 1 << 30

// choose is the picture that an address gets of those that it could have.
func (m *merging) choose(a string) *state.Record {
	if r := m.chosen[a]; r != nil {
		return r
	}
	list := m.choices[a]
	m.chosen[a] = list[len(list)-1] // and is the answer where records were made from each other in a ring
	if len(list) == 1 {
		return list[0]
	}
	best := list[0]
	for _, r := range list[1:] {
		if m.prefer(a, r, best) > 0 {
			best = r
		}
	}
	m.chosen[a] = best
	return best
}

// prefer compares two pictures of an address: one that meets the conditions, and that
// nobody rejected, is better, then one that was made from what others get, then one that others were made
// from, then the newer one.
func (m *merging) prefer(a string, x, y *state.Record) int {
	rank := func(is bool) int {
		if is {
			return 1
		}
		return 0
	}
	decided := state.Record{Reviews: m.reviews[a]}
	return cmp.Or(
		rank(x.Tainted == "")-rank(y.Tainted == ""),
		rank(decided.Rejected(&x.Picture) == nil)-rank(decided.Rejected(&y.Picture) == nil),
		rank(m.fits(x))-rank(m.fits(y)),
		m.support.count(x)-m.support.count(y),
		compare(x, y),
	)
}

// fits reports whether what a picture was made from is not what another address lost.
func (m *merging) fits(r *state.Record) bool {
	for _, mark := range origins(r) {
		if m.isLost(mark) {
			return false
		}
	}
	return true
}

// isLost reports whether what has a mark is contested, and nobody gets it.
func (m *merging) isLost(mark string) bool {
	if lost, known := m.support.lost[mark]; known {
		return lost
	}
	m.support.lost[mark] = false // as count: a ring is no reason
	sources := m.support.contested[mark]
	lost := len(sources) > 0
	for _, source := range sources {
		if m.choose(source.address) == source.Record {
			lost = false
			break
		}
	}
	m.support.lost[mark] = lost
	return lost
}
