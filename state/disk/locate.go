package disk

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

// A spot is where an output really lies: its folder, opened, and its name there.
// A link that is put in the folder's way later leads nothing that is done through
// a spot elsewhere.
type spot struct {
	dir  *os.Root
	real string // the folder, without links, relative to the workspace
	base string
}

func (s *spot) close() { _ = s.dir.Close() }

// outputPath returns the clean form of a path that may be an output's. It is the
// same rule for what is declared and for what is recorded: a state file comes
// with a repository, and may be anybody's.
func outputPath(name string) (string, error) {
	clean, why := filename.Output(name)
	if why != "" {
		return "", &ForbiddenError{Path: name, Why: why}
	}
	return clean, nil
}

// locate finds the spot of an output, of which the path is clean. With found, the
// folder must be there; else it is made. The caller owes a close.
func (o *Outputs) locate(name string, found bool) (*spot, error) {
	real, err := o.realFolder(path.Dir(name))
	if err != nil {
		return nil, err
	}
	dir, err := o.enter(real, found)
	if err != nil {
		return nil, err
	}
	return &spot{dir, real, path.Base(name)}, nil
}

// follow is locate for a file that is to be read: where it is a link itself, the
// spot is that of the file that it leads to.
func (o *Outputs) follow(name string) (*spot, fs.FileInfo, error) {
	at, err := o.locate(name, true)
	if err != nil {
		return nil, nil, err
	}
	info, err := at.dir.Lstat(at.base)
	if err == nil && info.Mode()&fs.ModeSymlink == 0 {
		return at, info, nil
	}
	at.close()
	if err != nil {
		return nil, nil, err
	}
	real, err := resolve(o.root, name)
	if err != nil {
		return nil, nil, err
	}
	if why := filename.Reserved(real); why != "" {
		return nil, nil, &ForbiddenError{name, "leads to " + real + ", which " + why}
	}
	if at, err = o.locate(real, true); err != nil {
		return nil, nil, err
	}
	if info, err = at.dir.Lstat(at.base); err != nil {
		at.close()
		return nil, nil, err
	}
	return at, info, nil
}

// open opens the regular file at an output's path. It never waits: a pipe or a
// device is an error before and, put there meanwhile, after it is opened.
func (o *Outputs) open(name string) (*os.File, error) {
	at, info, err := o.follow(name)
	if err != nil {
		return nil, err
	}
	defer at.close()
	if info.IsDir() {
		return nil, fmt.Errorf("%s: %w", name, ErrDirectory)
	}
	if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%s: %w", name, ErrIrregular)
	}
	f, err := at.dir.OpenFile(at.base, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		return nil, err
	}
	if info, err = f.Stat(); err == nil && !info.Mode().IsRegular() {
		err = fmt.Errorf("%s: %w", name, ErrIrregular)
	}
	if err != nil {
		_ = f.Close()
		return nil, err
	}
	return f, nil
}

// Open opens the file at an output's path for reading. The error is a
// *ForbiddenError for a path that is no output's, and matches fs.ErrNotExist for
// no file. The caller owes a Close.
func (o *Outputs) Open(name string) (*os.File, error) {
	clean, err := outputPath(name)
	if err != nil {
		return nil, err
	}
	return o.open(clean)
}

// realFolder returns where a folder of outputs lies, without links, or why no
// output may lie in it.
func (o *Outputs) realFolder(dir string) (string, error) {
	real, err := resolve(o.root, dir)
	if err != nil {
		return "", err
	}
	if why := filename.Reserved(real); why != "" {
		return "", &ForbiddenError{dir, "leads to " + real + ", which " + why}
	}
	return real, nil
}

// maxLinks is how many links a path may lead through, as for Linux.
const maxLinks = 40

// resolve returns a path of the workspace without symbolic links. Nothing need be
// there. The error is a *LinkError for a link that leads out or nowhere, and
// matches ENOTDIR for a file in the place of a folder.
func resolve(root *os.Root, name string) (string, error) {
	real, rest := ".", strings.Split(name, "/")
	for links := 0; len(rest) > 0; {
		part := rest[0]
		rest = rest[1:]
		switch part {
		case "", ".":
			continue
		case "..": // of a link that stays inside: else it could not be followed
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

// enter opens a folder that has no links in its path, part by part: a link that
// has been put in its way since it was resolved is an error. With found, the
// folder must be there; else it is made.
func (o *Outputs) enter(real string, found bool) (*os.Root, error) {
	dir, err := o.root.OpenRoot(".")
	if err != nil || real == "." {
		return dir, err
	}
	own := o.own()
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

// maxSteps is how often a folder is opened that goes and comes back meanwhile: the
// removal of another output takes empty folders away.
const maxSteps = 20

// step opens a folder in another one, by its name there and not by a link's.
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
		next, err := dir.OpenRoot(part)
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

// own are gesso's and git's own folders, to be known under whatever name a file
// system lets them be reached by.
func (o *Outputs) own() []fs.FileInfo {
	var own []fs.FileInfo
	for _, name := range []string{Home, ".git"} {
		if info, err := o.root.Stat(name); err == nil && info.IsDir() {
			own = append(own, info)
		}
	}
	return own
}
