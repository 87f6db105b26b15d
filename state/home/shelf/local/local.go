// Package local is a shelf in a directory: on this machine, or on a share that several
// machines have mounted.
//
// # Promises
//
//   - An object is written under a temporary name in its own folder, synced, linked to its
//     name, and the folder synced. Link(2) creates a name only once, on local file systems
//     and on NFS 3 and 4 alike, where locks and O_EXCL cannot be trusted. A reader never
//     sees a part of an object, and a crash leaves none.
//   - It refuses a file system without links, by name: nothing else is as sure.
//   - If an object is not found, its folder is opened again and the object looked up again:
//     NFS caches what it did not find, and this makes it ask the server.
//   - No link leads out of the directory, and only regular files are read.
//   - It does not make the directory itself: a share that is not mounted must not look like
//     an empty one.
//
// # Not for
//
// The folder of a configuration without a home, which package disk keeps. A context is
// checked between calls of the file system, and does not end a call that hangs: mount
// options are for that.
//
// # Example
//
//	s, err := local.Open("/mnt/team/autumn")
//	err = s.Create(ctx, "log/0000000001", body, size)
package local

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"syscall"

	"gesso/spec/filename"
	"gesso/state/home/shelf"
)

// Shelf is a shelf in a directory. It is safe for concurrent use, by several processes and
// machines.
type Shelf struct {
	root *os.Root
	dir  string
}

var _ shelf.Shelf = (*Shelf)(nil)

// Open returns the shelf in a directory, which must exist. The directory stays open as long
// as the shelf is used.
func Open(dir string) (*Shelf, error) {
	root, err := os.OpenRoot(filename.Folder(dir))
	if err != nil {
		return nil, opening(dir, err)
	}
	return &Shelf{root: root, dir: dir}, nil
}

func opening(dir string, err error) error {
	e := &shelf.Error{Where: dir, Err: cause(err)}
	switch {
	case errors.Is(err, fs.ErrNotExist):
		e.Problem = shelf.Missing
		e.Detail = "there is no such directory; if it is a share, it is not mounted, else make it first"
	case errors.Is(err, fs.ErrPermission):
		e.Problem = shelf.Denied
	default:
		if info, err := os.Stat(dir); err == nil && !info.IsDir() {
			e.Problem = shelf.Missing
			e.Detail = "it is no directory"
		}
	}
	return e
}

// String returns the directory.
func (s *Shelf) String() string { return s.dir }

// Read implements shelf.Shelf.
func (s *Shelf) Read(ctx context.Context, name string) (io.ReadCloser, int64, error) {
	var f *os.File
	err := s.look(ctx, "read", name, func() (err error) {
		f, err = s.root.OpenFile(name, os.O_RDONLY|nonBlock, 0)
		return err
	})
	if err != nil {
		return nil, 0, err
	}
	info, err := f.Stat()
	if err == nil && !info.Mode().IsRegular() {
		err = errNoFile
	}
	if err != nil {
		_ = f.Close()
		return nil, 0, s.failed("read", name, err)
	}
	return f, info.Size(), nil
}

// Stat implements shelf.Shelf.
func (s *Shelf) Stat(ctx context.Context, name string) (int64, error) {
	var info fs.FileInfo
	err := s.look(ctx, "stat", name, func() (err error) {
		info, err = s.root.Lstat(name)
		return err
	})
	if err != nil {
		return 0, err
	}
	if !info.Mode().IsRegular() {
		return 0, s.failed("stat", name, errNoFile)
	}
	return info.Size(), nil
}

// Remove implements shelf.Shelf. Folders stay.
func (s *Shelf) Remove(ctx context.Context, name string) error {
	err := s.look(ctx, "remove", name, func() error {
		info, err := s.root.Lstat(name)
		if err == nil && info.IsDir() {
			return errNoFile
		}
		if err != nil {
			return err
		}
		return s.root.Remove(name)
	})
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// look calls do, which uses a name, and repeats it if the name is not found.
func (s *Shelf) look(ctx context.Context, call, name string, do func() error) error {
	if err := usable(ctx, call, name); err != nil {
		return err
	}
	err := do()
	if errors.Is(err, fs.ErrNotExist) {
		s.refresh(name)
		err = do()
	}
	return s.failed(call, name, err)
}

// refresh opens the folders of a name. NFS then asks the server about them, and forgets
// what it has not found there if they have changed.
func (s *Shelf) refresh(name string) {
	above := path.Dir(name)
	if above != "." {
		s.refresh(above)
	}
	if dir, err := s.root.Open(above); err == nil {
		_ = dir.Close()
	}
}

func usable(ctx context.Context, call, name string) error {
	if err := shelf.CheckName(name); err != nil {
		return fmt.Errorf("%s: %w", call, err)
	}
	return ctx.Err()
}

var errNoFile = errors.New("it is no regular file, and whatever it is is not gesso's")

// failed converts the error of a call. Errors that an object exists or does not are
// returned bare, as they are no failures.
func (s *Shelf) failed(call, name string, err error) error {
	if _, said := errors.AsType[*shelf.Error](err); err == nil || said {
		return err
	}
	if errors.Is(err, fs.ErrExist) || errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%s %s/%s: %w", call, s.dir, name, cause(err))
	}
	e := &shelf.Error{Where: s.dir, Call: call, Name: name, Err: cause(err)}
	switch {
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EROFS):
		e.Problem = shelf.Denied
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, errQuota):
		e.Problem = shelf.Full
	case errors.Is(err, os.ErrDeadlineExceeded), errors.Is(err, syscall.ETIMEDOUT), errors.Is(err, syscall.EIO), errors.Is(err, errStale):
		e.Problem = shelf.Unreachable
	}
	return e
}

// cause removes file names, which the message has already.
func cause(err error) error {
	if e, ok := errors.AsType[*fs.PathError](err); ok {
		return e.Err
	}
	if e, ok := errors.AsType[*os.LinkError](err); ok {
		return e.Err
	}
	return err
}
