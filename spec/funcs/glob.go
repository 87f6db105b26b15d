package funcs

import (
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"sort"
	"strings"

	"github.com/bmatcuk/doublestar/v4"
)

// Exists tells whether name, as Read takes it, is a regular file. That it is something else is an error.
func (f *Files) Exists(name string) (bool, error) {
	local, err := f.local(name)
	if err != nil {
		return false, err
	}
	f.entry(local)
	root, rest, err := f.place(local)
	if err != nil {
		return false, err
	}
	info, err := root.Stat(filepath.FromSlash(rest))
	if os.IsNotExist(err) {
		return false, nil
	}
	if err != nil {
		return false, f.explain(name, local, err)
	}
	return true, checkRegular(name, info)
}

// Glob returns the regular files that match pattern below the directory name, as slash paths relative to it, sorted. In a pattern, * and ? stop
// at slashes, ** does not, [a-z] and {a,b} are alternatives. Symbolic links are followed as far as they stay inside; others match nothing.
func (f *Files) Glob(name, pattern string) ([]string, error) {
	base, err := f.local(name)
	if err != nil {
		return nil, err
	}
	f.entry(base)
	root, base, err := f.place(base)
	if err != nil {
		return nil, err
	}
	full := path.Join(escapeGlob(base), filepath.ToSlash(pattern))
	if full == ".." || strings.HasPrefix(full, "../") {
		return nil, fmt.Errorf("the pattern %q is %w; only what lies below it is searched", pattern, ErrOutside)
	}

	dir := tree{f.files(root)}
	found := make(map[string]struct{}) // alternatives may match a file twice
	err = doublestar.GlobWalk(dir, full, func(match string, _ fs.DirEntry) error {
		if info, err := fs.Stat(dir, match); err != nil || !info.Mode().IsRegular() {
			return nil
		}
		relative, err := filepath.Rel(filepath.FromSlash(base), filepath.FromSlash(match))
		if err != nil {
			return err
		}
		found[filepath.ToSlash(relative)] = struct{}{}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("the pattern %q is not valid: %w", pattern, err)
	}
	matches := make([]string, 0, len(found))
	for match := range found {
		matches = append(matches, match)
	}
	sort.Strings(matches)
	return matches, nil
}

// escapeGlob makes a pattern that matches name only.
func escapeGlob(name string) string {
	return strings.NewReplacer(`\`, `\\`, `*`, `\*`, `?`, `\?`, `[`, `\[`, `]`, `\]`, `{`, `\{`, `}`, `\}`).Replace(name)
}

// A tree is a file system whose directories do not list symbolic links to a directory that they are in: ** would follow them without end.
type tree struct {
	fs.FS
}

func (t tree) Stat(name string) (fs.FileInfo, error) {
	return fs.Stat(t.FS, name)
}

func (t tree) ReadDir(name string) ([]fs.DirEntry, error) {
	entries, err := fs.ReadDir(t.FS, name)
	kept := entries[:0]
	for _, e := range entries {
		if e.Type()&fs.ModeSymlink == 0 || !t.circular(name, path.Join(name, e.Name())) {
			kept = append(kept, e)
		}
	}
	return kept, err
}

// circular tells whether link leads to dir or to a directory above it.
func (t tree) circular(dir, link string) bool {
	target, err := fs.Stat(t.FS, link)
	if err != nil || !target.IsDir() {
		return false
	}
	for {
		if info, err := fs.Stat(t.FS, dir); err == nil && os.SameFile(info, target) {
			return true
		}
		if dir == "." {
			return false
		}
		dir = path.Dir(dir)
	}
}
