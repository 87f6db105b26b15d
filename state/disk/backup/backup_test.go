package backup_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"gesso/state/disk/backup"
)

var noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

func workspace(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, ".gesso"), 0o755); err != nil {
		t.Fatal(err)
	}
	return dir
}

func at(dir string) backup.Place { return backup.Place{Dir: dir, Home: ".gesso"} }

func read(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// The newest copies stay, also of a clock that stands still, and what others keep in
// the folder is theirs.
func TestKeep(t *testing.T) {
	dir := workspace(t)
	var names []string
	for n := range backup.Most + 3 {
		name, err := backup.Keep(at(dir), fmt.Appendf(nil, "state %d", n), "state-mv", noon.Add(time.Duration(n/2)*time.Second))
		if err != nil {
			t.Fatal(err)
		}
		names = append(names, name)
		if n == 0 {
			if err := os.WriteFile(filepath.Join(dir, at(dir).Folder(), "20260101-mine.state"), nil, 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
	if want := ".gesso/backups/20261122T120000.000Z-state-mv.state"; names[0] != want {
		t.Errorf("the first is %s", names[0])
	}
	for n, name := range names {
		_, err := os.Stat(filepath.Join(dir, name))
		if gone := os.IsNotExist(err); gone != (n < 3) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if got := read(t, filepath.Join(dir, names[5])); got != "state 5" {
		t.Errorf("%q", got)
	}
	if entries, _ := os.ReadDir(filepath.Join(dir, at(dir).Folder())); len(entries) != backup.Most+1 {
		t.Errorf("%d files", len(entries))
	}
}

func TestReplace(t *testing.T) {
	dir := workspace(t)
	file := filepath.Join(dir, "gesso.state")
	if err := os.WriteFile(file, []byte("old"), 0o644); err != nil {
		t.Fatal(err)
	}
	name, err := backup.Replace(at(dir), "gesso.state", []byte("new"), "state-merge", noon)
	if err != nil || read(t, file) != "new" || read(t, filepath.Join(dir, name)) != "old" {
		t.Errorf("%s, %v: %q", name, err, read(t, file))
	}
}

// A link in the folder's place leads nowhere.
func TestKeepElsewhere(t *testing.T) {
	dir, other := workspace(t), t.TempDir()
	if err := os.Symlink(other, filepath.Join(dir, at(dir).Folder())); err != nil {
		t.Skip(err)
	}
	_, err := backup.Keep(at(dir), nil, "state-rm", noon)
	if err == nil || !strings.Contains(err.Error(), "is not a folder") {
		t.Error(err)
	}
	if entries, _ := os.ReadDir(other); len(entries) > 0 {
		t.Errorf("%v", entries)
	}
}
