package library

import "gesso/state"

// made is a picture, whatever it is asked for by.
type made struct{ identity, task string }

func madeOf(p *state.Picture) made { return made{p.Identity(), p.Task} }

// Origin is the address that a picture was made for, as the ledger tells or, in a clone
// without one, a record that has it; "": nobody knows.
func (l *Library) Origin(p *state.Picture) string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.origin(p)
}

// Lends reports whether a picture was made for another address than those of an image that is
// pinned to it: a pin takes nobody's picture away. Who asks for it has it too, and buys none.
// Nil is no picture.
func (l *Library) Lends(pinned *state.Picture, to, former string) bool {
	if pinned == nil {
		return false
	}
	of := l.Origin(pinned)
	return of != "" && of != to && of != former
}

// origin is Origin. The caller holds l.mu.
func (l *Library) origin(p *state.Picture) string {
	if l.origins == nil {
		l.origins = map[made]string{}
		for _, records := range l.records {
			for _, r := range records {
				if m := madeOf(&r.Picture); l.origins[m] == "" || r.Address < l.origins[m] {
					l.origins[m] = r.Address
				}
			}
		}
		l.read()
		for of, entries := range l.given {
			for _, e := range entries {
				if m := madeOf(e.Picture); e.Picture.Adopted != nil && l.origins[m] == "" {
					l.origins[m] = of.address
				}
			}
		}
		for of, entries := range l.bought {
			for _, e := range entries {
				l.origins[madeOf(e.Picture)] = of.address
			}
		}
	}
	return l.origins[madeOf(p)]
}
