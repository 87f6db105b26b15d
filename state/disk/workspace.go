package disk

import (
	"errors"
	"fmt"
	"hash/maphash"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"gesso/spec/filename"
	"gesso/state/disk/replica"
)

// Workspace is one of the workspaces of a configuration's folder: it has its own records,
// journal, ledger, store and outputs, and shares the lock with the others. Its methods are
// safe for concurrent use, but Begin needs the Lock.
type Workspace struct {
	dir     string // absolute
	name    string
	root    *os.Root
	at      layout
	now     func() time.Time
	seed    maphash.Seed    // of State.digest: compared within this process only
	outputs func() *Outputs // made once: two caches would overwrite each other
	store   func() *Store   // found once

	storeFound atomic.Bool // the store must be closed
	apart      bool        // see Apart
	copied                 // see UseHome

	// Called between two looks of a reader at the disk; does nothing except in tests.
	meanwhile func()

	mu   sync.Mutex   // guards the fields below
	held *Lock        // nil while this Workspace has no lock
	run  *replica.Run // its epoch at a home elsewhere
	seen *Loaded      // the last state loaded without the lock, whose moment Ledger uses; nil after locking
}

// Open returns the default workspace of dir, which must exist. It creates nothing. The
// caller must call Close.
func Open(dir string) (*Workspace, error) { return OpenAt(dir, time.Now) }

// OpenAt is Open with another clock.
func OpenAt(dir string, now func() time.Time) (*Workspace, error) {
	return openWorkspace(dir, Default, now)
}

func openWorkspace(dir, name string, now func() time.Time) (*Workspace, error) {
	dir, err := filepath.Abs(dir) // absolute, so that the lock survives a change of directory
	if err != nil {
		return nil, fmt.Errorf("opening the workspace: %w", err)
	}
	root, err := os.OpenRoot(filename.Folder(dir))
	if err != nil {
		return nil, fmt.Errorf("opening the workspace: %w", err)
	}
	w := &Workspace{dir: dir, name: name, root: root, at: layoutOf(name), now: now, seed: maphash.MakeSeed(), meanwhile: func() {}}
	w.store = sync.OnceValue(w.ownStore)
	w.outputs = sync.OnceValue(w.openOutputs)
	return w, nil
}

// locked reports whether this Workspace has the lock.
func (w *Workspace) locked() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.held != nil
}

// see notes a state that was loaded without the lock, so that Ledger uses the same moment.
func (w *Workspace) see(s *Loaded) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.held == nil {
		w.seen = s
	}
}

// Name returns the workspace's name.
func (w *Workspace) Name() string { return w.name }

// Home returns the folder of what the workspace keeps besides its state, relative to the
// configuration's.
func (w *Workspace) Home() string { return w.at.home }

// StateFile returns the path of the workspace's state, relative to the configuration's
// folder.
func (w *Workspace) StateFile() string { return w.at.state }

// Dir returns the absolute path of the configuration's folder.
func (w *Workspace) Dir() string { return w.dir }

// Close closes the folder. It releases no lock and flushes nothing.
func (w *Workspace) Close() error { return errors.Join(w.closeStore(), w.root.Close()) }
