package outputs

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"

	"gesso/state/disk/internal/file"
)

func TestAside(t *testing.T) {
	w := open(t, t.TempDir())
	o := w.Outputs()
	if o.HasAside("a/b.png") {
		t.Error("something lies aside before anything was set there")
	}
	for _, text := range []string{"grey", "black"} {
		if err := o.SetAside("./a/b.png", content(text)); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(filepath.Join(w.dir, asideDir, "a", "b.png"))
	if err != nil || string(got) != "black" || !o.HasAside("a/b.png") {
		t.Errorf("aside lies %q, %v", got, err)
	}
	check(t, o, "a/b.png", shaOf("black"), Missing) // the output is another file

	failed := errors.New("a full disk")
	if err := o.SetAside("a/b.png", func(io.Writer) error { return failed }); !errors.Is(err, failed) {
		t.Errorf("the error is %v", err)
	}
	if !o.HasAside("a/b.png") {
		t.Error("a failed write took what lay there")
	}

	for range 2 { // the second time there is nothing
		if err := o.ClearAside("a/b.png"); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := os.Stat(filepath.Join(w.dir, asideDir)); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("an empty folder is left: %v", err)
	}
}

// No path leads out of the folder, whoever wrote it.
func TestAsideStaysInside(t *testing.T) {
	o := open(t, t.TempDir()).Outputs()
	for _, name := range []string{"../x.png", "/x.png", ".gesso/journal", ""} {
		if o.SetAside(name, content("x")) == nil || o.ClearAside(name) == nil || o.HasAside(name) {
			t.Errorf("%q is a path for something aside", name)
		}
	}
}

// What a killed process had half written aside goes with the rest: nobody shall
// take it for a picture.
func TestClearAsideAfterAKill(t *testing.T) {
	w := open(t, t.TempDir())
	o := w.Outputs()
	for _, whole := range []bool{true, false} {
		if err := o.SetAside("a/b.png", content("grey")); err != nil {
			t.Fatal(err)
		}
		folder := filepath.Join(w.dir, asideDir, "a")
		if err := os.WriteFile(filepath.Join(w.dir, file.TempName(asideDir+"/a/b.png")), []byte("gr"), 0o644); err != nil {
			t.Fatal(err)
		}
		if !whole {
			if err := os.Remove(filepath.Join(folder, "b.png")); err != nil {
				t.Fatal(err)
			}
		}
		if o.HasAside("a/b.png") {
			t.Errorf("whole %t: something lies aside, and a newer picture was about to", whole)
		}
		if err := o.ClearAside("a/b.png"); err != nil {
			t.Fatal(err)
		}
		if _, err := os.Stat(folder); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("whole %t: the folder is left: %v", whole, err)
		}
	}
}
