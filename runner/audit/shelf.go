package audit

import (
	"errors"
	"io/fs"

	"gesso/state"
	"gesso/state/disk"
)

// shelf is where pictures can be: the store, and the outputs of records, which
// are all that a clone has. Bytes alone tell what is found: a record may have
// another key for its picture than the ledger, see state.Recorded.
type shelf struct {
	w       *disk.Workspace
	whole   map[string][]*state.Record // by their outputs
	changed map[string][]*state.Record // by the artifacts that their outputs were converted from
}

func newShelf(w *disk.Workspace, s *state.State) *shelf {
	l := &shelf{w: w, whole: map[string][]*state.Record{}, changed: map[string][]*state.Record{}}
	for r := range s.All() {
		if r.Output == "" {
			continue
		}
		l.whole[r.Output] = append(l.whole[r.Output], r)
		if r.Tainted == "" && r.Output != r.Artifact { // the output of a tainted record is of the picture before
			l.changed[r.Artifact] = append(l.changed[r.Artifact], r)
		}
	}
	return l
}

// find looks for a picture as it was delivered, then for what was converted from
// it, and reads what it finds. The problem is why there is neither, or "".
func (l *shelf) find(p state.Picture) (converted bool, problem string) {
	err := l.w.Store().Verify(p.Artifact)
	switch {
	case err == nil || l.anySame(l.whole[p.Artifact]):
		return false, ""
	case l.anySame(l.changed[p.Artifact]):
		return true, ""
	case errors.Is(err, fs.ErrNotExist):
		return false, "neither the store nor an output has it"
	}
	return false, err.Error()
}

// anySame reports whether the output of one of the records is as it was placed.
func (l *shelf) anySame(records []*state.Record) bool {
	for _, r := range records {
		if status, err := l.w.Outputs().Check(r.Path, r.Output); err == nil && status == disk.Same {
			return true
		}
	}
	return false
}
