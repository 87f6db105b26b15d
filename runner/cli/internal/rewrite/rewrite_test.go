package rewrite

import (
	"os"
	"path/filepath"
	"testing"
)

// A link stays a link, the mode stays, and what was changed in between is left.
func TestReplace(t *testing.T) {
	dir := t.TempDir()
	path, link := filepath.Join(dir, "a.hcl"), filepath.Join(dir, "link.hcl")
	if err := os.WriteFile(path, []byte("old"), 0o640); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("a.hcl", link); err != nil {
		t.Skip(err)
	}
	_, info, err := Read(link)
	if err != nil {
		t.Fatal(err)
	}
	if err := Replace(link, []byte("newer"), info); err != nil {
		t.Fatal(err)
	}
	text, after, err := Read(path)
	if err != nil || string(text) != "newer" || after.Mode() != info.Mode() {
		t.Errorf("got %q with mode %v, error %v", text, after.Mode(), err)
	}
	if at, err := os.Readlink(link); err != nil || at != "a.hcl" {
		t.Errorf("the link leads to %q, error %v", at, err)
	}
	if err := Replace(path, []byte("late"), info); err == nil {
		t.Error("a change in between is lost")
	}
	names, err := filepath.Glob(filepath.Join(dir, "*"))
	hidden, more := filepath.Glob(filepath.Join(dir, ".*"))
	if text, _, _ := Read(path); string(text) != "newer" || len(names) != 2 || len(hidden) != 0 || err != nil || more != nil {
		t.Errorf("got %q and %q, %q", text, names, hidden)
	}
}
