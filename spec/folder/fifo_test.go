//go:build unix

package folder_test

import (
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// TestPipe asserts that a pipe, which nobody writes to, is refused and not waited for.
func TestPipe(t *testing.T) {
	files, dir := newFiles(t, nil)
	if err := syscall.Mkfifo(filepath.Join(dir, "pipe"), 0o600); err != nil {
		t.Skip(err)
	}
	const want = "not a regular file"
	if _, err := files.Read("pipe"); err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("Read: %v", err)
	}
	if _, err := files.Exists("pipe"); err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("Exists: %v", err)
	}
	if got, err := files.Glob(".", "p*"); len(got) != 0 || err != nil {
		t.Errorf("Glob: %q, %v", got, err)
	}
}
