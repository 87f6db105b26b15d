package objects

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"gesso/spec/filename"
	"gesso/state/disk/internal/file"
)

// marker is the file that says of a folder that it is a store.
const marker = ".gesso-store"

// mark is what it says.
const mark = `This folder is a store of pictures of gesso (gesso store -help), each as ab/abcd… by
the SHA-256 of its bytes. Several directories and machines may use it at once. Nothing
else belongs here.
`

// Missing says what is to be done about a folder that is not there.
type Missing int

const (
	Refuse Missing = iota // it is an error: a file system may not be mounted
	Make                  // it is made when something is first written, in a folder that is there
)

// ErrNoStore is wrapped where a folder elsewhere is no store, or is not there.
var ErrNoStore = errors.New("is no store")

// Elsewhere opens a store that lies at a path, absolute or relative to the process's
// folder, wherever links lead. shown is what it is called in messages. The error wraps
// ErrNoStore for a folder that is not there, or in which other things lie. The caller
// owes a Close.
func Elsewhere(dir, shown string, missing Missing) (*Store, error) {
	root, err := os.OpenRoot(filename.Folder(dir))
	if errors.Is(err, fs.ErrNotExist) && missing == Make {
		if err := os.Mkdir(dir, 0o755); err != nil {
			return nil, fmt.Errorf("making the store %s: %w", shown, err)
		}
		root, err = os.OpenRoot(filename.Folder(dir))
	}
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("%s %w: there is no such folder; create it, or mount the disk that it is on", shown, ErrNoStore)
	case err != nil:
		return nil, fmt.Errorf("opening the store %s: %w", shown, err)
	}
	s := &Store{root: root, base: ".", shown: shown, own: true, shared: true}
	s.prepare = s.mark
	if stranger, err := s.stranger(); err != nil || stranger != "" {
		_ = root.Close()
		if err != nil {
			return nil, fmt.Errorf("opening the store %s: %w", shown, err)
		}
		return nil, fmt.Errorf("%s %w: it has %s, and no %s; name an empty folder, or one that gesso store push has made", shown, ErrNoStore, stranger, marker)
	}
	return s, nil
}

// Broken is a store that cannot be had, as an error says: nothing is in it, and
// whoever puts something into it is told.
func Broken(shown string, err error) *Store {
	return &Store{shown: shown, wrong: err, prepare: func() error { return err }}
}

// Wrong returns why there is no store; nil: there is, or can be one.
func (s *Store) Wrong() error { return s.wrong }

// mostLooked bounds how many names are read of a folder that may be no store.
const mostLooked = 1024

// stranger is the name of something that lies in a folder and makes it no store, or "".
// A store that was copied without its marker is one still.
func (s *Store) stranger() (string, error) {
	if info, err := s.root.Lstat(marker); err == nil && info.Mode().IsRegular() {
		return "", nil
	}
	dir, err := s.root.Open(".")
	if err != nil {
		return "", err
	}
	defer dir.Close()
	entries, err := dir.ReadDir(mostLooked)
	if err != nil && !errors.Is(err, io.EOF) {
		return "", err
	}
	for _, e := range entries {
		if !isShard(e.Name()) && !isOurs(e.Name()) || isShard(e.Name()) && !e.IsDir() {
			return e.Name(), nil
		}
	}
	return "", nil
}

// mark says of the folder that it is a store, once.
func (s *Store) mark() error {
	if info, err := s.root.Lstat(marker); err == nil && info.Mode().IsRegular() {
		return nil
	}
	f, err := s.root.OpenFile(marker, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if errors.Is(err, fs.ErrExist) {
		return nil // another machine has
	}
	if err != nil {
		return err
	}
	_, err = io.WriteString(f, mark)
	return errors.Join(err, f.Close(), file.SyncDir(s.root, "."))
}

// isShard tells of a folder of objects: the first two digits of their names.
func isShard(name string) bool { return len(name) == 2 && strings.Trim(name, "0123456789abcdef") == "" }

// isOurs tells of a name that this package gives to something that is no object.
func isOurs(name string) bool {
	return strings.HasPrefix(name, IncomingPrefix) || name == marker || name == usersDir || name == asideDir || name == lockFile ||
		name == ".git" || name == ".gitattributes" || name == ".gitignore" || name == "lost+found" || strings.HasPrefix(name, ".nfs")
}

// Real returns where the store's folder is, absolute and without links.
func (s *Store) Real() string {
	at := filepath.Join(s.root.Name(), filepath.FromSlash(s.base))
	if real, err := filepath.EvalSymlinks(at); err == nil {
		at = real
	}
	if abs, err := filepath.Abs(at); err == nil {
		at = abs
	}
	return at
}

// Folders returns the store's folder and those of objects in it, absolute and without
// links: while none of them changes, the same objects are there.
func (s *Store) Folders() []string {
	if s.wrong != nil {
		return nil
	}
	real := s.Real()
	folders := []string{real}
	entries, _ := filename.Entries(s.root, s.base) // what cannot be listed is not there for anybody
	for _, e := range entries {
		if isShard(e.Name()) && e.IsDir() {
			folders = append(folders, filepath.Join(real, e.Name()))
		}
	}
	return folders
}

// Contains reports whether a folder is the store's or lies in it.
func (s *Store) Contains(dir string) bool {
	dir, err := filepath.EvalSymlinks(dir)
	if err != nil {
		return false
	}
	rel, err := filepath.Rel(s.Real(), dir)
	return err == nil && filepath.IsLocal(rel)
}
