package disk

import (
	"errors"
	"fmt"
	"hash/maphash"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"time"

	"gesso/state/disk/internal/file"
	"gesso/state/text"
)

// Where things are, relative to the configuration's folder.
const (
	StateFile = text.StateFile // the only one for version control
	Home      = ".gesso"       // everything else; ignores itself in git

	journalFile = Home + "/journal"
	uploadsFile = Home + "/uploads"
	ledgerFile  = text.LedgerFile
	lockFile    = Home + "/lock"
	statFile    = Home + "/stat"
	objectsDir  = Home + "/objects"
	ignoreFile  = Home + "/.gitignore"
)

// Workspace is one configuration's folder as gesso keeps it. Its methods are
// safe for concurrent use, but Begin needs the Lock.
type Workspace struct {
	dir     string // absolute
	root    *os.Root
	now     func() time.Time
	seed    maphash.Seed    // of State.digest: compared within this process only
	outputs func() *Outputs // made once: two caches would overwrite each other

	mu   sync.Mutex
	held *Lock // nil while this Workspace has no lock
}

// Open returns the workspace of dir, which must exist. It creates nothing. The
// caller owes a Close.
func Open(dir string) (*Workspace, error) { return OpenAt(dir, time.Now) }

// OpenAt is Open with another clock.
func OpenAt(dir string, now func() time.Time) (*Workspace, error) {
	dir, err := filepath.Abs(dir) // the lock must outlive a change of folder
	if err != nil {
		return nil, fmt.Errorf("opening the workspace: %w", err)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, fmt.Errorf("opening the workspace: %w", err)
	}
	w := &Workspace{dir: dir, root: root, now: now, seed: maphash.MakeSeed()}
	w.outputs = sync.OnceValue(func() *Outputs { return openOutputs(w) })
	return w, nil
}

// locked reports whether this Workspace has the lock.
func (w *Workspace) locked() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.held != nil
}

// Dir returns the workspace's absolute folder.
func (w *Workspace) Dir() string { return w.dir }

// Close releases the folder. It releases no lock and flushes nothing.
func (w *Workspace) Close() error { return w.root.Close() }

// Outputs returns the files that users asked for, one value for each
// Workspace. It reads the stat cache at the first call; a missing or damaged
// cache is an empty one.
func (w *Workspace) Outputs() *Outputs { return w.outputs() }

// Store returns the store of artifacts. It creates nothing.
func (w *Workspace) Store() *Store { return &Store{root: w.root} }

// makeHome creates the folder of gesso's own files. It ignores itself, so that
// nobody commits a store of pictures or a ledger by accident: also one whose
// .gitignore has gone.
func makeHome(root *os.Root) error {
	err := root.Mkdir(Home, 0o755)
	if errors.Is(err, fs.ErrExist) {
		if _, err := root.Lstat(ignoreFile); errors.Is(err, fs.ErrNotExist) {
			_ = root.WriteFile(ignoreFile, []byte("*\n"), 0o644) // a folder that cannot be written is told of by who writes there
		}
		return nil
	}
	if err != nil {
		return err
	}
	if err := root.WriteFile(ignoreFile, []byte("*\n"), 0o644); err != nil {
		return err
	}
	return file.SyncDir(root, ".")
}
