package disk

import (
	"context"
	"path"
	"time"

	"gesso/state/disk/replica"
)

// NoteFile says where the home of a folder's workspaces is, if it is elsewhere.
const NoteFile = HomeDir + "/home.json"

// OpenCopy opens this folder's copy of a workspace whose home is elsewhere, as it was last
// updated. It makes no request to the home.
func OpenCopy(dir, name string, now func() time.Time) (*Workspace, error) {
	w, err := OpenNamed(dir, name, now)
	if err == nil {
		w.at.copyIn(path.Join(HomeDir, w.name))
	}
	return w, err
}

// copyIn puts the files of a home elsewhere below dir. All workspaces share the pictures.
func (l *layout) copyIn(dir string) {
	l.state, l.ledger, l.journal = path.Join(dir, replica.StateFile), path.Join(dir, replica.LedgerFile), path.Join(dir, replica.JournalFile)
	l.objects = Home + "/objects"
}

// Enter begins an epoch at a home elsewhere for a caller that holds another workspace's
// lock.
func (w *Workspace) Enter() error {
	_, _, err := w.journalEpoch()
	return err
}

// Depart records at the home that the project has moved, and ends the epoch. The caller has
// taken along everything that is at the home.
func (w *Workspace) Depart(where string) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	run := w.run
	w.run = nil
	return run.Leave(where)
}

// DeleteAtHome records at the home elsewhere that the workspace is deleted, and ends the
// epoch. No journal may be open. Records are lost with it; a new workspace of the same name
// knows only of open calls and of the ledger.
func (w *Workspace) DeleteAtHome(ctx context.Context) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	run := w.run
	w.run = nil
	return run.Delete(ctx)
}
