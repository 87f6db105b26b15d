package library

import (
	"slices"

	"gesso/runner/supply"
	"gesso/state"
)

// descent is how pictures are known that were made from one: by what was asked for with it, but
// for the source.
type descent struct {
	edit   state.Key
	source string
}

// Parent reports whether a picture is one from which pictures were made that are wanted of what
// takes it, which can be had and which nobody has: with another one they would be bought.
func (l *Library) Parent(w Want, p *state.Picture) bool {
	if len(w.Edits) == 0 {
		return false
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.parent(&w, p)
}

// parent is Parent. The caller holds l.mu.
func (l *Library) parent(w *Want, p *state.Picture) bool {
	for _, edit := range w.Edits {
		if l.leads(descent{edit, p.Artifact}) || l.leads(descent{edit, p.Identity()}) {
			return true
		}
		for _, name := range p.Also {
			if l.leads(descent{edit, name}) {
				return true
			}
		}
	}
	return false
}

// ancestor is the handiest of those pictures that is a parent, or nil. That is asked first, as it
// reads nothing. The caller holds l.mu.
func (l *Library) ancestor(w *Want, pictures []state.Picture, accepts Accepts) (found *state.Picture) {
	if len(w.Edits) == 0 {
		return nil
	}
	best := supply.ByCopy
	for i := range pictures {
		p := &pictures[i]
		if l.lent[supply.LoanOf(p)] || !l.parent(w, p) {
			continue
		}
		if way := l.supply.Way(p); way > best && accepts(p) {
			found, best = p, way
		}
		if best == supply.ByStore {
			break
		}
	}
	return found
}

// leads reports whether a picture that was made so can be had, and nobody has it. The caller
// holds l.mu.
func (l *Library) leads(of descent) bool {
	return slices.ContainsFunc(l.madeFrom(of), func(made *state.Picture) bool {
		return !l.lent[supply.LoanOf(made)] && l.supply.Way(made) != supply.Nowhere
	})
}

// madeFrom lists the pictures that were made from one. The caller holds l.mu.
func (l *Library) madeFrom(of descent) []*state.Picture {
	if l.descents != nil {
		return l.descents[of]
	}
	l.descents = map[descent][]*state.Picture{}
	add := func(r *state.Request, p *state.Picture) {
		if r != nil && p != nil && r.Source.Form == state.ContentSource {
			d := descent{r.Bare(), r.Source.Value}
			l.descents[d] = append(l.descents[d], p)
		}
	}
	entries, _ := l.ledger.Entries() // who asks for pictures has told of an error
	for i := range entries {
		if entries[i].Outcome == state.OutcomeCollected {
			add(entries[i].Request, entries[i].Picture)
		}
	}
	for _, records := range l.records {
		for _, r := range records {
			add(r.Request, &r.Picture)
		}
	}
	return l.descents[of]
}

// Had reports whether an address had a picture before, as the ledger tells.
func (l *Library) Had(w Want, p *state.Picture) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.read() // before l.came is looked at
	for _, key := range w.own() {
		for _, entries := range [][]*state.Entry{l.collected(w.Address, key), l.released(w.Address, key), l.came[purchase{w.Address, key}]} {
			for _, e := range entries {
				if supply.LoanOf(e.Picture) == supply.LoanOf(p) {
					return true
				}
			}
		}
	}
	return false
}
