package remote

import (
	"encoding/hex"
	"sync"

	"gesso/state"
)

// Index tells which objects records and a ledger name. Those are at the home, since each
// was put there before it was recorded. It is safe for concurrent use.
type Index struct {
	records map[sum]int64
	ledger  func() map[sum]int64
}

type sum [32]byte

func sumOf(sha string) (s sum, ok bool) {
	if len(sha) != 2*len(s) {
		return s, false
	}
	_, err := hex.Decode(s[:], []byte(sha))
	return s, err == nil
}

// IndexOf reads a state now, and the ledger of the same moment when it is first asked for
// an object that no record names. The ledger also tells the hashes of what is gone.
func IndexOf(s *state.State, ledger func() ([]state.Entry, map[string]bool, error)) *Index {
	i := &Index{records: map[sum]int64{}}
	add := func(p *state.Picture) {
		if name, ok := sumOf(p.Artifact); ok {
			i.records[name] = p.Bytes
		}
	}
	for r := range s.All() {
		add(&r.Picture)
		if original := r.Original(); original != nil {
			add(&original.Picture)
		}
		for rival := range r.AllRivals() {
			add(&rival.Picture)
		}
	}
	i.ledger = sync.OnceValue(func() map[sum]int64 {
		entries, gone, _ := ledger() // whoever buys reports the error
		return told(entries, gone)
	})
	return i
}

// told returns the objects that a ledger says exist.
func told(entries []state.Entry, gone map[string]bool) map[sum]int64 {
	all := map[sum]int64{}
	for _, e := range entries {
		if e.Picture == nil || gone[e.Picture.Artifact] {
			continue
		}
		if name, ok := sumOf(e.Picture.Artifact); ok {
			all[name] = e.Picture.Bytes
		}
	}
	return all
}

// Size returns how many bytes an object has, if it is named.
func (i *Index) Size(sha string) (size int64, known bool) {
	name, ok := sumOf(sha)
	if !ok || i == nil {
		return 0, false
	}
	if size, known = i.records[name]; known {
		return size, true
	}
	size, known = i.ledger()[name]
	return size, known
}

// Recorded reports whether a record names an object. What only the ledger names may have
// been given up at the home since: see package home.
func (i *Index) Recorded(sha string) bool {
	name, ok := sumOf(sha)
	if !ok || i == nil {
		return false
	}
	_, recorded := i.records[name]
	return recorded
}

// Each yields every named object with its size, in no order.
func (i *Index) Each(yield func(sha string, size int64) bool) {
	for name, size := range i.records {
		if !yield(hex.EncodeToString(name[:]), size) {
			return
		}
	}
	for name, size := range i.ledger() {
		if _, known := i.records[name]; !known && !yield(hex.EncodeToString(name[:]), size) {
			return
		}
	}
}
