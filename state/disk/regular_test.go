//go:build unix

package disk

import (
	"errors"
	"net"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"gesso/state"
)

// irregulars put something that is no file at a path.
var irregulars = map[string]func(path string) error{
	"a named pipe": func(path string) error { return syscall.Mkfifo(path, 0o600) },
	"a directory":  func(path string) error { return os.Mkdir(path, 0o700) },
	"a socket": func(path string) error {
		// A short name: the system bounds it.
		short := filepath.Join(os.TempDir(), "gesso-test-socket")
		_ = os.Remove(short)
		l, err := net.ListenUnix("unix", &net.UnixAddr{Name: short})
		if err != nil {
			return err
		}
		l.SetUnlinkOnClose(false)
		return errors.Join(l.Close(), os.Rename(short, path))
	},
}

// What is no file where gesso keeps one is refused at once, and named; where it
// is a cache, it is an empty one.
func TestNoFileIsRefusedAtOnce(t *testing.T) {
	for kind, make := range irregulars {
		for _, name := range []string{StateFile, journalFile, ledgerFile, lockFile, statFile, uploadsFile} {
			t.Run(kind+"/"+name, func(t *testing.T) {
				w := open(t, t.TempDir())
				if err := os.Mkdir(filepath.Join(w.Dir(), Home), 0o755); err != nil {
					t.Fatal(err)
				}
				if err := make(filepath.Join(w.Dir(), name)); err != nil {
					t.Skip(err)
				}
				lock, err := w.Lock("apply")
				if err == nil {
					defer lock.Unlock()
					if _, err = w.Load(); err == nil {
						_, err = w.Ledger().Entries()
					}
				}
				if name == statFile || name == uploadsFile {
					if err != nil {
						t.Errorf("a cache stopped the run: %v", err)
					}
					useCaches(t, w)
					return
				}
				var damage *state.DamageError
				if !errors.As(err, &damage) || !strings.Contains(err.Error(), name+" is "+kind) || damage.Hint == "" {
					t.Errorf("got %v", err)
				}
			})
		}
	}
}

// useCaches reads and writes both caches: whether it works or not, it ends.
func useCaches(t *testing.T, w *Workspace) {
	t.Helper()
	u := w.Uploads()
	u.Put("https://api.example", sha(1), "https://cdn.example/1")
	_ = u.Flush()
	_, _ = w.Outputs().Check("x.png", sha(1))
	_ = w.Outputs().Flush()
}

// An object that is a pipe is no object.
func TestAPipeInTheStore(t *testing.T) {
	w := open(t, t.TempDir())
	name := w.Store().Name(sha(1))
	path := filepath.Join(w.Dir(), name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Mkfifo(path, 0o600); err != nil {
		t.Skip(err)
	}
	var damage *state.DamageError
	if err := w.Store().Verify(sha(1)); !errors.As(err, &damage) {
		t.Errorf("verified with %v", err)
	}
	if w.Store().Has(sha(1)) {
		t.Error("the store has a pipe")
	}
}

// Nor is a store that is a pipe waited for.
func TestAPipeForTheStore(t *testing.T) {
	w := open(t, t.TempDir())
	lock, err := w.Lock("apply")
	if err != nil {
		t.Fatal(err)
	}
	defer lock.Unlock()
	if err := syscall.Mkfifo(filepath.Join(w.Dir(), objectsDir), 0o600); err != nil {
		t.Skip(err)
	}
	var damage *state.DamageError
	if _, err := w.Begin(loaded(t, w)); !errors.As(err, &damage) || !strings.Contains(err.Error(), "is a named pipe, where gesso keeps a directory") {
		t.Errorf("began with %v", err)
	}
}

// The ledger and the state may turn into pipes while a run goes on.
func TestFilesBecomePipesDuringARun(t *testing.T) {
	for _, name := range []string{StateFile, ledgerFile} {
		t.Run(name, func(t *testing.T) {
			w := open(t, t.TempDir())
			run(t, w, story()...)
			lock, err := w.Lock("apply")
			if err != nil {
				t.Fatal(err)
			}
			defer lock.Unlock()
			j, err := w.Begin(loaded(t, w))
			if err != nil {
				t.Fatal(err)
			}
			appendAll(t, j, collectedBy("", 9, 0, record("image.z", 9)), intended("i9", 9, "image.y"))
			path := filepath.Join(w.Dir(), name)
			if err := errors.Join(os.Remove(path), syscall.Mkfifo(path, 0o600)); err != nil {
				t.Skip(err)
			}
			var damage *state.DamageError
			if err := j.Close(); !errors.As(err, &damage) {
				t.Errorf("closed with %v", err)
			}
		})
	}
}
