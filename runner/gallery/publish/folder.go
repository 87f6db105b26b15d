package publish

import (
	"bytes"
	"crypto/rand"
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"gesso/spec/filename"
)

// pictures are the folders of a gallery in which each file is named by the SHA-256 of its
// picture. Files in them that a new gallery does not have are removed.
var pictures = []string{"thumbs", "previews", "originals"}

var byHash = regexp.MustCompile(`^[0-9a-f]{64}\.[a-z]{2,5}$`)

// Written is what a folder has of a gallery.
type Written struct {
	Files int
	Bytes int64
}

// CheckFolder is CheckFile for Folder.
func CheckFolder(p Place) error {
	parent, err := p.folderParent()
	if err != nil {
		return p.wrap(err)
	}
	return parent.Close()
}

// folderParent opens the parent of a gallery's folder, if the folder may be written.
func (p Place) folderParent() (*os.Root, error) {
	parent, err := p.parent()
	if err != nil {
		return nil, err
	}
	if err := p.ownFolder(parent); err != nil {
		return nil, errors.Join(err, parent.Close())
	}
	return parent, nil
}

// ownFolder returns an error if what is there cannot be a gallery's folder.
func (p Place) ownFolder(parent *os.Root) error {
	base := filepath.Base(p.Name)
	info, err := parent.Lstat(base)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return err
	case info.Mode()&fs.ModeSymlink != 0:
		return p.refuse("is a link, and nothing is written through one", "name the folder itself")
	case !info.IsDir():
		return p.refuse("is no folder", "-out=FILE writes a page into a file")
	}
	dir, err := parent.OpenRoot(filename.Folder(base))
	if err != nil {
		return err
	}
	defer dir.Close()
	entries, err := fs.ReadDir(dir.FS(), ".")
	if err != nil {
		return err
	}
	strange := ""
	for _, e := range entries {
		if e.Name() == index && e.Type().IsRegular() {
			if ours, err := p.marked(dir, index); err != nil || ours {
				return err
			}
		}
		if !strings.HasPrefix(e.Name(), draftPrefix) {
			strange = e.Name()
		}
	}
	if strange != "" {
		return p.refuse("has other files, such as "+strange+", and no gallery of gesso: it is left as it is", "name an empty folder, or one that is not there")
	}
	return nil
}

// Folder calls write to put a gallery into a new folder, and then moves its files to the
// place. The error may be an *Error or that of write.
func Folder(p Place, write func(dir string) error) (Written, error) {
	written, err := p.folder(write)
	return written, p.wrap(err)
}

func (p Place) folder(write func(dir string) error) (w Written, err error) {
	parent, err := p.folderParent()
	if err != nil {
		return w, err
	}
	defer parent.Close()
	base := filepath.Base(p.Name)
	made := parent.Mkdir(base, 0o777)
	if made != nil && !errors.Is(made, fs.ErrExist) {
		return w, made
	}
	dir, err := parent.OpenRoot(filename.Folder(base))
	if err != nil {
		return w, err
	}
	defer dir.Close()
	sweep(dir, time.Now())
	draft := draftPrefix + rand.Text()
	if err := dir.Mkdir(draft, 0o777); err != nil {
		return w, err
	}
	defer func() {
		_ = dir.RemoveAll(draft)
		if err != nil && made == nil {
			_ = parent.Remove(base) // fails unless it is empty
		}
	}()
	if err := write(filepath.Join(dir.Name(), draft)); err != nil {
		return w, err
	}
	return move(dir, draft)
}

// move moves the files of a draft to their places, the index last, and removes pictures
// that an earlier gallery left.
func move(dir *os.Root, draft string) (w Written, err error) {
	var names []string
	err = fs.WalkDir(dir.FS(), draft, func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		info, err := e.Info()
		if err != nil {
			return err
		}
		w.Files, w.Bytes = w.Files+1, w.Bytes+info.Size()
		if name = strings.TrimPrefix(name, draft+"/"); name != index {
			names = append(names, name)
		}
		return nil
	})
	if err != nil {
		return w, err
	}
	current := map[string]bool{}
	for _, name := range append(names, index) {
		current[name] = true
		if err := place(dir, path.Join(draft, name), name); err != nil {
			return w, err
		}
	}
	return w, prune(dir, current)
}

// place moves a file to its name, unless the same file is there: then a copy of the folder
// need not be updated.
func place(dir *os.Root, from, to string) error {
	if sub := path.Dir(to); sub != "." {
		if err := dir.Mkdir(sub, 0o777); err != nil && !errors.Is(err, fs.ErrExist) {
			return err
		}
		if info, err := dir.Lstat(sub); err != nil || !info.IsDir() {
			return errors.Join(err, &Error{Name: sub, Problem: "is no folder", Hint: "move it away"})
		}
	}
	if info, err := dir.Lstat(to); err == nil && info.Mode().IsRegular() && same(dir, from, to, info.Size()) {
		return nil
	}
	return dir.Rename(from, to)
}

func same(dir *os.Root, a, b string, size int64) bool {
	if info, err := dir.Lstat(a); err != nil || info.Size() != size {
		return false
	}
	one, err := dir.ReadFile(a)
	if err != nil {
		return false
	}
	two, err := dir.ReadFile(b)
	return err == nil && bytes.Equal(one, two)
}

// prune removes pictures that the gallery does not have.
func prune(dir *os.Root, current map[string]bool) error {
	var errs []error
	for _, sub := range pictures {
		if info, err := dir.Lstat(sub); err != nil || !info.IsDir() {
			continue
		}
		entries, err := fs.ReadDir(dir.FS(), sub)
		if err != nil {
			return err
		}
		for _, e := range entries {
			name := path.Join(sub, e.Name())
			if current[name] || !e.Type().IsRegular() || !byHash.MatchString(e.Name()) {
				continue
			}
			errs = append(errs, dir.Remove(name))
		}
	}
	return errors.Join(errs...)
}
