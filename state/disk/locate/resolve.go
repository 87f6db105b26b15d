package locate

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"syscall"

	"gesso/spec/filename"
)

// realFolder returns the path of a folder of outputs without links, or why no output may
// lie in it.
func (t *Tree) realFolder(dir string) (string, error) {
	real, err := Resolve(t.root, dir)
	if err != nil {
		return "", err
	}
	if why := filename.Reserved(real); why != "" {
		return "", &ForbiddenError{dir, "leads to " + real + ", which " + why}
	}
	return real, nil
}

// maxLinks is how many links a path may lead through, as on Linux.
const maxLinks = 40

// Resolve returns a path below root without symbolic links. The path need not exist.
// The error is a *LinkError for a link that leads out or nowhere, and matches ENOTDIR if a
// file is in the place of a folder.
func Resolve(root *os.Root, name string) (string, error) {
	real, rest := ".", strings.Split(name, "/")
	for links := 0; len(rest) > 0; {
		part := rest[0]
		rest = rest[1:]
		switch part {
		case "", ".":
			continue
		case "..": // of a link that stays inside; any other could not be followed
			real = path.Dir(real)
			continue
		}
		next := path.Join(real, part)
		info, err := root.Lstat(next)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			real = next
			continue
		case err != nil:
			return "", err
		case info.Mode()&fs.ModeSymlink != 0:
			if _, err := root.Stat(next); err != nil {
				return "", &LinkError{Link: next, Err: filename.Pathless(err)}
			}
			target, err := root.Readlink(next)
			if links++; err == nil && links > maxLinks {
				err = &LinkError{Link: next, Err: syscall.ELOOP}
			}
			if err != nil {
				return "", err
			}
			rest = append(strings.Split(filepath.ToSlash(target), "/"), rest...)
			continue
		case !info.IsDir() && len(rest) > 0:
			return "", &fs.PathError{Op: "open", Path: next, Err: syscall.ENOTDIR}
		}
		real = next
	}
	return real, nil
}

// enter opens a folder whose path has no links, part by part: a link that was put there
// since it was resolved is an error. With found, the folder must exist; otherwise it is
// made.
func (t *Tree) enter(real string, found bool) (*os.Root, error) {
	dir, err := t.root.OpenRoot(".")
	if err != nil || real == "." {
		return dir, err
	}
	own := t.reserved()
	walked := ""
	for part := range strings.SplitSeq(real, "/") {
		walked = path.Join(walked, part)
		next, err := step(dir, part, walked, found, own)
		_ = dir.Close()
		if err != nil {
			return nil, err
		}
		dir = next
	}
	return dir, nil
}

// maxSteps is how often opening a folder is tried if it disappears and comes back: removing
// another output also removes empty folders.
const maxSteps = 20

// step opens a folder inside another one, refusing a link.
func step(dir *os.Root, part, walked string, found bool, own []fs.FileInfo) (*os.Root, error) {
	for range maxSteps {
		info, err := dir.Lstat(part)
		if errors.Is(err, fs.ErrNotExist) && !found {
			if err = dir.Mkdir(part, 0o755); err == nil || errors.Is(err, fs.ErrExist) {
				info, err = dir.Lstat(part)
			}
		}
		switch {
		case err != nil:
			return nil, err
		case !info.IsDir():
			return nil, &fs.PathError{Op: "open", Path: walked, Err: syscall.ENOTDIR}
		}
		for _, folder := range own {
			if os.SameFile(folder, info) {
				return nil, &ForbiddenError{walked, "is " + folder.Name() + " under another name"}
			}
		}
		next, err := dir.OpenRoot(filename.Folder(part))
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, err
		}
		opened, err := next.Stat(".")
		if err == nil && os.SameFile(info, opened) {
			return next, nil
		}
		_ = next.Close()
	}
	return nil, fmt.Errorf("%s was replaced while it was opened", walked)
}

// reserved returns gesso's and git's own folders, to be recognized under whatever name a
// file system reaches them by.
func (t *Tree) reserved() []fs.FileInfo {
	var own []fs.FileInfo
	for _, name := range t.own {
		if info, err := t.root.Stat(name); err == nil && info.IsDir() {
			own = append(own, info)
		}
	}
	return own
}
