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

// marker is the file that marks a folder as a store.
const marker = ".gesso-store"

// mark is the marker's content.
const mark = `This folder is a store of pictures of gesso (gesso store -help), each as ab/abcd… by
the SHA-256 of its bytes. Several directories and machines may use it at once. Nothing
else belongs here.
`

// Missing says what to do about a folder that does not exist.
type Missing int

const (
	Refuse Missing = iota // an error: a file system may not be mounted
	Make                  // make the folder at the first write; its parent must exist
)

// ErrNoStore is wrapped if a folder elsewhere is not a store, or does not exist.
var ErrNoStore = errors.New("is no store")

// Elsewhere opens the store at a path, which is absolute or relative to the current
// directory, and may contain links. Shown is its name in messages. The error wraps
// ErrNoStore for a folder that does not exist or contains other files. The caller must call
// Close.
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

// Broken returns a store that cannot be used because of an error. It is empty, and writing
// to it returns the error.
func Broken(shown string, err error) *Store {
	return &Store{shown: shown, wrong: err, prepare: func() error { return err }}
}

// Wrong returns why the store cannot be used, or nil.
func (s *Store) Wrong() error { return s.wrong }

// mostLooked is how many names are read of a folder that may not be a store.
const mostLooked = 1024

// stranger returns the name of something because of which a folder is not a store, or "". A
// store that was copied without its marker still is one.
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

// mark marks the folder as a store, once.
func (s *Store) mark() error {
	if info, err := s.root.Lstat(marker); err == nil && info.Mode().IsRegular() {
		return nil
	}
	f, err := s.root.OpenFile(marker, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if errors.Is(err, fs.ErrExist) {
		return nil // another machine has marked it
	}
	if err != nil {
		return err
	}
	_, err = io.WriteString(f, mark)
	return errors.Join(err, f.Close(), file.SyncDir(s.root, "."))
}

// isShard reports whether a name is that of a folder of objects: their first two digits.
func isShard(name string) bool { return len(name) == 2 && strings.Trim(name, "0123456789abcdef") == "" }

// isOurs reports whether this package gives the name to something other than an object.
func isOurs(name string) bool {
	return strings.HasPrefix(name, IncomingPrefix) || name == marker || name == usersDir || name == asideDir || name == lockFile ||
		name == ".git" || name == ".gitattributes" || name == ".gitignore" || name == "lost+found" || strings.HasPrefix(name, ".nfs")
}

// Real returns the store's folder, absolute and without links.
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

// Folders returns the store's folder and the folders of objects in it, absolute and without
// links. While none of them changes, the store has the same objects.
func (s *Store) Folders() []string {
	if s.wrong != nil {
		return nil
	}
	real := s.Real()
	folders := []string{real}
	entries, _ := filename.Entries(s.root, s.base) // what cannot be listed does not exist for anybody
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
