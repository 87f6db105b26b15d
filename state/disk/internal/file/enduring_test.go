package file

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

// What is written to a file that somebody has removed is there all the same; what somebody
// has put in its place is not touched.
func TestEnduring(t *testing.T) {
	dir := t.TempDir()
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	home := func() error { return root.MkdirAll("home", 0o777) }
	if err := home(); err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(dir, "home", "log")
	f, err := root.OpenFile("home/log", os.O_RDWR|os.O_APPEND|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	log := Endure(f, root, "home/log", home)
	holds := func(want string) {
		t.Helper()
		if data, err := os.ReadFile(name); err != nil || string(data) != want {
			t.Fatalf("there is %q, %v; want %q", data, err, want)
		}
	}
	for i, gone := range []func() error{
		func() error { return nil },
		func() error { return os.Remove(name) },
		func() error { return os.RemoveAll(filepath.Dir(name)) },
	} {
		if err := gone(); err != nil {
			t.Skip("an open file cannot be removed here: ", err)
		}
		if _, err := log.WriteString("x"); err != nil {
			t.Fatal(err)
		}
		if err := log.Sync(); err != nil {
			t.Fatal(err)
		}
		holds("xxx"[:i+1])
	}
	if err := os.Remove(name); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte("another's"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := log.Sync(); !errors.Is(err, fs.ErrExist) {
		t.Errorf("synced in the place of another: %v", err)
	}
	holds("another's")
	if err := os.Remove(name); err != nil {
		t.Fatal(err)
	}
	if err := log.Close(); err != nil {
		t.Error(err)
	}
	holds("xxx")
}
