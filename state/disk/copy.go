package disk

import (
	"path"
	"time"

	"gesso/state/disk/replica"
)

// NoteFile says where the home of a folder's workspaces is, for who set it up. Where it is
// there, they are kept elsewhere.
const NoteFile = HomeDir + "/home.json"

// OpenCopy opens this folder's copy of a workspace whose home is elsewhere, as it was last
// brought up to date: nothing is asked of the home. It is for who looks at what was done
// here.
func OpenCopy(dir, name string, now func() time.Time) (*Workspace, error) {
	w, err := OpenNamed(dir, name, now)
	if err == nil {
		w.at.copyIn(path.Join(HomeDir, w.name))
	}
	return w, err
}

// copyIn has what a home elsewhere keeps lie in a folder.
func (l *layout) copyIn(dir string) {
	l.state, l.ledger, l.journal = path.Join(dir, replica.StateFile), path.Join(dir, replica.LedgerFile), path.Join(dir, replica.JournalFile)
	l.objects = Home + "/objects" // the home's pictures are every workspace's
}

// CopyOf is where the copy of a workspace's state is, relative to the configuration's
// folder.
func CopyOf(name string) string { return path.Join(HomeDir, name, replica.StateFile) }
