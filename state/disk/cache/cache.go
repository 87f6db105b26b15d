package cache

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"time"

	"gesso/spec/filename"
	"gesso/state"
	"gesso/state/disk"
	"gesso/state/disk/internal/file"
)

// Thumbs is the folder of thumbnails, in that of gesso's own files.
const Thumbs = "thumbs"

// MaxFile is how many bytes of a file are read: what is larger is none.
const MaxFile = 16 << 20

const (
	draftPrefix = ".draft-"
	abandoned   = time.Hour // after which a draft is a killed process's
)

// Folder is one of caches. Its methods are safe for concurrent use, by several processes
// too. The caller owes it a Close.
type Folder struct {
	root *os.Root
	base string
	home bool // root is a configuration's folder, in which gesso's own may have to be made
}

// Open returns a folder of a name below the directory of a configuration. It creates
// nothing.
func Open(dir, name string) (*Folder, error) {
	root, err := os.OpenRoot(filename.Folder(dir))
	if err != nil {
		return nil, fmt.Errorf("opening the cache: %w", err)
	}
	return &Folder{root, path.Join(disk.Home, name), true}, nil
}

// Temporary returns an empty folder outside of any configuration's, which Close removes.
func Temporary() (*Folder, error) {
	dir, err := os.MkdirTemp("", "gesso-cache-")
	if err != nil {
		return nil, fmt.Errorf("making a temporary folder: %w", err)
	}
	root, err := os.OpenRoot(filename.Folder(dir))
	if err != nil {
		return nil, errors.Join(fmt.Errorf("making a temporary folder: %w", err), os.Remove(dir))
	}
	return &Folder{root, ".", false}, nil
}

// Close lets go of the folder.
func (f *Folder) Close() error {
	if f.home {
		return f.root.Close()
	}
	return errors.Join(f.root.Close(), os.RemoveAll(filepath.Clean(f.root.Name())))
}

// Read returns what a file holds. The error matches fs.ErrNotExist where there is none,
// or something else by its name.
func (f *Folder) Read(name string) ([]byte, error) {
	if !f.own() || !isName(name) {
		return nil, fs.ErrNotExist
	}
	name = path.Join(f.base, name)
	if info, err := f.root.Lstat(name); err != nil || !info.Mode().IsRegular() || info.Size() > MaxFile {
		return nil, errors.Join(fs.ErrNotExist, err)
	}
	data, err := f.contents(name)
	if errors.As(err, new(*state.DamageError)) {
		return nil, errors.Join(fs.ErrNotExist, err) // it was a file a moment ago
	}
	return data, err
}

// Has reports whether there is a file of a name. It does not read it.
func (f *Folder) Has(name string) bool {
	if !f.own() || !isName(name) {
		return false
	}
	info, err := f.root.Lstat(path.Join(f.base, name))
	return err == nil && info.Mode().IsRegular()
}

func (f *Folder) contents(name string) ([]byte, error) {
	open, err := file.Open(f.root, name, os.O_RDONLY, 0)
	if err != nil {
		return nil, err
	}
	defer open.Close()
	return file.ReadAll(open)
}

// own reports whether the folder is there, and is one.
func (f *Folder) own() bool {
	info, err := f.root.Lstat(f.base)
	return err == nil && info.IsDir()
}

// Write makes a file, or replaces one.
func (f *Folder) Write(name string, data []byte) error {
	if err := f.write(name, data); err != nil {
		return fmt.Errorf("writing %s: %w", path.Join(f.base, name), err)
	}
	return nil
}

func (f *Folder) write(name string, data []byte) error {
	if !isName(name) {
		return errors.New("it is no name of a file")
	}
	if err := f.prepare(); err != nil {
		return err
	}
	draft, err := file.NewDraft(f.root, path.Join(f.base, draftPrefix+rand.Text()), 0o644)
	if err != nil {
		return err
	}
	defer draft.Discard()
	if _, err := draft.Write(data); err != nil {
		return err
	}
	return draft.Publish(path.Join(f.base, name))
}

func isName(name string) bool { return fs.ValidPath(name) && !strings.ContainsAny(name, "/\\:") }

// prepare makes the folder.
func (f *Folder) prepare() error {
	if f.own() {
		return nil
	}
	if f.home {
		if err := disk.MakeHome(f.root); err != nil {
			return err
		}
	}
	err := f.root.Mkdir(f.base, 0o755)
	if errors.Is(err, fs.ErrExist) && !f.own() {
		return errors.New("it is not a folder: move it away")
	}
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	return err
}

// Remove removes the files of which gone says so by their names, and what killed processes
// left. What is no file stays.
func (f *Folder) Remove(now time.Time, gone func(name string) bool) error {
	if !f.own() {
		return nil
	}
	entries, err := filename.Entries(f.root, f.base)
	if err != nil {
		return err
	}
	var errs []error
	for _, e := range entries {
		if !e.Type().IsRegular() || !gone(e.Name()) && !f.left(now, e) {
			continue
		}
		if err := f.root.Remove(path.Join(f.base, e.Name())); err != nil && !errors.Is(err, fs.ErrNotExist) {
			errs = append(errs, err)
		}
	}
	return errors.Join(errs...)
}

// left tells of a draft that nobody writes any more.
func (f *Folder) left(now time.Time, e fs.DirEntry) bool {
	if !strings.HasPrefix(e.Name(), draftPrefix) {
		return false
	}
	info, err := e.Info()
	return err == nil && now.Sub(info.ModTime()) > abandoned
}
