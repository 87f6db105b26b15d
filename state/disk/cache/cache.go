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

// Thumbs is the folder of thumbnails, within the folder of gesso's own files.
const Thumbs = "thumbs"

// MaxFile is the largest file in bytes; a larger one counts as missing.
const MaxFile = 16 << 20

const (
	draftPrefix = ".draft-"
	abandoned   = time.Hour // age after which a draft is a killed process's
)

// Folder is a folder of cached files. Its methods are safe for concurrent use, also by
// several processes. The caller must call Close.
type Folder struct {
	root *os.Root
	base string
	home bool // root is a configuration's folder, in which gesso's own may have to be made
}

// Open returns the folder with a name for a configuration's directory. It creates nothing.
func Open(dir, name string) (*Folder, error) {
	root, err := os.OpenRoot(filename.Folder(dir))
	if err != nil {
		return nil, fmt.Errorf("opening the cache: %w", err)
	}
	return &Folder{root, path.Join(disk.Home, name), true}, nil
}

// Temporary returns an empty folder outside of any configuration. Close removes it.
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

// Close releases the folder.
func (f *Folder) Close() error {
	if f.home {
		return f.root.Close()
	}
	return errors.Join(f.root.Close(), os.RemoveAll(filepath.Clean(f.root.Name())))
}

// Read returns a file's content. The error matches fs.ErrNotExist if there is no such file,
// or something that is no file has its name.
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

// Has reports whether a file exists. It does not read it.
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

// own reports whether the folder exists and is a folder.
func (f *Folder) own() bool {
	info, err := f.root.Lstat(f.base)
	return err == nil && info.IsDir()
}

// Write creates or replaces a file.
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

// Remove removes the files for whose names gone returns true, and drafts of killed
// processes. It leaves what is no file.
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

// left reports whether an entry is the draft of a killed process.
func (f *Folder) left(now time.Time, e fs.DirEntry) bool {
	if !strings.HasPrefix(e.Name(), draftPrefix) {
		return false
	}
	info, err := e.Info()
	return err == nil && now.Sub(info.ModTime()) > abandoned
}
