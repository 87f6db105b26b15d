package audit

import (
	"errors"
	"io/fs"

	"gesso/state"
)

// shelf is where pictures can be: the store, and the outputs of records, which
// are all that a clone has.
type shelf struct {
	w       *state.Workspace
	whole   map[copyOf][]*state.Record // by their outputs
	changed map[copyOf][]*state.Record // by the artifacts that their outputs were converted from
}

// copyOf is a picture of a request, by its bytes.
type copyOf struct {
	key    state.Key
	sha256 string
}

func newShelf(w *state.Workspace, s *state.State) *shelf {
	l := &shelf{w: w, whole: map[copyOf][]*state.Record{}, changed: map[copyOf][]*state.Record{}}
	for r := range s.All() {
		if r.Output == "" {
			continue
		}
		output := copyOf{r.Key, r.Output}
		l.whole[output] = append(l.whole[output], r)
		if r.Tainted == "" && r.Output != r.Artifact { // the output of a tainted record is of the picture before
			artifact := copyOf{r.Key, r.Artifact}
			l.changed[artifact] = append(l.changed[artifact], r)
		}
	}
	return l
}

// find looks for a picture as it was delivered, then for what was converted from
// it, and reads what it finds. The problem is why there is neither, or "".
func (l *shelf) find(p state.Picture) (converted bool, problem string) {
	err := l.w.Store().Verify(p.Artifact)
	of := copyOf{p.Key, p.Artifact}
	switch {
	case err == nil || l.anySame(l.whole[of]):
		return false, ""
	case l.anySame(l.changed[of]):
		return true, ""
	case errors.Is(err, fs.ErrNotExist):
		return false, "neither the store nor an output has it"
	}
	return false, err.Error()
}

// anySame reports whether the output of one of the records is as it was placed.
func (l *shelf) anySame(records []*state.Record) bool {
	for _, r := range records {
		if status, err := l.w.Outputs().Check(r.Path, r.Output); err == nil && status == state.Same {
			return true
		}
	}
	return false
}
