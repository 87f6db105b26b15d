package publish

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

const (
	mark = `<meta name="generator">`
	good = "<!doctype html>\n" + mark + "\nthe page"
)

func saying(text string) func(io.Writer) error {
	return func(w io.Writer) error { _, err := io.WriteString(w, text); return err }
}

func put(t *testing.T, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// tree is what lies below a folder, file by file.
func tree(t *testing.T, dir string) map[string]string {
	t.Helper()
	all := map[string]string{}
	err := filepath.WalkDir(dir, func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		rel, err := filepath.Rel(dir, name)
		if err != nil {
			return err
		}
		data, err := os.ReadFile(name)
		all[filepath.ToSlash(rel)] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestFile(t *testing.T) {
	full := errors.New("a full disk")
	for _, c := range []struct {
		name  string
		there map[string]string // before; "->" leads on
		file  string            // gallery.html without one
		write func(io.Writer) error
		want  string // of the error; "" is none
	}{
		{name: "nothing there"},
		{name: "an earlier one", there: map[string]string{"gallery.html": good + " of before"}},
		{name: "an empty file", there: map[string]string{"gallery.html": ""}},
		{name: "a page of somebody else", there: map[string]string{"gallery.html": "<html>my page"}, want: "gallery.html is there, and is no gallery of gesso"},
		{name: "a mark far below", there: map[string]string{"gallery.html": strings.Repeat(" ", headBytes) + mark}, want: "is no gallery of gesso"},
		{name: "a folder", there: map[string]string{"gallery.html/x": "x"}, want: "is a folder"},
		{name: "a link", there: map[string]string{"real": good, "gallery.html": "->real"}, want: "is a link"},
		{name: "a folder that is not there", file: "pages/gallery.html", want: "lies in a folder that is not there"},
		{name: "a picture's name", file: "fox.png", want: "is no name for a page"},
		{name: "git's", there: map[string]string{".git/index": ""}, file: ".git/gallery.html", want: "is no place for a gallery"},
		{name: "writing fails", there: map[string]string{"gallery.html": good}, write: func(w io.Writer) error { return errors.Join(saying("half")(w), full) }, want: "writing gallery.html: a full disk"},
		{name: "it is too large", there: map[string]string{"gallery.html": good}, write: saying(good + strings.Repeat(".", 100)), want: "the page has more than 100 bytes"},
	} {
		dir := t.TempDir()
		for name, text := range c.there {
			if to, isLink := strings.CutPrefix(text, "->"); isLink {
				if err := os.Symlink(to, filepath.Join(dir, name)); err != nil {
					t.Skip(err)
				}
				continue
			}
			put(t, filepath.Join(dir, name), text)
		}
		if c.file == "" {
			c.file = "gallery.html"
		}
		p := Place{Name: filepath.Join(dir, c.file), Said: c.file, Mark: mark}
		before := tree(t, dir)
		checked := CheckFile(p)
		if c.write == nil {
			c.write = saying(good)
			if (checked == nil) != (c.want == "") {
				t.Errorf("%s: asked before, it is %v", c.name, checked)
			}
		}
		size, err := File(p, 100, c.write)
		if c.want == "" {
			before[c.file] = good
			if err != nil || size != int64(len(good)) {
				t.Errorf("%s: %d, %v", c.name, size, err)
			}
		} else if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v, want %s", c.name, err, c.want)
		}
		if diff := cmp.Diff(before, tree(t, dir)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
}

var (
	one = strings.Repeat("1", 64)
	two = strings.Repeat("2", 64)
)

// folderOf writes a gallery of some pictures.
func folderOf(t *testing.T, shas ...string) func(string) error {
	return func(dir string) error {
		for _, sha := range shas {
			put(t, filepath.Join(dir, "thumbs", sha+".jpg"), "thumb of "+sha)
		}
		put(t, filepath.Join(dir, "gallery.css"), "style")
		put(t, filepath.Join(dir, index), good+strings.Join(shas, " "))
		return nil
	}
}

func TestFolder(t *testing.T) {
	parent := t.TempDir()
	p := Place{Name: filepath.Join(parent, "pages"), Mark: mark}
	w, err := Folder(p, folderOf(t, one))
	if err != nil || w.Files != 3 || w.Bytes == 0 {
		t.Fatalf("%v, %v", w, err)
	}
	put(t, filepath.Join(p.Name, "CNAME"), "of a user")
	put(t, filepath.Join(p.Name, "thumbs", "notes.txt"), "of a user")
	old := time.Now().Add(-24 * time.Hour)
	same := filepath.Join(p.Name, "gallery.css")
	if err := os.Chtimes(same, old, old); err != nil {
		t.Fatal(err)
	}
	put(t, filepath.Join(p.Name, draftPrefix+"X", "half"), "of a killed process")
	if err := os.Chtimes(filepath.Join(p.Name, draftPrefix+"X"), old, old); err != nil {
		t.Fatal(err)
	}
	if _, err := Folder(p, folderOf(t, two)); err != nil {
		t.Fatal(err)
	}
	want := map[string]string{
		"CNAME": "of a user", "thumbs/notes.txt": "of a user", "gallery.css": "style",
		"index.html": good + two, "thumbs/" + two + ".jpg": "thumb of " + two,
	}
	if diff := cmp.Diff(want, tree(t, p.Name)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if info, err := os.Stat(same); err != nil || !info.ModTime().Equal(old) {
		t.Errorf("what is the same was written again: %v, %v", info.ModTime(), err)
	}
	full := errors.New("a full disk")
	failing := func(dir string) error { return errors.Join(folderOf(t, one)(dir), full) }
	if _, err := Folder(p, failing); !errors.Is(err, full) {
		t.Errorf("got %v", err)
	}
	if diff := cmp.Diff(want, tree(t, p.Name)); diff != "" {
		t.Errorf("after a failure (-want +got):\n%s", diff)
	}
	gone := Place{Name: filepath.Join(parent, "other"), Mark: mark}
	if _, err := Folder(gone, failing); !errors.Is(err, full) {
		t.Errorf("got %v", err)
	}
	if _, err := os.Lstat(gone.Name); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a new folder stays after a failure: %v", err)
	}
}

func TestFoldersOfOthers(t *testing.T) {
	for _, c := range []struct {
		name, file, text, dir, want string
	}{
		{"nothing", "", "", "pages", ""},
		{"a half written one", "pages/" + draftPrefix + "A/x", "x", "pages", ""},
		{"a site", "pages/index.html", "<html>my site", "pages", "has other files, such as index.html"},
		{"a configuration", "pages/main.hcl", "image", "pages", "has other files, such as main.hcl"},
		{"a file", "pages", "x", "pages", "is no folder"},
		{"missing folders", "", "", "a/b", "lies in a folder that is not there"},
		{"gesso's own", ".gesso/ledger", "", ".gesso/pages", "is no place for a gallery"},
	} {
		parent := t.TempDir()
		if c.file != "" {
			put(t, filepath.Join(parent, c.file), c.text)
		}
		before := tree(t, parent)
		p := Place{Name: filepath.Join(parent, c.dir), Said: c.dir, Mark: mark}
		checked := CheckFolder(p)
		_, err := Folder(p, folderOf(t, one))
		if c.want == "" {
			if checked != nil || err != nil {
				t.Errorf("%s: %v, %v", c.name, checked, err)
			}
			continue
		}
		if err == nil || checked == nil || err.Error() != checked.Error() || !strings.Contains(err.Error(), c.want) || !errors.As(err, new(*Error)) {
			t.Errorf("%s: %v and %v, want %s", c.name, checked, err, c.want)
		}
		if diff := cmp.Diff(before, tree(t, parent)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
	parent, elsewhere := t.TempDir(), t.TempDir()
	p := Place{Name: filepath.Join(parent, "pages"), Mark: mark}
	if err := os.Symlink(elsewhere, p.Name); err != nil {
		t.Skip(err)
	}
	if _, err := Folder(p, folderOf(t, one)); err == nil || len(tree(t, elsewhere)) > 0 {
		t.Errorf("through a link: %v", err)
	}
	// Within a gallery's folder nothing is written through a link either.
	p.Name = filepath.Join(parent, "more")
	put(t, filepath.Join(p.Name, index), good)
	if err := os.Symlink(elsewhere, filepath.Join(p.Name, "thumbs")); err != nil {
		t.Fatal(err)
	}
	if _, err := Folder(p, folderOf(t, one)); err == nil || len(tree(t, elsewhere)) > 0 {
		t.Errorf("through a link in it: %v", err)
	}
}
