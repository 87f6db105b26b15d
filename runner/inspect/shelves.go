package inspect

import (
	"context"
	"io"
	"sync"

	"gesso/runner/picture"
	"gesso/runner/spread"
	"gesso/state"
	"gesso/state/disk"
)

// Shelves are all pictures that are known here. They are safe for concurrent use.
type Shelves struct {
	workspace *disk.Workspace
	memory    *picture.Memory
	all       []*Picture
	known     map[kept]bool // of all
	derived   []derived
	pixels    sync.Map // hashes of pixels, by those of bytes; "" for what is not here
}

// Picture is one that is known here.
type Picture struct {
	Address string         // whose it is, or was last; "" where nobody knows
	Current bool           // it is recorded for the address now
	Request *state.Request // nil where it is not recorded
	Record  *state.Picture
	Path    string // of the output; "" where there is none
	Output  string // its SHA-256; "" where it was not placed
}

// kept is what tells two pictures of an address apart.
type kept struct{ address, identity, task string }

// derived is a file that was derived from a picture.
type derived struct {
	Path, SHA string
	byHand    bool
	of        *Picture
}

// Open takes the pictures of a state and of the ledger. The error is one of reading the
// ledger.
func Open(w *disk.Workspace, s *state.State) (*Shelves, error) {
	entries, err := w.Ledger().Entries()
	if err != nil {
		return nil, err
	}
	l := &Shelves{workspace: w, memory: picture.NewMemory(picture.DefaultMemory), known: map[kept]bool{}}
	for r := range s.All() {
		l.addRecord(r)
	}
	for i := len(entries) - 1; i >= 0; i-- { // the newest first
		l.addEntry(&entries[i])
	}
	return l, nil
}

// add takes a picture, unless it is known.
func (l *Shelves) add(p *Picture) {
	of := kept{p.Address, p.Record.Identity(), p.Record.Task}
	if !l.known[of] {
		l.known[of] = true
		l.all = append(l.all, p)
	}
}

// addRecord takes the pictures of a record, and the files that were derived from them.
func (l *Shelves) addRecord(r *state.Record) {
	if r.HasPicture() {
		p := &Picture{Address: r.Address, Current: true, Request: r.Request, Record: &r.Picture, Path: r.Path, Output: r.Output}
		if !r.Shows() {
			p.Path, p.Output = "", "" // of the picture before
		}
		l.add(p)
		for _, d := range r.Derived {
			l.derived = append(l.derived, derived{d.Path, d.Output, d.Kept, p})
		}
	}
	for rival := range r.AllRivals() {
		l.add(&Picture{Address: r.Address, Request: rival.Request, Record: &rival.Picture, Path: rival.Path, Output: rival.Output})
	}
}

// addEntry takes the picture of an entry of the ledger.
func (l *Shelves) addEntry(e *state.Entry) {
	if e.Picture == nil || e.Outcome == state.OutcomeLost {
		return
	}
	p := &Picture{Request: e.Request, Record: e.Picture}
	if e.Key.OfFile() {
		if p.Address = e.Beside; p.Record.Adopted != nil {
			l.derived = append(l.derived, derived{p.Record.Adopted.File, p.Record.Artifact, true, p})
		}
		return
	}
	if e.Index < len(e.Addresses) {
		p.Address = e.Addresses[e.Index]
	} else if len(e.Addresses) > 0 {
		p.Address = e.Addresses[0]
	}
	l.add(p)
}

// pixelsOf are the hashes of the pixels of a picture, as it was delivered and as it was
// placed, of those that are here.
func (l *Shelves) pixelsOf(ctx context.Context, p *Picture) []string {
	var hashes []string
	if l.workspace.Store().Here(p.Record.Artifact) {
		if hash := l.hash(ctx, p.Record.Artifact, func() (io.ReadSeekCloser, error) { return l.workspace.Store().Open(p.Record.Artifact) }); hash != "" {
			hashes = append(hashes, hash)
		}
	}
	if p.Output == "" || p.Output == p.Record.Artifact && len(hashes) > 0 {
		return hashes
	}
	if status, err := l.workspace.Outputs().Check(p.Path, p.Output); err != nil || status != disk.Same {
		return hashes
	}
	if hash := l.hash(ctx, p.Output, func() (io.ReadSeekCloser, error) { return l.workspace.Outputs().Open(p.Path) }); hash != "" {
		hashes = append(hashes, hash)
	}
	return hashes
}

// hash is that of the pixels of a file, whose bytes have a hash too; "" where it cannot be
// read.
func (l *Shelves) hash(ctx context.Context, sum string, open func() (io.ReadSeekCloser, error)) string {
	if known, ok := l.pixels.Load(sum); ok {
		return known.(string)
	}
	file, err := open()
	if err != nil {
		return ""
	}
	defer file.Close()
	hash, _, err := l.memory.PixelHash(ctx, file)
	if err != nil {
		hash = ""
	}
	l.pixels.Store(sum, hash)
	return hash
}

// alike are the pictures that have the pixels of a file of some size. Only pictures of
// the size are looked at, several at once.
func (l *Shelves) alike(ctx context.Context, info picture.Info, pixels string) ([]*Picture, error) {
	var sized []*Picture
	for _, p := range l.all {
		w, h := p.Record.Width, p.Record.Height
		if w == info.Width && h == info.Height || w == info.Height && h == info.Width { // records of old have them as stored
			sized = append(sized, p)
		}
	}
	var mu sync.Mutex
	same := map[*Picture]bool{}
	err := spread.Each(ctx, sized, func(p *Picture) {
		for _, hash := range l.pixelsOf(ctx, p) {
			if hash == pixels {
				mu.Lock()
				same[p] = true
				mu.Unlock()
			}
		}
	})
	var found []*Picture
	for _, p := range sized {
		if same[p] {
			found = append(found, p)
		}
	}
	return found, err
}

// AsRecord is the picture as the state records one.
func (p *Picture) AsRecord() *state.Record {
	return &state.Record{Address: p.Address, Request: p.Request, Picture: *p.Record, Path: p.Path, Output: p.Output}
}
