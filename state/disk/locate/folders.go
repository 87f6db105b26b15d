package locate

import (
	"errors"
	"io/fs"
	"os"
	"path"
	"sync"
)

// folders keeps the folders of outputs open, so that examining many files in a folder takes
// one system call each, and not one for each part of the path: os.Root opens all parts anew
// each time, to be safe.
type folders struct {
	root  *os.Root
	enter func(dir string) (*Spot, error)
	mu    sync.Mutex
	open  map[string]*kept
}

// kept is an open folder.
type kept struct {
	*Spot
	info fs.FileInfo
	sure bool // its path was checked since something was last written
}

// maxFolders limits the file descriptors. Outputs are examined folder by folder.
const maxFolders = 64

func newFolders(root *os.Root, enter func(dir string) (*Spot, error)) *folders {
	return &folders{root: root, enter: enter, open: map[string]*kept{}}
}

// lstat examines a file without following a link. It reports false if it cannot tell, as
// for a folder that cannot be opened.
func (f *folders) lstat(name string) (info fs.FileInfo, known bool, err error) {
	folder := f.folder(path.Dir(name))
	if folder == nil {
		return nil, false, nil
	}
	info, err = folder.Dir.Lstat(path.Base(name))
	return info, err == nil || errors.Is(err, fs.ErrNotExist), err
}

// spot returns the spot of an output whose folder is open and has not moved, or nil. The
// caller must close it.
func (f *folders) spot(name string) *Spot {
	f.mu.Lock()
	defer f.mu.Unlock()
	dir := path.Dir(name)
	if !f.keeps(dir) {
		return nil
	}
	folder, err := f.open[dir].Dir.OpenRoot(".")
	if err != nil {
		return nil
	}
	return &Spot{folder, f.open[dir].Real, path.Base(name)}
}

func (f *folders) folder(dir string) *Spot {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.keeps(dir) {
		return f.open[dir].Spot
	}
	if len(f.open) >= maxFolders {
		f.closeAll()
	}
	folder, err := f.enter(dir)
	if err != nil {
		return nil // not cached: the folder may be made meanwhile
	}
	info, err := folder.Dir.Stat(".")
	if err != nil {
		folder.Close()
		return nil
	}
	f.open[dir] = &kept{folder, info, true}
	return folder
}

// keeps reports whether the open folder is the one that its path leads to. It closes a
// folder that was moved or is hidden by a link: writes must not follow it.
func (f *folders) keeps(dir string) bool {
	folder := f.open[dir]
	if folder == nil || folder.sure {
		return folder != nil
	}
	if info, err := f.root.Stat(dir); err != nil || !os.SameFile(info, folder.info) {
		folder.Close()
		delete(f.open, dir)
		return false
	}
	folder.sure = true
	return true
}

// doubt makes each folder be checked again before it is used.
func (f *folders) doubt() {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, folder := range f.open {
		folder.sure = false
	}
}

// forget closes the folders because one of them may be about to be removed: a handle
// follows its folder wherever that is moved.
func (f *folders) forget() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.closeAll()
}

// closeAll may be called while others use a folder: they finish, or fail and use the root.
func (f *folders) closeAll() {
	for _, folder := range f.open {
		folder.Close()
	}
	clear(f.open)
}
