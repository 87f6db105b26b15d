package locate

import (
	"fmt"
	"io/fs"
	"os"
	"path"
	"syscall"

	"gesso/spec/filename"
)

// Tree is a folder below which outputs may lie. Its methods are safe for concurrent use.
type Tree struct {
	root    *os.Root
	own     []string // folders without outputs, under whatever name they are reached
	folders *folders
}

// New returns the tree of a folder. The folders own contain no outputs. The caller closes
// the root after the last use of the tree.
func New(root *os.Root, own ...string) *Tree {
	t := &Tree{root: root, own: own}
	t.folders = newFolders(root, t.folder)
	return t
}

// folder opens a folder in which outputs may lie.
func (t *Tree) folder(dir string) (*Spot, error) { return t.spot(dir, "", true) }

// Forget closes the cached folders because one of them may be about to be removed.
func (t *Tree) Forget() { t.folders.forget() }

// doubt makes each cached folder be checked again before its next use, because something
// was written meanwhile.
func (t *Tree) doubt() { t.folders.doubt() }

// Spot is where an output really lies: its folder, opened, and its name there. A link that
// is put in the folder's way later does not redirect operations on the spot.
type Spot struct {
	Dir  *os.Root
	Real string // the folder, without links, relative to the tree
	Base string
}

// Close closes the folder.
func (s *Spot) Close() { _ = s.Dir.Close() }

// Path returns the clean form of a path that may be an output's or its sidecar's. Declared
// and recorded paths obey the same rule, since a state file comes with a repository and may
// be anybody's. The error is a *ForbiddenError.
func Path(name string) (string, error) {
	clean, why := filename.OutputOrSidecar(name)
	if why != "" {
		return "", &ForbiddenError{Path: name, Why: why}
	}
	return clean, nil
}

// Real returns a clean path of an output, without links in its folder if that can be
// resolved. Known caches folders that were resolved.
func (t *Tree) Real(name string, known map[string]string) string {
	name = path.Clean(name)
	dir := path.Dir(name)
	real, found := known[dir]
	if !found {
		var err error
		if real, err = Resolve(t.root, dir); err != nil {
			real = dir
		}
		known[dir] = real
	}
	return path.Join(real, path.Base(name))
}

// Find returns the spot of an output whose path is clean and whose folder exists. The
// caller must close it.
func (t *Tree) Find(name string) (*Spot, error) { return t.spot(path.Dir(name), path.Base(name), true) }

// Make is Find, but makes the folder if it does not exist. For many outputs in a folder,
// the path is walked once; after that, it is only checked that it still leads there.
func (t *Tree) Make(name string) (*Spot, error) {
	t.doubt()
	if at := t.folders.spot(name); at != nil {
		return at, nil
	}
	return t.spot(path.Dir(name), path.Base(name), false)
}

func (t *Tree) spot(folder, base string, found bool) (*Spot, error) {
	real, err := t.realFolder(folder)
	if err != nil {
		return nil, err
	}
	dir, err := t.enter(real, found)
	if err != nil {
		return nil, err
	}
	return &Spot{dir, real, base}, nil
}

// follow is Find for a file that is to be read: if the file is a link, it returns the spot
// of the link's target.
func (t *Tree) follow(name string) (*Spot, fs.FileInfo, error) {
	at, err := t.Find(name)
	if err != nil {
		return nil, nil, err
	}
	info, err := at.Dir.Lstat(at.Base)
	if err == nil && info.Mode()&fs.ModeSymlink == 0 {
		return at, info, nil
	}
	at.Close()
	if err != nil {
		return nil, nil, err
	}
	real, err := Resolve(t.root, name)
	if err != nil {
		return nil, nil, err
	}
	if why := filename.Reserved(real); why != "" {
		return nil, nil, &ForbiddenError{name, "leads to " + real + ", which " + why}
	}
	if at, err = t.Find(real); err != nil {
		return nil, nil, err
	}
	if info, err = at.Dir.Lstat(at.Base); err != nil {
		at.Close()
		return nil, nil, err
	}
	return at, info, nil
}

// open opens the regular file at an output's path. It never blocks: a pipe or a device is
// an error before it is opened and, if it was put there meanwhile, afterwards.
func (t *Tree) open(name string) (*os.File, error) {
	at, info, err := t.follow(name)
	if err != nil {
		return nil, err
	}
	defer at.Close()
	if info.IsDir() {
		return nil, fmt.Errorf("%s: %w", name, ErrDirectory)
	}
	if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%s: %w", name, ErrIrregular)
	}
	f, err := at.Dir.OpenFile(at.Base, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		return nil, err
	}
	if info, err = f.Stat(); err == nil && !info.Mode().IsRegular() {
		err = fmt.Errorf("%s: %w", name, ErrIrregular)
	}
	if err != nil {
		_ = f.Close()
		return nil, err
	}
	return f, nil
}

// Open opens the file at an output's path for reading. The error is a *ForbiddenError for a
// path that cannot be an output's, and matches fs.ErrNotExist if there is no file. The
// caller must close it.
func (t *Tree) Open(name string) (*os.File, error) {
	clean, err := Path(name)
	if err != nil {
		return nil, err
	}
	return t.open(clean)
}

// Stat examines the file of an output, following a link.
func (t *Tree) Stat(name string) (fs.FileInfo, error) {
	if info, known, err := t.folders.lstat(name); known && (err != nil || info.Mode()&fs.ModeSymlink == 0) {
		return info, err
	}
	at, info, err := t.follow(name)
	if err != nil {
		return nil, err
	}
	at.Close()
	return info, nil
}
