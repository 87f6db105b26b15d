package outputs

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"gesso/state/disk/internal/file"
	"gesso/state/disk/internal/stat"
	"gesso/state/disk/locate"
)

func TestOutputs(t *testing.T) {
	w := open(t, t.TempDir())
	o := w.Outputs()
	check(t, o, "assets/heroes/a.png", shaOf("fox"), Missing)
	sha, err := o.Place("assets/heroes/a.png", content("fox"))
	if err != nil || sha != shaOf("fox") {
		t.Fatal(sha, err)
	}
	check(t, o, "assets/heroes/a.png", shaOf("fox"), Same)
	check(t, o, "./assets//heroes/a.png", shaOf("hen"), Differs)
	check(t, o, "assets/heroes/a.png/b.png", shaOf("fox"), Missing)
	if err := o.PlaceCopy("assets/b.png", put(t, w, "hen")); err != nil {
		t.Fatal(err)
	}
	check(t, o, "assets/b.png", shaOf("hen"), Same)

	for range 2 {
		if err := o.Remove("assets/heroes/a.png"); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := os.Stat(filepath.Join(w.dir, "assets/heroes")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("an empty folder stayed: %v", err)
	}
	check(t, o, "assets/b.png", shaOf("hen"), Same)
	if err := o.Remove("assets/b.png"); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(w.dir); err != nil {
		t.Errorf("the workspace itself: %v", err)
	}
}

// What fails leaves the old output and nothing else.
func TestPlaceIsAllOrNothing(t *testing.T) {
	w := open(t, t.TempDir())
	o := w.Outputs()
	if _, err := o.Place("a.png", content("old")); err != nil {
		t.Fatal(err)
	}
	boom := errors.New("no such colour")
	_, err := o.Place("a.png", func(w io.Writer) error {
		_, _ = io.WriteString(w, "half")
		if _, err := o.Place("./a.png", content("new")); err == nil {
			t.Error("two wrote one output at once")
		}
		return boom
	})
	if !errors.Is(err, boom) {
		t.Errorf("got %v", err)
	}
	if err := o.PlaceCopy("a.png", shaOf("nothing")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("got %v", err)
	}
	same(t, "files", files(t, w.dir), map[string]string{"a.png": "old"})
	write(t, filepath.Join(w.dir, file.TempName("a.png")), "left by a killed run")
	if _, err := o.Place("a.png", content("new")); err != nil {
		t.Fatal(err)
	}
	same(t, "files", files(t, w.dir), map[string]string{"a.png": "new"})
}

func TestOutputIsAFolder(t *testing.T) {
	w := open(t, t.TempDir())
	o := w.Outputs()
	write(t, filepath.Join(w.dir, "a.png/inside"), "")
	_, checked := o.Check("a.png", shaOf("fox"))
	_, placed := o.Place("a.png", content("fox"))
	for _, err := range []error{checked, placed, o.Remove("a.png")} {
		if !errors.Is(err, locate.ErrDirectory) || !strings.Contains(err.Error(), "a.png: is a directory") {
			t.Errorf("got %v", err)
		}
	}
}

func TestPathsThatAreNoOutputs(t *testing.T) {
	o := open(t, t.TempDir()).Outputs()
	for _, name := range []string{"", ".", "..", "../a.png", "a/../../b.png", "/a.png", ".gesso/a.png", ".GESSO/objects", "gesso.state", "x/../Gesso.State"} {
		if _, err := o.Check(name, ""); err == nil {
			t.Errorf("checked %q", name)
		}
		if _, err := o.Place(name, content("fox")); err == nil {
			t.Errorf("placed %q", name)
		}
		if err := o.Remove(name); err == nil {
			t.Errorf("removed %q", name)
		}
	}
}

// Nothing is read or written through a link that leaves the workspace.
func TestSymbolicLinks(t *testing.T) {
	outside := t.TempDir()
	write(t, filepath.Join(outside, "a.png"), "theirs")
	w := open(t, t.TempDir())
	link := func(target, name string) {
		if err := os.Symlink(target, filepath.Join(w.dir, name)); err != nil {
			t.Skip("no symbolic links here: ", err)
		}
	}
	link(outside, "out")
	link(filepath.Join(outside, "a.png"), "link.png")
	link("inner.png", "within.png")
	link("nowhere.png", "dangling.png")
	o := w.Outputs()

	if _, err := o.Place("out/a.png", content("ours")); err == nil {
		t.Error("placed through a link")
	}
	for _, name := range []string{"out/a.png", "link.png"} {
		if s, err := o.Check(name, shaOf("theirs")); err == nil {
			t.Errorf("checked %s: %v", name, s)
		}
	}
	if err := o.Remove("out/a.png"); err == nil {
		t.Error("removed through a link")
	}
	if _, err := o.Place("link.png", content("ours")); err != nil {
		t.Errorf("a link in the output's place: %v", err)
	}
	write(t, filepath.Join(w.dir, "inner.png"), "inner")
	check(t, o, "within.png", shaOf("inner"), Same)
	check(t, o, "dangling.png", shaOf("inner"), Missing)
	same(t, "outside", files(t, outside), map[string]string{"a.png": "theirs"})

}

// An output is a file of its own: editing it leaves the artifact as it was.
func TestEditedOutputHarmsNoArtifact(t *testing.T) {
	w := open(t, t.TempDir())
	sha := put(t, w, "fox")
	if err := w.Outputs().PlaceCopy("a.png", sha); err != nil {
		t.Fatal(err)
	}
	f, err := os.OpenFile(filepath.Join(w.dir, "a.png"), os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.WriteAt([]byte("h"), 0); err != nil {
		t.Fatal(err)
	}
	f.Close()
	check(t, w.Outputs(), "a.png", sha, Differs)
	if err := w.store.Verify(sha); err != nil {
		t.Error(err)
	}
}

func TestUnchangedOutputIsNotReadAgain(t *testing.T) {
	first := open(t, t.TempDir())
	makeHome(t, first)
	if _, err := first.Outputs().Place("out/a.png", content("fox")); err != nil {
		t.Fatal(err)
	}
	if err := first.Outputs().Flush(); err != nil {
		t.Fatal(err)
	}

	// The output was placed a moment ago: it is read once more.
	second := later(t, first.dir)
	same(t, "entry is racy", racy(second, "out/a.png"), true)
	check(t, second.Outputs(), "out/a.png", shaOf("fox"), Same)
	same(t, "entry is racy", racy(second, "out/a.png"), false)
	if err := second.Outputs().Flush(); err != nil {
		t.Fatal(err)
	}

	// From then on the cache is believed, even if what it says is absurd.
	third := later(t, first.dir)
	lie, _ := third.Outputs().cache.Get("out/a.png")
	lie.SHA = [32]byte{}
	third.Outputs().cache.Put("out/a.png", lie)
	check(t, third.Outputs(), "out/a.png", strings.Repeat("0", 64), Same)
}

func racy(w *folder, name string) bool {
	entry, _ := w.Outputs().cache.Get(name)
	return entry.Racy
}

// What a user made of an output is kept before it is replaced.
func TestKeep(t *testing.T) {
	w := open(t, t.TempDir())
	if _, err := w.Outputs().Keep("a.png"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("kept what is not there: %v", err)
	}
	write(t, filepath.Join(w.dir, "a.png"), "retouched")
	sha, err := w.Outputs().Keep("a.png")
	if err != nil || sha != shaOf("retouched") || w.store.Verify(sha) != nil {
		t.Errorf("kept %s, %v", sha, err)
	}
}

// settled has the output a.png with content "fox", which is safely cached.
func settled(t *testing.T) *folder {
	t.Helper()
	dir := t.TempDir()
	write(t, filepath.Join(dir, "a.png"), "fox")
	w := later(t, dir)
	makeHome(t, w)
	check(t, w.Outputs(), "a.png", shaOf("fox"), Same)
	if racy(w, "a.png") {
		t.Fatal("still racy")
	}
	return w
}

// An edit is seen by each of the things that the system notes of it, also when
// size and modification time are put back.
func TestEditIsNoticed(t *testing.T) {
	for name, edit := range map[string]func(file string, was fs.FileInfo) error{
		"other size": func(file string, was fs.FileInfo) error {
			return errors.Join(os.WriteFile(file, []byte("foxes"), 0o644), os.Chtimes(file, was.ModTime(), was.ModTime()))
		},
		"other time": func(file string, was fs.FileInfo) error {
			return errors.Join(os.WriteFile(file, []byte("hen"), 0o644), os.Chtimes(file, was.ModTime(), was.ModTime().Add(1)))
		},
		"same size and time": func(file string, was fs.FileInfo) error {
			return errors.Join(os.WriteFile(file, []byte("hen"), 0o644), os.Chtimes(file, was.ModTime(), was.ModTime()))
		},
		"another file in its place": func(file string, was fs.FileInfo) error {
			return errors.Join(os.WriteFile(file+"~", []byte("hen"), 0o644), os.Chtimes(file+"~", was.ModTime(), was.ModTime()), os.Rename(file+"~", file))
		},
	} {
		t.Run(name, func(t *testing.T) {
			if runtime.GOOS == "windows" && strings.Contains(name, "same") {
				t.Skip("no change time")
			}
			w := settled(t)
			file := filepath.Join(w.dir, "a.png")
			was, err := os.Stat(file)
			if err != nil {
				t.Fatal(err)
			}
			if err := edit(file, was); err != nil {
				t.Fatal(err)
			}
			check(t, w.Outputs(), "a.png", shaOf("fox"), Differs)
		})
	}
}

// An edit within the tick of the file system's clock leaves no trace. So what
// was hashed in the tick of its last change is hashed again.
func TestRacyEntryIsReadAgain(t *testing.T) {
	w := open(t, t.TempDir())
	w.now = func() time.Time { return time.Unix(1e9, 0) } // by this clock every file is recent
	file := filepath.Join(w.dir, "a.png")
	write(t, file, "fox")
	o := w.Outputs()
	check(t, o, "a.png", shaOf("fox"), Same)
	write(t, file, "hen")
	info, err := os.Stat(file)
	if err != nil {
		t.Fatal(err)
	}
	entry, _ := o.cache.Get("a.png")
	entry.Stamp = stat.StampOf(info) // as if both were written in one tick
	o.cache.Put("a.png", entry)
	check(t, o, "a.png", shaOf("fox"), Differs)
}

// A cache that is no cache is an empty one.
func TestDamagedStatCache(t *testing.T) {
	w := settled(t)
	write(t, filepath.Join(w.dir, statFile), "nonsense")
	again := open(t, w.dir)
	check(t, again.Outputs(), "a.png", shaOf("fox"), Same)
	check(t, again.Outputs(), "a.png", shaOf("hen"), Differs)
}

// Outputs come and go at once, in one folder, without getting in each other's way.
func TestOutputsTogether(t *testing.T) {
	w := open(t, t.TempDir())
	o := w.Outputs()
	var group sync.WaitGroup
	for n := range 16 {
		group.Go(func() {
			name, text := fmt.Sprintf("deep/er/%d.png", n), fmt.Sprint("picture ", n)
			for range 20 {
				if _, err := o.Place(name, content(text)); err != nil {
					t.Error(err)
				}
				check(t, o, name, shaOf(text), Same)
				if err := o.Remove(name); err != nil {
					t.Error(err)
				}
				check(t, o, name, shaOf(text), Missing)
			}
		})
	}
	group.Wait()
	same(t, "files", names(files(t, w.dir)), []string(nil))
}

// Folders stay open while many outputs are written, and each output goes where its path leads
// at that moment: into a folder that has been put in the place of a moved one, and through no
// link that leads out of the workspace.
func TestPlaceFollowsThePath(t *testing.T) {
	for _, test := range []struct {
		name  string
		put   func(t *testing.T, dir string)
		fails bool
	}{
		{"the folder was moved", func(*testing.T, string) {}, false},
		{"another took its place", func(t *testing.T, dir string) { write(t, filepath.Join(dir, "a", "b", "other.png"), "other") }, false},
		{"a link to it", func(t *testing.T, dir string) { link(t, "gone", filepath.Join(dir, "a")) }, false},
		{"a link out", func(t *testing.T, dir string) { link(t, t.TempDir(), filepath.Join(dir, "a")) }, true},
	} {
		t.Run(test.name, func(t *testing.T) {
			dir := t.TempDir()
			o := open(t, dir).Outputs()
			place := func(name string) error {
				if status, err := o.Check(name, ""); err == nil && status != Missing {
					t.Errorf("%s is there: %v", name, status)
				}
				_, err := o.Place(name, content(name))
				return err
			}
			for _, name := range []string{"a/b/1.png", "a/b/2.png"} {
				if err := place(name); err != nil {
					t.Fatal(err)
				}
			}
			if err := os.Rename(filepath.Join(dir, "a"), filepath.Join(dir, "gone")); err != nil {
				t.Fatal(err)
			}
			test.put(t, dir)
			err := place("a/b/3.png")
			if (err != nil) != test.fails {
				t.Fatalf("placing returned %v", err)
			}
			if data, err := os.ReadFile(filepath.Join(dir, "a", "b", "3.png")); !test.fails && (err != nil || string(data) != "a/b/3.png") {
				t.Errorf("there is %q, %v", data, err)
			}
			if _, err := os.Stat(filepath.Join(dir, "gone", "b", "3.png")); err == nil && test.name != "a link to it" {
				t.Error("it went after the folder that was moved")
			}
		})
	}
}

func link(t *testing.T, to, at string) {
	t.Helper()
	if err := os.Symlink(to, at); err != nil {
		t.Skip(err)
	}
}
