//go:build unix

package local

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"gesso/state/home/shelf"
)

// TestLinkMeetsItself: an NFS server whose first answer was lost says that the name is
// taken, by the same file.
func TestLinkMeetsItself(t *testing.T) {
	dir := t.TempDir()
	s, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"mine", "other"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(name), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for range 2 {
		if err := s.link("mine", "home"); err != nil {
			t.Errorf("linking the same file: %v; want none", err)
		}
	}
	if err := s.link("other", "home"); !errors.Is(err, fs.ErrExist) {
		t.Errorf("linking another file: %v; want fs.ErrExist", err)
	}
}

// TestFailures: what the file system says, in words that can be acted on.
func TestFailures(t *testing.T) {
	s := &Shelf{dir: "/mnt/team"}
	for err, want := range map[error]shelf.Problem{
		syscall.ENOSPC: shelf.Full, syscall.EACCES: shelf.Denied, syscall.EROFS: shelf.Denied, syscall.EIO: shelf.Unreachable, syscall.ESTALE: shelf.Unreachable, syscall.EINVAL: shelf.Unknown,
	} {
		e, ok := errors.AsType[*shelf.Error](s.failed("create", "home", &fs.PathError{Op: "open", Path: "x", Err: err}))
		if !ok || e.Problem != want || e.Call != "create" || e.Name != "home" {
			t.Errorf("of %v: %v, problem %d; want problem %d", err, e, e.Problem, want)
		}
	}
}
