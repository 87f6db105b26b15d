package locate

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"strings"
	"sync"
	"syscall"

	"gesso/spec/filename"
)

// A Survey tells where outputs can be placed, before anything is bought for them.
// It looks and writes nothing. Each folder is looked at once, so a survey is as
// old as its first question. It is safe for concurrent use.
type Survey struct {
	tree    *Tree
	mu      sync.Mutex
	folders map[string]folderFinding
}

type folderFinding struct {
	there bool
	err   error
}

// Survey begins one.
func (t *Tree) Survey() *Survey {
	return &Survey{tree: t, folders: map[string]folderFinding{}}
}

// Placeable says what keeps a picture from being written to a path, or nil: the
// path is a *ForbiddenError, a *LinkError or a *FolderError is in the way of its
// folder, or what lies at the path wraps ErrDirectory or ErrIrregular.
func (s *Survey) Placeable(name string) error {
	clean, err := Path(name)
	if err != nil {
		return err
	}
	found := s.folder(path.Dir(clean))
	if found.err != nil || !found.there {
		return found.err
	}
	info, err := s.lstat(clean)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return filename.Pathless(err)
	}
	if info.Mode()&fs.ModeSymlink != 0 {
		// The link is what is replaced, but what it leads to is compared, and kept,
		// before: what cannot be read stands in the way.
		switch info, err = s.tree.Stat(clean); {
		case errors.Is(err, fs.ErrNotExist), errors.Is(err, syscall.ENOTDIR):
			return nil
		case err != nil:
			return filename.Pathless(err)
		}
	}
	if err := Replaceable(info); err != nil {
		return fmt.Errorf("%s %w", clean, err)
	}
	return nil
}

// Lies reports whether there is a file at an output's path, or a link.
func (s *Survey) Lies(name string) bool {
	clean, err := Path(name)
	if err != nil || !s.folder(path.Dir(clean)).there {
		return false
	}
	_, err = s.lstat(clean)
	return err == nil
}

// Within reports whether the folder of an output's path is there: where it is not, nothing
// has to be looked for.
func (s *Survey) Within(name string) bool {
	clean, err := Path(name)
	return err == nil && s.folder(path.Dir(clean)).there
}

func (s *Survey) lstat(name string) (fs.FileInfo, error) {
	if info, known, err := s.tree.folders.lstat(name); known {
		return info, err
	}
	at, err := s.tree.Find(name)
	if err != nil {
		return nil, err
	}
	defer at.Close()
	return at.Dir.Lstat(at.Base)
}

func (s *Survey) folder(dir string) folderFinding {
	s.mu.Lock()
	defer s.mu.Unlock()
	found, done := s.folders[dir]
	if !done {
		found = s.tree.look(dir)
		s.folders[dir] = found
	}
	return found
}

// look tells whether a folder is there, and what keeps files from being made in
// it or, where it is missing, in it once it is made.
func (t *Tree) look(dir string) folderFinding {
	real, err := t.realFolder(dir)
	if err != nil {
		return folderFinding{err: folderError(err)}
	}
	last, there, err := t.deepest(real)
	if err != nil {
		return folderFinding{err: folderError(err)}
	}
	folder, err := t.enter(last, true)
	if err != nil {
		return folderFinding{err: folderError(err)}
	}
	defer folder.Close()
	if err := writable(folder); err != nil {
		return folderFinding{there, &FolderError{last, err}}
	}
	return folderFinding{there: there}
}

// deepest returns how much of a path without links is there.
func (t *Tree) deepest(real string) (last string, whole bool, err error) {
	last = "."
	if real == "." {
		return last, true, nil
	}
	for part := range strings.SplitSeq(real, "/") {
		next := path.Join(last, part)
		info, err := t.root.Lstat(next)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return last, false, nil
		case err != nil:
			return "", false, &FolderError{next, filename.Pathless(err)}
		case !info.IsDir():
			return "", false, &FolderError{next, syscall.ENOTDIR}
		}
		last = next
	}
	return last, true, nil
}

func folderError(err error) error {
	var named *fs.PathError
	if errors.As(err, &named) && !errors.As(err, new(*LinkError)) && !errors.As(err, new(*FolderError)) {
		return &FolderError{named.Path, named.Err}
	}
	return err
}

// FolderError is a folder of outputs in which no file can be made.
type FolderError struct {
	Folder string // relative to the workspace, slash-separated
	Err    error
}

func (e *FolderError) Error() string {
	if errors.Is(e.Err, syscall.ENOTDIR) {
		return e.Folder + " is not a folder"
	}
	name := e.Folder + "/"
	if e.Folder == "." {
		name = "the configuration's directory"
	}
	return fmt.Sprintf("%s cannot be written to: %v", name, e.Err)
}

func (e *FolderError) Unwrap() error { return e.Err }

// writable asks the system whether files can be made in a folder, which mode bits
// alone do not tell: a file system may be read-only. Where it cannot be asked, the
// answer is yes.
func writable(dir *os.Root) error {
	f, err := dir.Open(".")
	if err != nil {
		return nil // one that cannot be listed can be written to all the same
	}
	defer f.Close()
	return access(f)
}

// Replaceable says why a picture cannot take the place of what lies at its path.
// It wraps ErrDirectory
// or ErrIrregular. A link can be replaced: it is not followed.
func Replaceable(info fs.FileInfo) error {
	switch {
	case info.IsDir():
		return ErrDirectory
	case !info.Mode().IsRegular() && info.Mode()&fs.ModeSymlink == 0:
		return ErrIrregular
	}
	return nil
}
