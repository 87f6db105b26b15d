package disk

import (
	"os"
	"path/filepath"
	"testing"
)

// Whoever takes the lock sees to it that nobody commits .gesso, also when its
// .gitignore has gone; what a user has written there stays.
func TestHomeIgnoresItself(t *testing.T) {
	w := open(t, t.TempDir())
	name := filepath.Join(w.Dir(), ".gesso", ".gitignore")
	lock := func() string {
		t.Helper()
		l, err := w.Lock("apply")
		if err != nil {
			t.Fatal(err)
		}
		if err := l.Unlock(); err != nil {
			t.Fatal(err)
		}
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		return string(data)
	}
	same(t, "new", lock(), "*\n")
	if err := os.Remove(name); err != nil {
		t.Fatal(err)
	}
	same(t, "removed", lock(), "*\n")
	if err := os.WriteFile(name, []byte("*\n!keep\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	same(t, "changed", lock(), "*\n!keep\n")
}
