package filename_test

import (
	"os"
	"path/filepath"
	"testing"

	"gesso/spec/filename"
)

func TestFolder(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "file"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	root, err := os.OpenRoot(filename.Folder(dir))
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	for name, want := range map[string]int{".": 1, "file": -1, "nothing": -1} {
		entries, err := filename.Entries(root, name)
		if got := len(entries); err == nil && got != want || err != nil && want >= 0 {
			t.Errorf("%s has %d entries, %v; want %d", name, got, err, want)
		}
	}
}
