package runner

import (
	"sync"

	"gesso/state"
)

// library finds pictures that were paid for by their key, and lends each to
// one address only: two instances of one request want two pictures.
// It is safe for concurrent use.
type library struct {
	store   *state.Store
	ledger  *state.Ledger
	records map[state.Key][]*state.Record
	mu      sync.Mutex
	lent    map[string]bool // by artifact
}

// openLibrary takes the pictures of the ledger and, for a fresh clone whose
// store came without it, those that records know.
func openLibrary(w *state.Workspace, s *state.State) *library {
	return &library{store: w.Store(), ledger: w.Ledger(), records: s.ByKey(), lent: map[string]bool{}}
}

// pictures lists what is known of a key, each artifact once.
func (l *library) pictures(key state.Key) ([]state.Picture, error) {
	known, err := l.ledger.Lookup(key)
	if err != nil {
		return nil, err
	}
	for _, r := range l.records[key] {
		known = append(known[:len(known):len(known)], r.Picture)
	}
	return known, nil
}

// claim keeps an artifact for the address whose record has it.
func (l *library) claim(artifact string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.lent[artifact] = true
}

// find returns a picture of the key that the store has and nobody else uses,
// or nil. The error is one of reading the ledger.
func (l *library) find(key state.Key) (*state.Picture, error) {
	pictures, err := l.pictures(key)
	if err != nil {
		return nil, err
	}
	for _, p := range pictures {
		if !l.lent[p.Artifact] && l.store.Has(p.Artifact) {
			return &p, nil
		}
	}
	return nil, nil
}

// take lends what find finds.
func (l *library) take(key state.Key) (*state.Picture, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	p, err := l.find(key)
	if p != nil {
		l.lent[p.Artifact] = true
	}
	return p, err
}

// has reports whether take would find something.
func (l *library) has(key state.Key) (bool, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	p, err := l.find(key)
	return p != nil, err
}
