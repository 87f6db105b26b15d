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

// Store is the folder of artifacts, see package objects.
type Store = objects.Store

// Uploads is where local pictures were uploaded to, see package uploads.
type Uploads = uploads.Cache

// Uploads reads what is remembered of uploads. A damaged file is an empty one.
func (w *Workspace) Uploads() *Uploads {
	return uploads.Read(w.root, w.at.uploads, func() error { return w.at.makeHome(w.root) })
}

// Incoming is an object that is being written, see package objects.
type Incoming = objects.Incoming

// Store returns the store of artifacts: in gesso's own folder, or where a link in its
// place leads, or where UseStore said. It creates nothing. One that cannot be had has
// nothing, and says why to whoever puts something into it, and by Wrong.
func (w *Workspace) Store() *Store { return w.store() }

// ownStore is the store in gesso's own folder.
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

// attached is a store as the cache that it is of the pictures of a home elsewhere.
func (w *Workspace) attached(s *Store) *Store {
	if w.far != nil {
		s.Beyond(w.options.Context, w.far)
	}
	return s
}

// closeStore lets go of a store elsewhere.
func (w *Workspace) closeStore() error {
	if w.storeFound.Load() {
		return w.Store().Close()
	}
	return nil
}

// UseStore has the pictures kept in a folder elsewhere: absolute, or relative to the
// configuration's. It is called before Store and Outputs, and the error is Wrong's of
// that store: who needs no picture goes on.
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

// storeInside is the folder of a store that lies below the configuration's, relative to
// it, or "": no output may lie there.
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

// registered notes in a shared store that this configuration uses it: what its records
// need is then collected by nobody.
func (w *Workspace) registered() error {
	if s := w.Store(); s.Shared() && s.Wrong() == nil {
		return s.Register(w.dir, w.now())
	}
	return nil
}

// share holds a shared store for whoever may put something into it, beside others who do,
// until the lock is given back.
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

// Apart has the workspace's lock leave a shared store alone, for whoever takes that whole by
// LockStore. It is called before the lock is taken.
func (w *Workspace) Apart() { w.apart = true }

// LockStore takes a shared store for whoever removes something from it: nobody who could
// put something there is at work then, on any machine. The error is a *LockedError where
// somebody is. The caller owes a call of release. Of a store in gesso's own folder it
// does the same, as other configurations may use it.
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
