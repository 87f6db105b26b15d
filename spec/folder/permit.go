package folder

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"gesso/spec/filename"
)

// A permitted folder lies outside of the configuration's directory, and may be read all the same.
type permitted struct {
	name string // as it was permitted: a slash path relative to the directory
	real string // absolute, without symbolic links
	root *os.Root
}

// private are the names of folders that are never read outside of the directory: what git and other configurations keep to themselves.
var private = []string{".git", ".gesso"}

// Permit lets everything below a folder outside of the directory be read too, under names that lead there from the directory. It is not to
// be called when something was read already. Symbolic links within the folder are followed as far as they stay in it.
func (f *Files) Permit(name string) error {
	real, err := filepath.EvalSymlinks(filepath.Join(f.real, filepath.FromSlash(name)))
	if err != nil {
		return err
	}
	if isPrivate(real) {
		return fmt.Errorf("what lies in %s is never read", enumeratePrivate())
	}
	root, err := os.OpenRoot(filename.Folder(real))
	if err != nil {
		return err
	}
	f.permitted = append(f.permitted, permitted{path.Clean(filepath.ToSlash(name)), real, root})
	return nil
}

// closePermitted gives up the folders.
func (f *Files) closePermitted() {
	for _, p := range f.permitted {
		_ = p.root.Close() // nothing was written
	}
}

// Locate returns where a file lies that a slash path relative to the directory names: the directory itself, or a folder that was permitted, and
// the rest of the path. Whoever opens the rest in that folder by an os.Root reads nothing else. An error says that it lies elsewhere.
func (f *Files) Locate(name string) (dir, rest string, err error) {
	root, rest, err := f.locate(name)
	if err != nil {
		return "", "", err
	}
	return root.Name(), rest, nil
}

// Root is Locate with the folder opened. It is open as long as the Files is.
func (f *Files) Root(name string) (*os.Root, string, error) { return f.locate(name) }

// locate decides by the names first: what lies in the directory and can be looked at from it is there, whatever is permitted.
func (f *Files) locate(name string) (*os.Root, string, error) {
	name = path.Clean(name)
	f.note(name)
	local := filepath.IsLocal(filepath.FromSlash(name))
	if local && len(f.permitted) == 0 {
		return f.root, name, nil
	}
	if local {
		if _, err := f.root.Stat(filepath.FromSlash(name)); err == nil || errors.Is(err, fs.ErrNotExist) {
			return f.root, name, nil
		}
	}
	real := resolve(filepath.Join(f.real, filepath.FromSlash(name)))
	for _, p := range append(slices.Clone(f.permitted), permitted{real: f.real, root: f.root}) {
		rel, err := filepath.Rel(p.real, real)
		if err != nil || !filepath.IsLocal(rel) {
			continue
		}
		if isPrivate(rel) {
			return nil, "", fmt.Errorf("%q lies in %s of another directory, which is never read", name, enumeratePrivate())
		}
		return p.root, filepath.ToSlash(rel), nil
	}
	if local {
		return f.root, name, nil // which says what is wrong with it
	}
	return nil, "", ErrOutside
}

// note notes what is looked at, see Private.
func (f *opened) note(name string) {
	if strings.Contains(strings.ToLower(name), ".git") && slices.ContainsFunc(strings.Split(name, "/"), func(part string) bool { return strings.EqualFold(part, ".git") }) {
		f.private.Store(true)
	}
}

// Permitted returns the folders outside of the directory that may be read too, absolute, as they were named.
func (f *Files) Permitted() []string {
	var folders []string
	for _, p := range f.permitted {
		folders = append(folders, filepath.Join(f.real, filepath.FromSlash(p.name)))
	}
	return folders
}

// outside returns a name that leads out of the directory as a slash path relative to it, if what is there may be read.
func (f *Files) outside(name string) (string, bool) {
	if len(f.permitted) == 0 {
		return "", false
	}
	if filepath.IsAbs(name) {
		rel, err := filepath.Rel(f.real, name)
		if err != nil {
			return "", false
		}
		name = rel
	}
	name = path.Clean(filepath.ToSlash(name))
	_, _, err := f.locate(name)
	return name, err == nil
}

// resolve follows the symbolic links of an absolute path, as far as it exists.
func resolve(name string) string {
	real, err := filepath.EvalSymlinks(name)
	if err == nil || filepath.Dir(name) == name {
		return filepath.Clean(cmp.Or(real, name))
	}
	return filepath.Join(resolve(filepath.Dir(name)), filepath.Base(name))
}

// Leaves returns where a slash path relative to the directory really leads, if symbolic links take it out of the directory: a slash path relative
// to the directory too.
func (f *Files) Leaves(name string) (string, bool) {
	real := f.Real(name)
	return real, !filepath.IsLocal(filepath.FromSlash(real))
}

// Real returns where a slash path relative to the directory leads when symbolic links are followed: a slash path relative to it too.
func (f *Files) Real(name string) string {
	rel, err := filepath.Rel(f.real, resolve(filepath.Join(f.real, filepath.FromSlash(name))))
	if err != nil {
		return name
	}
	return filepath.ToSlash(rel)
}

func isPrivate(name string) bool {
	return slices.ContainsFunc(strings.Split(filepath.ToSlash(name), "/"), isPrivateName)
}

func isPrivateName(name string) bool {
	return slices.ContainsFunc(private, func(p string) bool { return strings.EqualFold(p, name) })
}

func enumeratePrivate() string { return strings.Join(private, " or ") }

// files is the file system of a place. Outside of the directory it has no private folders.
func (f *Files) files(root *os.Root) fs.FS {
	if root == f.root {
		return root.FS()
	}
	return withoutPrivate{root.FS()}
}

type withoutPrivate struct{ fs.FS }

func (w withoutPrivate) Stat(name string) (fs.FileInfo, error) {
	if isPrivate(name) {
		return nil, fs.ErrNotExist
	}
	return fs.Stat(w.FS, name)
}

func (w withoutPrivate) ReadDir(name string) ([]fs.DirEntry, error) {
	entries, err := fs.ReadDir(w.FS, name)
	return slices.DeleteFunc(entries, func(e fs.DirEntry) bool { return isPrivateName(e.Name()) }), err
}
