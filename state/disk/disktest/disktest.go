// Package disktest makes workspaces with a past, for tests. It does what a run does, in the
// same order. Any failure ends the test.
//
//	w := disktest.Open(t, t.TempDir())
//	sha := disktest.Store(t, w, "a picture")
//	loaded := disktest.Happen(t, w, statetest.Intended("i1", 1, "image.a"))
package disktest

import (
	"io"
	"testing"

	"gesso/state"
	"gesso/state/disk"
)

// Open opens the default workspace of a folder until the test ends.
func Open(t testing.TB, dir string) *disk.Workspace {
	t.Helper()
	w, err := disk.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = w.Close() })
	return w
}

// Store puts a content into the store and returns its hash.
func Store(t testing.TB, w *disk.Workspace, content string) (sha string) {
	t.Helper()
	in, err := w.Store().Create()
	if err != nil {
		t.Fatal(err)
	}
	defer in.Abort()
	if _, err := io.WriteString(in, content); err != nil {
		t.Fatal(err)
	}
	if sha, _, err = in.Commit(); err != nil {
		t.Fatal(err)
	}
	return sha
}

// Begin takes the lock and begins a journal. The caller must call Close and Unlock.
func Begin(t testing.TB, w *disk.Workspace, command string) (*disk.Journal, *disk.Lock) {
	t.Helper()
	lock, err := w.Lock(command)
	if err != nil {
		t.Fatal(err)
	}
	loaded, err := w.Load()
	if err != nil {
		t.Fatal(err)
	}
	j, err := w.Begin(loaded)
	if err != nil {
		t.Fatal(err)
	}
	return j, lock
}

// Happen makes a run with some events, and returns the state after it.
func Happen(t testing.TB, w *disk.Workspace, events ...state.Event) *disk.Loaded {
	t.Helper()
	j, lock := Begin(t, w, "test")
	for _, e := range events {
		if err := j.Append(e); err != nil {
			t.Fatal(err)
		}
	}
	if err := j.Close(); err != nil {
		t.Fatal(err)
	}
	if err := lock.Unlock(); err != nil {
		t.Fatal(err)
	}
	loaded, err := w.Load()
	if err != nil {
		t.Fatal(err)
	}
	return loaded
}
