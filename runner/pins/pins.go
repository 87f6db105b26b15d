// Package pins finds the picture that an image is pinned to: by its bytes alone, whoever
// it was made for and whatever it was asked for with.
//
// Its promises:
//
//   - Nothing is requested and nothing written.
//   - What is found can be had for nothing, from the store, an output or the provider.
//     What cannot is an error that says where it was sought.
//
// It is not for what an image without a pin may have: a picture is lent to one image
// there (package library), and here to as many as name it.
//
//	found, err := pins.Open(workspace, recorded, supply).Find(sha)
package pins

import (
	"fmt"
	"sync"

	"gesso/runner/picture"
	"gesso/runner/supply"
	"gesso/state"
	"gesso/state/disk"
)

// Pinned is a picture by its bytes, and the request that it was made by; nil where
// nothing tells that.
type Pinned struct {
	Picture state.Picture
	Request *state.Request
}

// Pins are the pictures that can be pinned. It is safe for concurrent use.
type Pins struct {
	supply *supply.Supply
	store  *disk.Store
	known  func() (map[string][]Pinned, error) // by artifact, the recorded ones first
}

// Open takes the pictures of records, of the ledger and of the store. It reads none of
// them before somebody asks.
func Open(w *disk.Workspace, s *state.State, from *supply.Supply) *Pins {
	return &Pins{supply: from, store: w.Store(), known: sync.OnceValues(func() (map[string][]Pinned, error) {
		known := map[string][]Pinned{}
		add := func(p state.Picture, r *state.Request) {
			known[p.Artifact] = append(known[p.Artifact], Pinned{p, r})
			if first := p.Identity(); first != p.Artifact {
				known[first] = append(known[first], Pinned{p, r})
			}
		}
		for r := range s.All() {
			if r.HasPicture() {
				add(r.Picture, r.Request)
			}
			for rival := range r.AllRivals() {
				add(rival.Picture, rival.Request)
			}
		}
		entries, err := w.Ledger().Entries()
		for _, e := range entries {
			if e.Picture != nil {
				p := *e.Picture
				p.Key = e.Key
				add(p, e.Request)
			}
		}
		return known, err
	})}
}

// Find returns the picture of a hash. The error is a *MissingError, or one of reading
// gesso's own files.
func (p *Pins) Find(sha string) (*Pinned, error) {
	known, err := p.known()
	if err != nil {
		return nil, err
	}
	best, way := (*Pinned)(nil), supply.Nowhere
	for i := range known[sha] {
		if found := &known[sha][i]; p.supply.Way(&found.Picture) > way {
			best, way = found, p.supply.Way(&found.Picture)
		}
	}
	switch {
	case best != nil:
		return best, nil
	case len(known[sha]) > 0:
		return nil, &MissingError{SHA: sha, Store: p.store.Dir(), Known: true}
	}
	return p.stored(sha)
}

// stored is an object of the store of which nothing else tells, such as a file that was
// kept before it was replaced.
func (p *Pins) stored(sha string) (*Pinned, error) {
	if p.supply.Verify(sha) != nil {
		return nil, &MissingError{SHA: sha, Store: p.store.Dir()}
	}
	object, err := p.store.Open(sha)
	if err != nil {
		return nil, err
	}
	defer object.Close()
	info, err := picture.Verify(object, 0)
	if err != nil {
		return nil, fmt.Errorf("the object %s of the store is no picture: %w", sha, err)
	}
	return &Pinned{Picture: state.Picture{
		Artifact: sha, Format: info.Format, Width: info.Width, Height: info.Height, Bytes: object.Size(), Blank: info.Blank, Imported: true,
	}}, nil
}

// MissingError is a pinned picture that cannot be had.
type MissingError struct {
	SHA   string
	Store string // the store's folder
	Known bool   // something tells of it
}

func (e *MissingError) Error() string {
	if e.Known {
		return fmt.Sprintf("sha256:%s was recorded once, and is nowhere now: it was sought in the store (%s), among the outputs and at its provider", e.SHA, e.Store)
	}
	return fmt.Sprintf("nothing here has sha256:%s: it was sought in the records, the ledger and the store (%s)", e.SHA, e.Store)
}
