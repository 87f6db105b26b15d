package disk

import (
	"context"
	"path"
	"time"

	"gesso/state/disk/replica"
)

// NoteFile says where the home of a folder's workspaces is, where that is elsewhere.
const NoteFile = HomeDir + "/home.json"

// OpenCopy opens this folder's copy of a workspace whose home is elsewhere, as it was last
// brought up to date: nothing is asked of the home.
func OpenCopy(dir, name string, now func() time.Time) (*Workspace, error) {
	w, err := OpenNamed(dir, name, now)
	if err == nil {
		w.at.copyIn(path.Join(HomeDir, w.name))
	}
	return w, err
}

// copyIn has what a home elsewhere keeps lie in a folder. Its pictures are every workspace's.
func (l *layout) copyIn(dir string) {
	l.state, l.ledger, l.journal = path.Join(dir, replica.StateFile), path.Join(dir, replica.LedgerFile), path.Join(dir, replica.JournalFile)
	l.objects = Home + "/objects"
}

// Enter begins an epoch of a home elsewhere for whoever is under another workspace's lock.
func (w *Workspace) Enter() error {
	_, _, err := w.journalEpoch()
	return err
}

// Depart ends the epoch, for whoever has taken along all that is at the home, which says so.
func (w *Workspace) Depart(where string) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	run := w.run
	w.run = nil
	return run.Leave(where)
}

// DeleteAtHome says at the home elsewhere that the workspace is no more, and ends the epoch.
// No journal is open. What records there are go along with it: only calls that are open and
// the ledger are known to whoever makes a workspace of the name again.
func (w *Workspace) DeleteAtHome(ctx context.Context) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	run := w.run
	w.run = nil
	return run.Delete(ctx)
}
