//go:build unix

package local_test

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

// TestPipe: what could be waited for for ever is refused.
func TestPipe(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	if err := os.Mkdir(filepath.Join(dir, "log"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Mkfifo(filepath.Join(dir, "log/0000000001"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, _, err := s.Read(t.Context(), "log/0000000001"); err == nil {
		t.Error("a pipe is read as an object")
	}
	if _, err := s.Stat(t.Context(), "log/0000000001"); err == nil {
		t.Error("a pipe has a size as an object")
	}
}
