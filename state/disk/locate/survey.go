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

// Survey tells where outputs can be placed, before they are bought. It writes nothing. Each
// folder is examined once, so a survey is as old as its first question. It is safe for
// concurrent use.
type Survey struct {
	tree    *Tree
	mu      sync.Mutex
	folders map[string]folderFinding
}

type folderFinding struct {
	there bool
	err   error
}

// Survey begins a survey.
func (t *Tree) Survey() *Survey {
	return &Survey{tree: t, folders: map[string]folderFinding{}}
}

// Placeable returns why a picture cannot be written to a path, or nil: a *ForbiddenError
// for the path itself, a *LinkError or a *FolderError for its folder, or an error that
// wraps ErrDirectory or ErrIrregular for what is there.
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
		// Although the link itself is replaced, its target is compared and kept first, so
		// it must be readable.
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

// Writable returns why no file can be made in the folder of an output's path, or nil: errors
// as from Placeable, but for what is at the path itself.
func (s *Survey) Writable(name string) error {
	clean, err := Path(name)
	if err != nil {
		return err
	}
	return s.folder(path.Dir(clean)).err
}

// Lies reports whether there is a file or a link at an output's path.
func (s *Survey) Lies(name string) bool {
	clean, err := Path(name)
	if err != nil || !s.folder(path.Dir(clean)).there {
		return false
	}
	_, err = s.lstat(clean)
	return err == nil
}

// Within reports whether the folder of an output's path exists. If not, there is nothing to
// look for.
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

// look reports whether a folder exists, and why files cannot be made in it, or if it does
// not exist, could not be made once it does.
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

// deepest returns how much of a path without links exists.
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

// writable asks the system whether files can be made in a folder, which mode bits alone do
// not tell: the file system may be read-only. If that cannot be asked, it returns nil.
func writable(dir *os.Root) error {
	f, err := dir.Open(".")
	if err != nil {
		return nil // a folder that cannot be listed may still be written to
	}
	defer f.Close()
	return access(f)
}

// Replaceable returns why a picture cannot replace what lies at its path. The error wraps
// ErrDirectory or ErrIrregular. A link can be replaced: it is not followed.
func Replaceable(info fs.FileInfo) error {
	switch {
	case info.IsDir():
		return ErrDirectory
	case !info.Mode().IsRegular() && info.Mode()&fs.ModeSymlink == 0:
		return ErrIrregular
	}
	return nil
}
