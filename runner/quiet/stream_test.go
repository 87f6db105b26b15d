//go:build linux || darwin || freebsd

package quiet_test

import (
	"path/filepath"
	"syscall"
	"testing"

	"gesso/runner/quiet"
)

// TestStream: what a pipe says is another thing each time, whatever its stamps are, so that
// an answer that depends on one is not remembered.
func TestStream(t *testing.T) {
	dir, pipe := t.TempDir(), filepath.Join(t.TempDir(), "values")
	folder(t, dir)
	must(t, syscall.Mkfifo(pipe, 0o600))
	for _, name := range []string{pipe, "/dev/null"} {
		if err := ask(t, dir, facts()).Remember(answer, quiet.Seen{Files: []string{name}}); err == nil {
			t.Errorf("%s: remembered", name)
		}
		if _, ok := ask(t, dir, facts()).Recall(); ok {
			t.Errorf("%s: recalled", name)
		}
	}
}
