package local

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"runtime"
	"strings"
	"syscall"

	"gesso/state/home/shelf"
)

// Create implements shelf.Shelf.
func (s *Shelf) Create(ctx context.Context, name string, body io.ReadSeeker, size int64) error {
	if err := usable(ctx, "create", name); err != nil {
		return err
	}
	if _, err := s.root.Lstat(name); err == nil {
		return s.failed("create", name, fs.ErrExist) // before the body is written for nothing
	}
	if err := s.makeDirs(path.Dir(name)); err != nil {
		return s.failed("create", name, err)
	}
	temp := path.Join(path.Dir(name), tempPrefix+strings.ToLower(rand.Text()))
	defer func() { _ = s.root.Remove(temp) }()
	if err := s.write(ctx, temp, body, size); err != nil {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		return s.failed("create", name, err)
	}
	if err := s.link(temp, name); err != nil {
		return s.failed("create", name, err)
	}
	return s.failed("create", name, s.sync(path.Dir(name)))
}

// tempPrefix begins names that no object has, so that no list shows what a crash left.
const tempPrefix = ".gesso-"

// write writes a file durably. Close reports what a network file system could not keep.
func (s *Shelf) write(ctx context.Context, temp string, body io.ReadSeeker, size int64) error {
	if _, err := body.Seek(0, io.SeekStart); err != nil {
		return err
	}
	f, err := s.root.OpenFile(temp, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666) // the umask of a team decides who else may read
	if err != nil {
		return err
	}
	defer f.Close()
	n, err := io.Copy(f, &reader{ctx, io.LimitReader(body, size+1)})
	if err != nil {
		return err
	}
	if n != size {
		return fmt.Errorf("%d bytes were said, and other %d came", size, n)
	}
	if err := f.Sync(); err != nil {
		return err
	}
	return f.Close()
}

// reader stops when its context ends.
type reader struct {
	ctx context.Context
	io.Reader
}

func (r *reader) Read(p []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	return r.Reader.Read(p)
}

// link gives a file its name. If an NFS server's first answer was lost, the second says
// that the name exists; if it is the same file, it is ours.
func (s *Shelf) link(temp, name string) error {
	err := s.root.Link(temp, name)
	switch {
	case err == nil:
		return nil
	case errors.Is(err, fs.ErrExist):
		if s.same(temp, name) {
			return nil
		}
		return fs.ErrExist
	case errors.Is(err, errors.ErrUnsupported), errors.Is(err, syscall.EPERM), errors.Is(err, syscall.EMLINK), errors.Is(err, syscall.EXDEV):
		return &shelf.Error{Where: s.dir, Call: "create", Name: name, Err: cause(err),
			Detail: "its file system makes no hard links, and without them two machines could both create one file; a home needs one that does, such as NFS, or a bucket"}
	}
	return err
}

func (s *Shelf) same(a, b string) bool {
	x, err := s.root.Lstat(a)
	if err != nil {
		return false
	}
	y, err := s.root.Lstat(b)
	return err == nil && os.SameFile(x, y)
}

// makeDirs makes a folder and its parents, each synced into its own parent.
func (s *Shelf) makeDirs(dir string) error {
	if dir == "." {
		return nil
	}
	if info, err := s.root.Lstat(dir); err == nil && info.IsDir() {
		return nil
	}
	if err := s.makeDirs(path.Dir(dir)); err != nil {
		return err
	}
	if err := s.root.Mkdir(dir, 0o777); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	info, err := s.root.Lstat(dir)
	if err == nil && !info.IsDir() {
		err = fmt.Errorf("%s is no folder", dir)
	}
	if err != nil {
		return err
	}
	return s.sync(path.Dir(dir))
}

// sync makes the names in a folder durable. Windows has no such call, and some network and
// FUSE file systems refuse it; a name there is as durable as it can be.
func (s *Shelf) sync(dir string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	f, err := s.root.Open(dir)
	if err != nil {
		return err
	}
	defer f.Close()
	if err := f.Sync(); err != nil && !errors.Is(err, syscall.EINVAL) && !errors.Is(err, errors.ErrUnsupported) {
		return err
	}
	return nil
}
