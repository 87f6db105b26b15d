package outputs

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"gesso/state/disk/locate"
)

func TestSurvey(t *testing.T) {
	w := open(t, t.TempDir())
	write(t, filepath.Join(w.dir, "images/old.png"), "old")
	write(t, filepath.Join(w.dir, "images/folder.png/x"), "x")
	write(t, filepath.Join(w.dir, "file"), "a file")
	for link, target := range map[string]string{
		"out": "../elsewhere", "absolute": w.dir, "nowhere": "missing", "loop": "loop", "pics": "images", "images/link.png": "gone.png",
	} {
		if err := os.Symlink(target, filepath.Join(w.dir, link)); err != nil {
			t.Skip("no symbolic links here: ", err)
		}
	}
	before := files(t, w.dir)
	for name, want := range map[string]string{
		"a.png": "", "images/new.png": "", "images/old.png": "", "images/link.png": "", "pics/a.png": "", "new/er/a.png": "",
		"images/folder.png":    "images/folder.png is a directory",
		"file/a.png":           "file is not a folder",
		"file/b/a.png":         "file is not a folder",
		"images/old.png/a.png": "images/old.png is not a folder",
		"out/a.png":            "out is a symbolic link that",
		"out/deep/a.png":       "out is a symbolic link that",
		"absolute/a.png":       "absolute is a symbolic link that is absolute or leads out",
		"nowhere/a.png":        "nowhere is a symbolic link that leads nowhere",
		"loop/a.png":           "loop is a symbolic link that cannot be followed",
		".git/a.png":           "lies in .git",
	} {
		survey := w.Outputs().Survey()
		err := survey.Placeable(name)
		if folder := survey.Writable(name); folder != nil && (err == nil || folder.Error() != err.Error()) {
			t.Errorf("%s: of its folder %v, and in all %v", name, folder, err)
		}
		if want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
			t.Errorf("%s: %v; want %q", name, err, want)
		}
		// What a survey allows can be done, and what it refuses cannot.
		if want != "" {
			if _, err := w.Outputs().Place(name, content("x")); err == nil {
				t.Errorf("%s was placed", name)
			}
		}
	}
	if err := w.Outputs().Survey().Writable("images/folder.png"); err != nil {
		t.Errorf("what is at the path itself: %v", err)
	}
	same(t, "files", files(t, w.dir), before)
}

// A link at an output's path is replaced where what it shows can be compared and kept
// before; any other is said before anything is bought.
func TestSurveyOfLinksAtOutputs(t *testing.T) {
	w := open(t, t.TempDir())
	write(t, filepath.Join(w.dir, "mine.png"), "mine")
	pipe(t, filepath.Join(w.dir, "pipe.png"))
	write(t, filepath.Join(w.dir, ".gesso/ledger"), "")
	write(t, filepath.Join(w.dir, "gesso.state"), "")
	for i, test := range []struct{ target, want string }{
		{"mine.png", ""}, {"gone.png", ""}, {"mine.png/x", ""},
		{"/etc/passwd", "absolute or leads out"}, {"/gone", "absolute or leads out"}, {"../../etc/passwd", "absolute or leads out"},
		{"3.png", "absolute or leads out"}, {"6.png", "cannot be followed"}, {".", "is a directory"}, {"pipe.png", "is not a regular file"},
		{".gesso/ledger", "lies in .gesso"}, {"gesso.state", ""},
	} {
		name := fmt.Sprintf("%d.png", i)
		if test.want == "cannot be followed" {
			test.target = name
		}
		if err := os.Symlink(test.target, filepath.Join(w.dir, name)); err != nil {
			t.Skip("no symbolic links here: ", err)
		}
		err := w.Outputs().Survey().Placeable(name)
		if test.want == "" && err != nil || test.want != "" && (err == nil || !strings.Contains(err.Error(), test.want)) {
			t.Errorf("a link to %s: %v; want %q", test.target, err, test.want)
		}
		// What a survey allows can be compared and kept, and what it refuses is never bought.
		_, checked := w.Outputs().Check(name, shaOf("x"))
		if test.want == "" && checked != nil {
			t.Errorf("a link to %s cannot be checked: %v", test.target, checked)
		}
	}
}

// A pipe is neither opened nor replaced: nothing waits for its other end.
func TestPipesAreRefused(t *testing.T) {
	w := open(t, t.TempDir())
	pipe(t, filepath.Join(w.dir, "a.png"))
	pipe(t, filepath.Join(w.dir, "folder"))
	o := w.Outputs()
	check(t, o, "a.png", shaOf("x"), Differs)
	_, kept := o.Keep("a.png")
	_, placed := o.Place("a.png", content("x"))
	for _, err := range []error{kept, placed, o.Survey().Placeable("a.png")} {
		if !errors.Is(err, locate.ErrIrregular) {
			t.Errorf("got %v", err)
		}
	}
	var folder *locate.FolderError
	if err := o.Survey().Placeable("folder/b.png"); !errors.As(err, &folder) || !errors.Is(err, syscall.ENOTDIR) {
		t.Errorf("got %v", err)
	}
}

func TestReadOnlyFolder(t *testing.T) {
	if os.Geteuid() == 0 {
		t.Skip("the superuser may write everywhere")
	}
	w := open(t, t.TempDir())
	write(t, filepath.Join(w.dir, "locked/a.png"), "a")
	if err := os.Chmod(filepath.Join(w.dir, "locked"), 0o555); err != nil {
		t.Fatal(err)
	}
	defer func() { _ = os.Chmod(filepath.Join(w.dir, "locked"), 0o755) }() // else it cannot be cleaned up
	for _, name := range []string{"locked/b.png", "locked/deep/b.png"} {
		if err := w.Outputs().Survey().Placeable(name); !errors.Is(err, fs.ErrPermission) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
