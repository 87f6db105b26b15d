package folder_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gesso/spec/folder"
)

// newFiles opens a new directory with the given files in it, and another beside it, "outside", with a file named secret.
func newFiles(t *testing.T, contents map[string]string) (*folder.Files, string) {
	t.Helper()
	top := t.TempDir()
	dir := filepath.Join(top, "config")
	write(t, filepath.Join(top, "outside", "secret"), "secret")
	write(t, filepath.Join(dir, "a.txt"), "a")
	for name, content := range contents {
		write(t, filepath.Join(dir, name), content)
	}
	files, err := folder.NewFiles(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { files.Close() })
	return files, dir
}

func write(t *testing.T, name, content string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
}

func link(t *testing.T, target, name string) {
	t.Helper()
	if err := os.Symlink(target, name); err != nil {
		t.Skip(err)
	}
}

func TestReadIsConfined(t *testing.T) {
	files, dir := newFiles(t, map[string]string{"sub/b.txt": "b"})
	link(t, "../outside/secret", filepath.Join(dir, "out"))
	link(t, "../outside", filepath.Join(dir, "outdir"))
	link(t, filepath.Join(dir, "a.txt"), filepath.Join(dir, "absolute"))
	link(t, "sub/b.txt", filepath.Join(dir, "in"))
	link(t, "nothing", filepath.Join(dir, "dangling"))
	link(t, "loop", filepath.Join(dir, "loop"))

	for _, test := range []struct {
		name, want string
		err        error // nil where any will do
	}{
		{"a.txt", "a", nil},
		{"./sub/../a.txt", "a", nil},
		{"../config/a.txt", "a", nil},
		{filepath.Join(dir, "sub", "b.txt"), "b", nil},
		{"in", "b", nil},
		{"../outside/secret", "", folder.ErrOutside},
		{"..", "", folder.ErrOutside},
		{"sub/../../outside/secret", "", folder.ErrOutside},
		{filepath.Join(dir, "../outside/secret"), "", folder.ErrOutside},
		{"/etc/passwd", "", folder.ErrOutside},
		{"out", "", folder.ErrOutside},
		{"outdir/secret", "", folder.ErrOutside},
		{"absolute", "", folder.ErrOutside},
		{"~/secret", "", folder.ErrOutside},
		{"~other/secret", "", nil},
		{"dangling", "", fs.ErrNotExist},
		{"nothing", "", fs.ErrNotExist},
		{"loop", "", nil},
		{"sub", "", nil},
		{"", "", nil},
		{"a\x00b", "", nil},
		{strings.Repeat("x", 5000), "", nil},
	} {
		got, err := files.Read(test.name)
		if string(got) != test.want || (err == nil) != (test.want != "") {
			t.Errorf("Read(%.40q) = %q, %v; want %q", test.name, got, err, test.want)
		}
		if test.err != nil && !errors.Is(err, test.err) {
			t.Errorf("Read(%q): %v; want %v", test.name, err, test.err)
		}
	}
}

// TestAbsolutePathThroughLink asserts that a directory may be named through a link, and by its real name.
func TestAbsolutePathThroughLink(t *testing.T) {
	_, dir := newFiles(t, nil)
	other := filepath.Join(t.TempDir(), "other")
	link(t, dir, other)
	files, err := folder.NewFiles(other)
	if err != nil {
		t.Fatal(err)
	}
	defer files.Close()
	for _, name := range []string{filepath.Join(dir, "a.txt"), filepath.Join(other, "a.txt"), "a.txt"} {
		if got, err := files.Read(name); string(got) != "a" {
			t.Errorf("Read(%q) = %q, %v", name, got, err)
		}
	}
}

// TestReadOnce asserts that a file has one content in a run, and that everything that was looked at is on record.
func TestReadOnce(t *testing.T) {
	files, dir := newFiles(t, map[string]string{"sub/b.txt": "b", "c.txt": "c"})
	for range 2 {
		if got, err := files.Read("a.txt"); string(got) != "a" {
			t.Fatalf("%q, %v", got, err)
		}
		write(t, filepath.Join(dir, "a.txt"), "changed")
	}
	if _, err := files.Read("none"); err == nil {
		t.Error("none can be read")
	}
	write(t, filepath.Join(dir, "none"), "some")
	if _, err := files.Read("none"); err == nil {
		t.Error("a file that was missing has come into being in the middle of a run")
	}
	for _, name := range []string{"c.txt", "./sub/../d.txt"} {
		if _, err := files.Exists(name); err != nil {
			t.Error(err)
		}
	}
	if _, err := files.Glob("sub", "*"); err != nil {
		t.Error(err)
	}
	if _, err := files.Read("../outside/secret"); err == nil {
		t.Error("the secret can be read")
	}
	want := map[string]string{
		"a.txt": "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb",
		"none":  "",
		"c.txt": "",
		"d.txt": "",
		"sub":   "",
	}
	if diff := cmp.Diff(want, files.Used()); diff != "" {
		t.Errorf("Used (-want +got):\n%s", diff)
	}
}

// TestLargeFiles asserts that a file over the limit is not read, and that one which is not kept may not change.
func TestLargeFiles(t *testing.T) {
	files, dir := newFiles(t, map[string]string{"over": "", "one": "", "two": ""})
	for name, size := range map[string]int64{"over": 64<<20 + 1, "one": 40 << 20, "two": 40 << 20} {
		if err := os.Truncate(filepath.Join(dir, name), size); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := files.Read("over"); err == nil || !strings.Contains(err.Error(), "64 MiB") {
		t.Errorf("a file that is too large: %v", err)
	}
	for _, name := range []string{"one", "two", "two"} {
		if content, err := files.Read(name); err != nil || len(content) != 40<<20 {
			t.Errorf("%s: %d bytes, %v", name, len(content), err)
		}
	}
	write(t, filepath.Join(dir, "one"), "changed")
	if _, err := files.Read("one"); err != nil {
		t.Errorf("one is kept, but: %v", err)
	}
	write(t, filepath.Join(dir, "two"), "changed")
	if _, err := files.Read("two"); err == nil || !strings.Contains(err.Error(), "changed since") {
		t.Errorf("two has changed, but: %v", err)
	}
}

func TestReadFromManyGoroutines(t *testing.T) {
	files, _ := newFiles(t, nil)
	var all sync.WaitGroup
	for range 32 {
		all.Go(func() {
			if got, err := files.Read("a.txt"); string(got) != "a" {
				t.Errorf("%q, %v", got, err)
			}
			files.Used()
		})
	}
	all.Wait()
}

// TestGlobLinks asserts that ** comes to an end where links go in circles, and that links which leave match nothing.
func TestGlobLinks(t *testing.T) {
	files, dir := newFiles(t, map[string]string{"d/one": "1", "e/two": "2", "br[ack]ets/x": "x"})
	link(t, "..", filepath.Join(dir, "d", "up"))
	link(t, ".", filepath.Join(dir, "d", "self"))
	link(t, "../e", filepath.Join(dir, "d", "e"))
	link(t, "../d", filepath.Join(dir, "e", "d"))
	link(t, "../outside", filepath.Join(dir, "outdir"))
	link(t, "../outside/secret", filepath.Join(dir, "out"))
	link(t, "a.txt", filepath.Join(dir, "in"))
	link(t, "nothing", filepath.Join(dir, "dangling"))
	for _, test := range []struct {
		dir, pattern string
		want         []string
	}{
		{".", "**", []string{"a.txt", "br[ack]ets/x", "d/e/two", "d/one", "e/d/one", "e/two", "in"}},
		{"d", "**", []string{"e/two", "one"}},
		{".", "out*", []string{}},
		{"outdir", "*", []string{}},
		{"br[ack]ets", "*", []string{"x"}},
		{".", "{a,a}.txt", []string{"a.txt"}},
		{dir, "*.txt", []string{"a.txt"}},
		{"d", "../*.txt", []string{"../a.txt"}},
	} {
		got, err := files.Glob(test.dir, test.pattern)
		if err != nil {
			t.Errorf("Glob(%q, %q): %v", test.dir, test.pattern, err)
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("Glob(%q, %q) (-want +got):\n%s", test.dir, test.pattern, diff)
		}
	}
	for _, test := range [][2]string{{"..", "*"}, {".", "../outside/*"}, {"d", "../../outside/*"}, {"/", "**"}} {
		if got, err := files.Glob(test[0], test[1]); !errors.Is(err, folder.ErrOutside) {
			t.Errorf("Glob(%q, %q) = %q, %v", test[0], test[1], got, err)
		}
	}
}

func TestNoFiles(t *testing.T) {
	var files *folder.Files
	if _, err := files.Read("a.txt"); !errors.Is(err, folder.ErrOutside) {
		t.Errorf("Read: %v", err)
	}
	if _, err := files.Exists("a.txt"); !errors.Is(err, folder.ErrOutside) {
		t.Errorf("Exists: %v", err)
	}
	if _, err := files.Glob(".", "*"); !errors.Is(err, folder.ErrOutside) {
		t.Errorf("Glob: %v", err)
	}
}
