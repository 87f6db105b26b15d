package outputs

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"

	"gesso/state/disk/locate"
)

// hostile is a workspace that a stranger has prepared: whatever he claims to be an
// output is a file that gesso must not touch.
func hostile(t *testing.T) *folder {
	t.Helper()
	w := open(t, t.TempDir())
	for name, content := range map[string]string{
		".gesso/objects/aa/a.png": "paid", ".gesso/ledger": "books", ".gesso/journal": "log", ".git/config": "git", ".git/a.png": "git",
		"sub/.git/a.png": "git", "main.hcl": "config", "gesso.state": "state", "NOTES.md": "notes", "values/gesso.hclvars": "values",
		"deep/er/x": "x",
	} {
		write(t, filepath.Join(w.dir, name), content)
	}
	for link, target := range map[string]string{
		"link": ".gesso", "objects": ".gesso/objects", "git": ".git", "deep/er/link": "../../.gesso", "twice": "link", "dots": "deep/../.git",
		"ledger.png": ".gesso/ledger", "gitfile.png": "git/config",
	} {
		if err := os.Symlink(target, filepath.Join(w.dir, link)); err != nil {
			t.Skip("no symbolic links here: ", err)
		}
	}
	return w
}

// forbidden are the paths at which no output may lie.
var forbidden = []string{
	"", ".", "..", "../a.png", "a/../../b.png", "/a.png", ".gesso/a.png", ".GESSO/objects", "gesso.state", "x/../Gesso.State",
	"main.hcl", "NOTES.md", "values/gesso.hclvars", ".git/config", ".git/a.png", ".GIT/a.png", ".git./a.png", ".git /a.png", "git~1/a.png",
	".g\u200cit/a.png", ".git::$INDEX_ALLOCATION/a.png", "sub/.git/a.png", "sub/.Gesso/a.png",
	"link/ledger", "link/journal", "link/objects/aa/a.png", "link/a.png", "objects/aa/a.png", "objects/b.png", "git/a.png", "deep/er/link/a.png",
	"twice/objects/aa/a.png", "dots/a.png",
}

func TestForbiddenPathsAreNeverTouched(t *testing.T) {
	w := hostile(t)
	before := files(t, w.dir)
	fox := content("fox")
	acts := map[string]func(*Files, string) error{
		"check":      func(o *Files, name string) error { _, err := o.Check(name, shaOf("git")); return err },
		"open":       func(o *Files, name string) error { _, err := o.Open(name); return err },
		"keep":       func(o *Files, name string) error { _, err := o.Keep(name); return err },
		"place":      func(o *Files, name string) error { _, err := o.Place(name, fox); return err },
		"place copy": func(o *Files, name string) error { return o.PlaceCopy(name, shaOf("fox")) },
		"remove":     func(o *Files, name string) error { return o.Remove(name) },
		"survey":     func(o *Files, name string) error { return o.Survey().Placeable(name) },
	}
	for act, do := range acts {
		for _, name := range forbidden {
			var no *locate.ForbiddenError
			if err := do(w.Outputs(), name); !errors.As(err, &no) {
				t.Errorf("%s %q: %v", act, name, err)
			}
		}
	}
	same(t, "files", files(t, w.dir), before)
}

// What lies aside has a text that is checked, and no folder of the user's.
func TestAsideOfAForbiddenPath(t *testing.T) {
	w := open(t, t.TempDir())
	for _, name := range forbidden[:20] {
		if err := w.Outputs().SetAside(name, func(to io.Writer) error { return nil }); err == nil {
			t.Errorf("set %q aside", name)
		}
		if err := w.Outputs().ClearAside(name); err == nil {
			t.Errorf("cleared %q", name)
		}
	}
}

// An output may be a link to a picture; it is none of gesso's files that is read.
func TestLinksAsOutputs(t *testing.T) {
	w := hostile(t)
	write(t, filepath.Join(w.dir, "real.png"), "fox")
	if err := os.Symlink("real.png", filepath.Join(w.dir, "shown.png")); err != nil {
		t.Fatal(err)
	}
	o := w.Outputs()
	check(t, o, "shown.png", shaOf("fox"), Same)
	for _, name := range []string{"ledger.png", "gitfile.png"} {
		var no *locate.ForbiddenError
		if _, err := o.Check(name, shaOf("books")); !errors.As(err, &no) {
			t.Errorf("%s was read: %v", name, err)
		}
		if _, err := o.Place(name, content("fox")); err != nil {
			t.Errorf("a link is replaced: %v", err)
		}
	}
	if got := files(t, w.dir)[".gesso/ledger"]; got != "books" {
		t.Errorf("the ledger is %q", got)
	}
}
