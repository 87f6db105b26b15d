package state

import (
	"io/fs"
	"os"
	"path"
	"sync"
)

// folders keeps the folders of outputs open, so that to look at one of many
// files in a folder costs one system call and not one for each part of its
// path: os.Root opens every part anew, to be sure of each.
type folders struct {
	root *os.Root
	mu   sync.Mutex
	open map[string]*os.Root // nil: could not be opened
}

// maxFolders bounds the file descriptors; outputs are looked at folder by folder.
const maxFolders = 64

func newFolders(root *os.Root) *folders {
	return &folders{root: root, open: map[string]*os.Root{}}
}

// stat is root.Stat. What is not a plain file right there, such as a symbolic
// link, may lead to other folders and is left to the root.
func (f *folders) stat(name string) (fs.FileInfo, error) {
	dir, base := path.Split(name)
	if dir == "" {
		return f.root.Stat(name)
	}
	if folder := f.folder(path.Clean(dir)); folder != nil {
		if info, err := folder.Lstat(base); err == nil && info.Mode().IsRegular() {
			return info, nil
		}
	}
	return f.root.Stat(name)
}

func (f *folders) folder(dir string) *os.Root {
	f.mu.Lock()
	defer f.mu.Unlock()
	if folder, ok := f.open[dir]; ok {
		return folder
	}
	if len(f.open) >= maxFolders {
		f.closeAll()
	}
	folder, err := f.root.OpenRoot(dir)
	if err != nil {
		return nil // and is tried again: it may be made meanwhile
	}
	f.open[dir] = folder
	return folder
}

// forget closes the folders, because one of them may be about to go: a handle
// follows its folder wherever that is moved.
func (f *folders) forget() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.closeAll()
}

// closeAll may be called while others use a folder: they finish, or fail and
// ask the root.
func (f *folders) closeAll() {
	for _, folder := range f.open {
		_ = folder.Close()
	}
	clear(f.open)
}
