// Package originals opens pictures by the SHA-256 of their bytes, wherever they are here:
// in the store, one's own or a shared one; at an output that has these bytes; or, where
// only that is left of them, as in a fresh clone, as what an output was converted to.
//
// Its promises: nothing is written and nobody is asked, but for what only a home has, which
// comes into the store; of a file at an output no byte is
// handed out before it is known to be what gesso placed there.
//
// It is for looking at pictures. What is bought, placed or edited comes from package supply.
//
//	pictures := originals.Of(workspace, recorded)
//	file, err := pictures.Open(record.Artifact)
package originals

import (
	"fmt"
	"io"
	"io/fs"
	"iter"

	"gesso/state"
	"gesso/state/disk"
)

// Originals knows where pictures are. It is safe for concurrent use.
type Originals struct {
	workspace *disk.Workspace
	outputs   map[string][]place // by the hash of a picture
}

// place is an output that shows a picture.
type place struct{ path, output string }

// Of takes the store of a workspace, and the outputs that are recorded.
func Of(w *disk.Workspace, s *state.State) *Originals {
	o := &Originals{workspace: w, outputs: map[string][]place{}}
	for r := range s.All() {
		o.add(r)
		for rival := range r.AllRivals() { // whose file may be the one that git has checked out
			o.add(rival)
		}
	}
	return o
}

func (o *Originals) add(r *state.Record) {
	if !r.HasPicture() || r.Output == "" || r.Path == "" || r.Tainted != "" {
		return
	}
	at := place{r.Path, r.Output}
	if r.Output == r.Artifact {
		o.outputs[r.Artifact] = append([]place{at}, o.outputs[r.Artifact]...)
		return
	}
	o.outputs[r.Artifact] = append(o.outputs[r.Artifact], at)
	o.outputs[r.Output] = append(o.outputs[r.Output], at)
}

// Has reports whether Open would find a picture. It reads an output that is not known to
// be what was placed.
func (o *Originals) Has(sha string) bool {
	return o.workspace.Store().Has(sha) || o.placed(sha) != ""
}

// placed is the output that shows a picture, or "".
func (o *Originals) placed(sha string) string {
	for _, p := range o.outputs[sha] {
		if status, err := o.workspace.Outputs().Check(p.path, p.output); err == nil && status == disk.Same {
			return p.path
		}
	}
	return ""
}

// Copies yields the files that show a picture, the best first, with the SHA-256 that the
// bytes of each are to have: that they have is for the caller to see. The caller owes each
// a Close.
func (o *Originals) Copies(sha string) iter.Seq2[io.ReadCloser, string] {
	return func(yield func(io.ReadCloser, string) bool) {
		store := o.workspace.Store()
		here := store.Here(sha)
		if here && !opened(store.Open(sha))(yield, sha) {
			return
		}
		for _, p := range o.outputs[sha] {
			if !opened(o.workspace.Outputs().Open(p.path))(yield, p.output) {
				return
			}
		}
		if !here && store.Has(sha) { // at a home, and farther than any output
			opened(store.Open(sha))(yield, sha)
		}
	}
}

// opened hands on a file, if there is one, and reports whether more is wanted.
func opened[F io.ReadCloser](file F, err error) func(yield func(io.ReadCloser, string) bool, sha string) bool {
	return func(yield func(io.ReadCloser, string) bool, sha string) bool { return err != nil || yield(file, sha) }
}

// Path is where a picture lies, relative to the configuration's folder: at an output, or in
// the store; "" where it lies elsewhere, as at a home, or nowhere.
func (o *Originals) Path(sha string) string {
	if path := o.placed(sha); path != "" {
		return path
	}
	if store := o.workspace.Store(); !store.Shared() && store.Here(sha) {
		return store.Name(sha)
	}
	return ""
}

// Open opens a picture. The error matches fs.ErrNotExist where it is nowhere here. The
// caller owes a Close.
func (o *Originals) Open(sha string) (io.ReadSeekCloser, error) {
	store := o.workspace.Store()
	if store.Here(sha) {
		return store.Open(sha)
	}
	if path := o.placed(sha); path != "" {
		return o.workspace.Outputs().Open(path)
	}
	if store.Has(sha) { // at a home
		return store.Open(sha)
	}
	return nil, fmt.Errorf("the picture sha256:%s is not here: %w", sha, fs.ErrNotExist)
}
