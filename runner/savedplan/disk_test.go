package savedplan

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

func put(t *testing.T, name, text string) {
	t.Helper()
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// TestWrite: a plan file is its owner's alone, takes the place of an older one, and
// leaves nothing beside it.
func TestWrite(t *testing.T) {
	dir := t.TempDir()
	name := filepath.Join(dir, "release.plan")
	put(t, filepath.Join(dir, "empty"), "")
	for _, name := range []string{name, name, filepath.Join(dir, "empty")} {
		if err := Write(name, sample()); err != nil {
			t.Fatal(err)
		}
		read, err := Read(name)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(sample(), read, cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("(-written +read):\n%s", diff)
		}
		info, err := os.Stat(name)
		if err != nil || runtime.GOOS != "windows" && info.Mode() != 0o600 {
			t.Errorf("its mode is %v, error %v", info.Mode(), err)
		}
		if !Is(name) {
			t.Error("it is not known for a plan file")
		}
	}
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) != 2 {
		t.Errorf("%d files are there, want 2: %v %v", len(entries), entries, err)
	}
}

// TestWriteSpares: what is no plan file stays as it is, and nothing is written through a
// link.
func TestWriteSpares(t *testing.T) {
	dir := t.TempDir()
	in := func(name string) string { return filepath.Join(dir, name) }
	put(t, in("notes"), "mine")
	put(t, in("almost"), `{"gesso":"state","version":1}`+"\n")
	if err := Write(in("good"), sample()); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(in("folder"), 0o755); err != nil {
		t.Fatal(err)
	}
	for link, to := range map[string]string{"link": "good", "dangling": "nothing"} {
		if err := os.Symlink(to, in(link)); err != nil {
			t.Skip(err)
		}
	}
	for name, want := range map[string]string{
		"notes": "is no plan file", "almost": "is no plan file", "folder": "something other than a file",
		"link": "is a link", "dangling": "is a link", "main.hcl": "something else here", "x.hclvars": "something else here",
		"gesso.state": "something else here", "Image.PNG": "something else here", ".gesso/plan": "no place", "folder/": "no place",
	} {
		path := in(name)
		if strings.HasSuffix(name, "/") {
			path += string(filepath.Separator)
		}
		err := Write(path, sample())
		var problem *Error
		if !errors.As(err, &problem) || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", name, err, want)
		}
		if err := Replaceable(path); !errors.As(err, &problem) {
			t.Errorf("%s can be replaced: %v", name, err)
		}
	}
	if text, err := os.ReadFile(in("notes")); string(text) != "mine" {
		t.Errorf("the file is %q, %v", text, err)
	}
	if err := Write(in("none/x.plan"), sample()); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("into a folder that is not there: %v", err)
	}
	if _, err := os.Lstat(in("nothing")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("written through a link: %v", err)
	}
}

// TestReadRefuses: what is no file, or has no end, is not read.
func TestReadRefuses(t *testing.T) {
	dir := t.TempDir()
	if _, err := Read(filepath.Join(dir, "none")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a file that is not there: %v", err)
	}
	var problem *Error
	if _, err := Read(dir); !errors.As(err, &problem) || !problem.NoPlan {
		t.Errorf("a folder: %v", err)
	}
	large := filepath.Join(dir, "large")
	put(t, large, `{"gesso":"plan","version":1}`+"\n")
	if err := os.Truncate(large, mostBytes+1); err != nil {
		t.Fatal(err)
	}
	if _, err := Read(large); !errors.As(err, &problem) || !strings.Contains(err.Error(), "is too large") {
		t.Errorf("a file without end: %v", err)
	}
}
