package store

import (
	"context"
	"time"

	"gesso/state"
	"gesso/state/disk"
)

// NoteRemoved writes into the ledger of a workspace at a home which of its pictures were
// removed there while it was deleted: store gc writes into no log of a deleted one. The
// caller holds the lock. Pictures that are nowhere, and that nobody has removed, are lost:
// of these an audit tells.
func NoteRemoved(ctx context.Context, w *disk.Workspace, now time.Time) error {
	had, err := had(w.Ledger())
	if err != nil || len(had) == 0 {
		return err
	}
	g := &Sweep{Garbage: &Garbage{}}
	for p, err := range w.HomeOf().Pictures(ctx) {
		if err != nil {
			return err
		}
		if had[p.SHA] && !p.There() {
			g.Objects = append(g.Objects, Item{SHA: p.SHA})
		}
	}
	return g.note(ctx, w, now)
}

// had are the hashes of the pictures that were there by what a ledger says last of each.
func had(l *disk.Ledger) (map[string]bool, error) {
	entries, err := l.Entries()
	had := map[string]bool{}
	for _, e := range entries {
		switch {
		case e.Picture == nil:
		case e.Outcome == state.OutcomeDiscarded, e.Outcome == state.OutcomeLost:
			delete(had, e.Picture.Artifact)
		default:
			had[e.Picture.Artifact] = true
		}
	}
	return had, err
}
