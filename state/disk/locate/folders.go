package locate

import (
	"errors"
	"io/fs"
	"os"
	"path"
	"sync"
)

// folders keeps the folders of outputs open, so that to look at one of many
// files in a folder costs one system call and not one for each part of its
// path: os.Root opens every part anew, to be sure of each.
type folders struct {
	enter func(dir string) (*os.Root, error)
	mu    sync.Mutex
	open  map[string]*os.Root
}

// maxFolders bounds the file descriptors; outputs are looked at folder by folder.
const maxFolders = 64

func newFolders(enter func(dir string) (*os.Root, error)) *folders {
	return &folders{enter: enter, open: map[string]*os.Root{}}
}

// lstat looks at what lies right there, a link itself. It reports false when it
// cannot tell, such as of a folder that cannot be opened.
func (f *folders) lstat(name string) (info fs.FileInfo, known bool, err error) {
	folder := f.folder(path.Dir(name))
	if folder == nil {
		return nil, false, nil
	}
	info, err = folder.Lstat(path.Base(name))
	return info, err == nil || errors.Is(err, fs.ErrNotExist), err
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
	folder, err := f.enter(dir)
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
