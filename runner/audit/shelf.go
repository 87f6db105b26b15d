package audit

import (
	"cmp"
	"errors"
	"io/fs"
	"slices"

	"gesso/state"
	"gesso/state/disk"
)

// shelf is where pictures can be: the store, and the outputs of records, which
// are all that a clone has. Bytes alone tell what is found: a record may have
// another key for its picture than the ledger, see state.Recorded.
type shelf struct {
	w       *disk.Workspace
	ledger  *disk.Ledger
	whole   map[string][]*state.Record // by their outputs
	changed map[string][]*state.Record // by the artifacts that their outputs were converted from
}

func newShelf(w *disk.Workspace, ledger *disk.Ledger, s *state.State) *shelf {
	l := &shelf{w: w, ledger: ledger, whole: map[string][]*state.Record{}, changed: map[string][]*state.Record{}}
	for r := range s.All() {
		if r.Output == "" {
			continue
		}
		l.whole[r.Output] = append(l.whole[r.Output], r)
		if r.Shows() && r.Output != r.Artifact { // else the output is of the picture before
			l.changed[r.Artifact] = append(l.changed[r.Artifact], r)
		}
	}
	return l
}

// find looks for a picture in one of its deliveries, then for what was converted from it,
// and reads what it finds. The problem is why there is neither, or "".
func (l *shelf) find(deliveries []state.Picture) (converted bool, problem string) {
	for _, p := range deliveries {
		err := l.w.Store().Vouch(p.Artifact)
		switch {
		case err == nil || l.anySame(l.whole[p.Artifact]):
			return false, ""
		case problem == "" && !errors.Is(err, fs.ErrNotExist):
			problem = err.Error()
		}
	}
	for _, p := range deliveries {
		if l.anySame(l.changed[p.Artifact]) || l.converted(p.Artifact) {
			return true, ""
		}
	}
	return false, cmp.Or(problem, "neither the store nor an output has it")
}

// lacks reports whether nothing of a picture is here.
func (l *shelf) lacks(deliveries []state.Picture) bool {
	_, problem := l.find(deliveries)
	return problem != ""
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

// converted reports whether the store has, whole, what was converted from a picture for
// an output that went.
func (l *shelf) converted(artifact string) bool {
	list, _ := l.ledger.Conversions(artifact) // who reads its entries tells of an error
	return slices.ContainsFunc(list, func(sha string) bool { return l.w.Store().Vouch(sha) == nil })
}
