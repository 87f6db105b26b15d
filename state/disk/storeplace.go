package disk

import (
	"fmt"
	"io/fs"
	"path"
	"path/filepath"
	"sync"

	"gesso/state/disk/objects"
	"gesso/state/disk/uploads"
)

// Store is the folder of artifacts; see package objects.
type Store = objects.Store

// Uploads remembers where local pictures were uploaded to; see package uploads.
type Uploads = uploads.Cache

// Uploads reads the remembered uploads. A damaged file is empty.
func (w *Workspace) Uploads() *Uploads {
	return uploads.Read(w.root, w.at.uploads, func() error { return w.at.makeHome(w.root) })
}

// Incoming is an object that is being written; see package objects.
type Incoming = objects.Incoming

// Store returns the store of artifacts: the one set by UseStore, or the one in gesso's own
// folder, which may be a link. It creates nothing. A store that cannot be used is empty;
// writing to it fails, and Wrong says why.
func (w *Workspace) Store() *Store { return w.store() }

// ownStore returns the store in gesso's own folder.
func (w *Workspace) ownStore() *Store {
	w.storeFound.Store(true)
	info, err := w.root.Lstat(w.at.objects)
	if err != nil || info.Mode()&fs.ModeSymlink == 0 {
		return w.attached(objects.In(w.root, w.at.objects, func() error { return w.at.makeHome(w.root) }))
	}
	s, err := w.elsewhere(filepath.Join(w.dir, filepath.FromSlash(w.at.objects)), w.at.objects)
	if err != nil {
		return objects.Broken(w.at.objects, fmt.Errorf("%s is a symbolic link: %w", w.at.objects, err))
	}
	return w.attached(s)
}

// attached makes a store a cache of the pictures of a home elsewhere, if there is one.
func (w *Workspace) attached(s *Store) *Store {
	if w.far != nil {
		s.Beyond(w.options.Context, w.far)
	}
	return s
}

// closeStore closes the store.
func (w *Workspace) closeStore() error {
	if w.storeFound.Load() {
		return w.Store().Close()
	}
	return nil
}

// UseStore sets the folder of the store: absolute, or relative to the configuration's. It
// must be called before Store and Outputs. The error is that of the store's Wrong: callers
// that need no picture may go on.
func (w *Workspace) UseStore(dir string) error {
	at := filepath.FromSlash(dir)
	if !filepath.IsAbs(at) {
		at = filepath.Join(w.dir, at)
	}
	s, err := w.elsewhere(at, dir)
	if err != nil {
		s = objects.Broken(dir, err)
	}
	w.storeFound.Store(true)
	w.store = sync.OnceValue(func() *Store { return w.attached(s) })
	return err
}

func (w *Workspace) elsewhere(at, shown string) (*Store, error) {
	s, err := objects.Elsewhere(at, shown, objects.Refuse)
	if err != nil {
		return nil, err
	}
	if s.Contains(w.dir) {
		_ = s.Close()
		return nil, fmt.Errorf("%s cannot be the store: the configuration lies in it", shown)
	}
	return s, nil
}

// storeInside returns the folder of a store below the configuration's, relative to it, or
// "": no output may lie there.
func (w *Workspace) storeInside() string {
	s := w.Store()
	if !s.Shared() {
		return ""
	}
	root, err := filepath.EvalSymlinks(w.dir)
	if err != nil {
		return ""
	}
	rel, err := filepath.Rel(root, s.Real())
	if err != nil || !filepath.IsLocal(rel) {
		return ""
	}
	return path.Clean(filepath.ToSlash(rel))
}

// registered notes in a shared store that this configuration uses it, so that nobody
// collects what its records need.
func (w *Workspace) registered() error {
	if s := w.Store(); s.Shared() && s.Wrong() == nil {
		return s.Register(w.dir, w.now())
	}
	return nil
}

// share locks a shared store for writing, together with other writers, until release is
// called.
func (w *Workspace) share() (release func() error, err error) {
	s := w.Store()
	if w.apart || !s.Shared() || s.Wrong() != nil {
		return func() error { return nil }, nil
	}
	release, free, err := s.Share()
	if err == nil && !free {
		return nil, &LockedError{Holder: Holder{}, Store: s.Dir()}
	}
	return release, err
}

// Apart makes the workspace's lock leave a shared store alone, because the caller takes all
// of it with LockStore. It must be called before the lock is taken.
func (w *Workspace) Apart() { w.apart = true }

// LockStore locks a store for removing objects: nobody who could write there, on any
// machine, is at work meanwhile. The error is a *LockedError if somebody is. The caller
// must call release. It also locks a store in gesso's own folder, which other
// configurations may use.
func LockStore(s *Store) (release func(), err error) {
	unlock, free, err := s.Whole()
	switch {
	case err != nil:
		return nil, err
	case !free:
		return nil, &LockedError{Store: s.Dir()}
	}
	return func() { _ = unlock() }, nil
}
