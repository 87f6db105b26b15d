package source

import (
	"path"
	"path/filepath"
	"strings"
)

// Inside makes a path relative to the configuration, slash-separated, or says
// why it cannot be.
func (f *Files) Inside(name string) (string, string) {
	if strings.ContainsFunc(name, func(r rune) bool { return r < ' ' || r == '\\' || r == 0x7f }) {
		return "", "has a backslash or a control character; folders are separated by /"
	}
	if filepath.IsAbs(name) {
		rel, err := filepath.Rel(f.Abs, name)
		if err != nil {
			return "", "leads out of the configuration's directory"
		}
		name = rel
	}
	name = filepath.ToSlash(filepath.Clean(name))
	if !filepath.IsLocal(name) {
		return "", "leads out of the configuration's directory"
	}
	return name, ""
}

// ReadFrom makes the path of something that is only read relative to the
// configuration, slash-separated, or says why it must not be read. Nothing is
// ever written to a path that begins with "..": see Inside.
func (f *Files) ReadFrom(name string) (string, string) {
	clean, why := f.Inside(name)
	if why == "" || f.Folder == nil || filepath.IsAbs(name) || strings.Contains(why, "backslash") {
		return clean, why
	}
	clean = path.Clean(filepath.ToSlash(name))
	if !f.Permitted(clean) {
		return "", why
	}
	return clean, ""
}

// Permitted reports whether a path that leads out of the directory, by itself or
// through a link, leads to a folder that may be read.
func (f *Files) Permitted(name string) bool {
	if _, leaves := f.Folder.Leaves(name); !leaves {
		return !strings.HasPrefix(name, "..")
	}
	dir, _, err := f.Folder.Locate(name)
	return err == nil && dir != f.Folder.Dir()
}

// Where returns the directory by which a file that is only read is to be opened,
// and the rest of its path: the configuration's own, or one that it permits.
// Links must not lead out of it.
func (f *Files) Where(name string) (dir, rest string) {
	if f.Folder == nil {
		return f.Dir, name
	}
	dir, rest, err := f.Folder.Locate(name)
	if err != nil || dir == f.Folder.Dir() {
		return f.Dir, name
	}
	return dir, rest
}

// SameDir reports whether two paths are of one directory, whatever links lead to
// them.
func (f *Files) SameDir(a, b string) bool {
	if a == b {
		return true
	}
	dirA, restA, errA := f.Folder.Locate(a)
	dirB, restB, errB := f.Folder.Locate(b)
	return errA == nil && errB == nil && dirA == dirB && restA == restB
}
