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

// Workspace is one configuration's folder as gesso keeps it, or one of several that
// it keeps apart there: each has records, a journal, a ledger, a store and outputs of
// its own, and they share the lock. Its methods are
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

	storeFound atomic.Bool // it is to be closed
	apart      bool        // see Apart
	copied                 // see UseHome

	// What happens between two looks of a reader at the disk: nothing, but in tests.
	meanwhile func()

	mu   sync.Mutex   // guards what follows
	held *Lock        // nil while this Workspace has no lock
	run  *replica.Run // its epoch, of a home elsewhere
	seen *Loaded      // what was loaded last, of which Ledger tells; nil since the lock was taken
}

// Open returns the default workspace of dir, which must exist. It creates nothing. The
// caller owes a Close.
func Open(dir string) (*Workspace, error) { return OpenAt(dir, time.Now) }

// OpenAt is Open with another clock.
func OpenAt(dir string, now func() time.Time) (*Workspace, error) {
	return openWorkspace(dir, Default, now)
}

func openWorkspace(dir, name string, now func() time.Time) (*Workspace, error) {
	dir, err := filepath.Abs(dir) // the lock must outlive a change of folder
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

// see takes what was loaded without the lock for the moment of which Ledger tells.
func (w *Workspace) see(s *Loaded) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.held == nil {
		w.seen = s
	}
}

// Name returns the workspace's name.
func (w *Workspace) Name() string { return w.name }

// Home returns the folder of what the workspace keeps beside its state, relative to
// the configuration's.
func (w *Workspace) Home() string { return w.at.home }

// StateFile returns where the workspace's state is, relative to the configuration's
// folder.
func (w *Workspace) StateFile() string { return w.at.state }

// Dir returns the configuration's folder, absolute.
func (w *Workspace) Dir() string { return w.dir }

// Close releases the folder. It releases no lock and flushes nothing.
func (w *Workspace) Close() error { return errors.Join(w.closeStore(), w.root.Close()) }
