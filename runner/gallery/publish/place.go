package publish

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"

	"gesso/spec/filename"
)

const (
	draftPrefix = ".gesso-gallery-"
	abandoned   = time.Hour // age after which a draft is a killed process's
	headBytes   = 4 << 10   // of a page, among which the mark is
	index       = "index.html"
)

// Place is where a gallery goes.
type Place struct {
	Name string // the file, or the folder
	Said string // its name in messages; "": Name
	Mark string // what is near the start of every page that may be replaced

	// For what is no page: its kind in messages, and how its name may end.
	Kind string
	Ends []string
}

// kind returns what lies at the place in words, and how its name may end, the usual ending
// first.
func (p Place) kind() (kind string, ends []string) {
	if p.Kind == "" {
		return "gallery", []string{".html", ".htm"}
	}
	return p.Kind, p.Ends
}

func (p Place) said() string {
	if p.Said == "" {
		return p.Name
	}
	return p.Said
}

// Error says that nothing is written at a place because of what is there.
type Error struct {
	Name    string // of the place
	Problem string // follows the name
	Hint    string // what to do; "": unknown
}

func (e *Error) Error() string { return e.Name + " " + e.Problem }

func (p Place) refuse(problem, hint string) error { return &Error{p.said(), problem, hint} }

func (p Place) wrap(err error) error {
	if err == nil {
		return nil
	}
	if errors.As(err, new(*Error)) {
		return err
	}
	return fmt.Errorf("writing %s: %w", p.said(), filename.Pathless(err))
}

// CheckFile returns nil if what is there now would not make File refuse. The error may be
// an *Error.
func CheckFile(p Place) error {
	folder, err := p.fileFolder()
	if err != nil {
		return p.wrap(err)
	}
	return folder.Close()
}

// fileFolder opens the folder of a page, if the page may be there.
func (p Place) fileFolder() (*os.Root, error) {
	kind, ends := p.kind()
	base := strings.ToLower(filepath.Base(p.Name))
	named := slices.ContainsFunc(ends, func(end string) bool { return strings.HasSuffix(base, end) })
	switch {
	case named && !os.IsPathSeparator(p.Name[len(p.Name)-1]):
	case p.Kind == "":
		return nil, p.refuse("is no name for a page: it has to end in .html", "-out=gallery.html, or -dir=DIR for a folder")
	default:
		return nil, p.refuse("is no name for a "+kind+": it has to end in "+strings.Join(ends, " or "), "")
	}
	folder, err := p.parent()
	if err != nil {
		return nil, err
	}
	if err := p.replaceable(folder, filepath.Base(p.Name)); err != nil {
		return nil, errors.Join(err, folder.Close())
	}
	return folder, nil
}

// parent opens the folder that the place lies in.
func (p Place) parent() (*os.Root, error) {
	if p.Name == "" {
		return nil, p.refuse("is no name", "")
	}
	private := func(part string) bool { return strings.EqualFold(part, ".gesso") || strings.EqualFold(part, ".git") }
	if slices.ContainsFunc(strings.Split(filepath.ToSlash(filepath.Clean(p.Name)), "/"), private) {
		kind, _ := p.kind()
		return nil, p.refuse("is no place for a "+kind+": .gesso and .git are not for others", "")
	}
	folder, err := os.OpenRoot(filename.Folder(filepath.Dir(p.Name)))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, p.refuse("lies in a folder that is not there", "mkdir -p "+filepath.Dir(p.said()))
	}
	return folder, err
}

// replaceable returns an error if what lies at a name may not be replaced by a page.
func (p Place) replaceable(folder *os.Root, base string) error {
	info, err := folder.Lstat(base)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return err
	case info.Mode()&fs.ModeSymlink != 0:
		return p.refuse("is a link, and nothing is written through one", "name the file itself")
	case info.IsDir() && p.Kind == "":
		return p.refuse("is a folder", "-dir=DIR writes into a folder")
	case info.IsDir():
		return p.refuse("is a folder", "name a file")
	case !info.Mode().IsRegular():
		return p.refuse("is something other than a file", "name another")
	case info.Size() == 0:
		return nil // as made by mktemp
	}
	ours, err := p.marked(folder, base)
	if err == nil && !ours {
		kind, _ := p.kind()
		err = p.refuse("is there, and is no "+kind+" of gesso: it is left as it is", "name another file, or move it away")
	}
	return err
}

// marked reports whether a file is a page of gesso's.
func (p Place) marked(folder *os.Root, base string) (bool, error) {
	file, err := folder.OpenFile(base, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		return false, err
	}
	defer file.Close()
	head, err := io.ReadAll(io.LimitReader(file, headBytes))
	return strings.Contains(string(head), p.Mark), err
}

// sweep removes drafts of killed processes. It ignores errors: a leftover draft does no
// harm.
func sweep(folder *os.Root, now time.Time) {
	entries, err := fs.ReadDir(folder.FS(), ".")
	if err != nil {
		return
	}
	for _, e := range entries {
		if !strings.HasPrefix(e.Name(), draftPrefix) {
			continue
		}
		if info, err := e.Info(); err == nil && now.Sub(info.ModTime()) > abandoned {
			_ = folder.RemoveAll(e.Name())
		}
	}
}
