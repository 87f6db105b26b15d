//go:build linux || darwin || freebsd

package quiet_test

import (
	"crypto/sha256"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"gesso/runner/quiet"
)

// later is a clock by which all that was written is long ago.
func later() time.Time { return time.Now().Add(time.Hour) }

// facts are those of a usual command.
func facts() quiet.Facts {
	return quiet.Facts{Version: "1.0", Args: []string{"plan"}, Environ: []string{"A=1", "_=x"}, Now: later}
}

func ask(t failer, dir string, f quiet.Facts) *quiet.Question {
	t.Helper()
	q, err := quiet.Ask(dir, f)
	must(t, err)
	return q
}

type failer interface {
	Helper()
	Fatal(...any)
}

func must(t failer, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func put(t failer, name, content string) {
	t.Helper()
	must(t, os.MkdirAll(filepath.Dir(name), 0o755))
	must(t, os.WriteFile(name, []byte(content), 0o644))
}

// folder is one as an apply leaves it.
func folder(t failer, dir string) {
	t.Helper()
	for name, content := range map[string]string{
		"main.hcl": "image", "rows.csv": "a,b", "gesso.state": "{}", "images/a.png": "A", "images/b.png": "B", "parts/more.hcl": "module",
		".gesso/home/home.json": "H", ".gesso/home/default/position": "7", ".gesso/home/default/gesso.state": "{}",
		".gesso/ledger": "L", ".gesso/stat": "S", ".gesso/objects/ab/abcd": "O", ".git/index": "I",
	} {
		put(t, filepath.Join(dir, name), content)
	}
	must(t, os.Symlink("images/a.png", filepath.Join(dir, "best.png")))
}

// tick waits until the file system's clock has advanced: whatever is written now
// has a later time than all that was written before.
func tick(t failer, dir string) {
	t.Helper()
	changed := func() time.Time {
		name := filepath.Join(dir, "clock")
		put(t, name, "")
		info, err := os.Stat(name)
		must(t, err)
		return info.ModTime()
	}
	for first := changed(); !changed().After(first); {
	}
}

var answer = quiet.Answer{{Err: true, Text: "Warning: one\n"}, {Text: "No changes.\n"}}

func TestRecall(t *testing.T) {
	dir := t.TempDir()
	folder(t, dir)
	if _, ok := ask(t, dir, facts()).Recall(); ok {
		t.Error("recalled without having remembered")
	}
	must(t, ask(t, dir, facts()).Remember(answer, quiet.Seen{}))
	for range 2 {
		if got, ok := ask(t, dir, facts()).Recall(); !ok || !slices.Equal(got, answer) {
			t.Errorf("recalled %v %v", got, ok)
		}
	}
	told := ask(t, dir, facts())
	if told.Told() != "" {
		t.Error("told before anything was recalled")
	}
	must(t, ask(t, dir, facts()).Remember(answer, quiet.Seen{Told: "a bucket"}))
	if _, ok := told.Recall(); !ok || told.Told() != "a bucket" {
		t.Errorf("told %q", told.Told())
	}
	// Others are remembered beside it.
	apply := facts()
	apply.Args = []string{"apply"}
	must(t, ask(t, dir, apply).Remember(quiet.Answer{{Text: "apply"}}, quiet.Seen{Told: "a bucket"}))
	if got, ok := ask(t, dir, apply).Recall(); !ok || got[0].Text != "apply" {
		t.Errorf("the other: %v %v", got, ok)
	}
	if got, ok := ask(t, dir, facts()).Recall(); !ok || !slices.Equal(got, answer) {
		t.Errorf("beside the other: %v %v", got, ok)
	}
}

// What commands do to gesso's own folder, and git to its own, changes nothing.
func TestRecallThroughWhatChangesNothing(t *testing.T) {
	dir := t.TempDir()
	folder(t, dir)
	must(t, ask(t, dir, facts()).Remember(answer, quiet.Seen{}))
	tick(t, t.TempDir())
	put(t, filepath.Join(dir, ".gesso/stat"), "another")
	put(t, filepath.Join(dir, ".gesso/thumbs/a.jpg"), "a thumbnail")
	put(t, filepath.Join(dir, ".git/index"), "another")
	other := facts()
	other.Environ = []string{"SHLVL=3", "A=1"}
	if _, ok := ask(t, dir, other).Recall(); !ok {
		t.Error("not recalled")
	}
}

// Still tells of what is below a folder alone, and of nothing before a Recall.
func TestStill(t *testing.T) {
	dir := t.TempDir()
	folder(t, dir)
	must(t, ask(t, dir, facts()).Remember(answer, quiet.Seen{}))
	q := ask(t, dir, facts())
	if q.Still(".gesso/home") {
		t.Error("it says so of what was never looked at")
	}
	if _, ok := q.Recall(); !ok || !q.Still(".gesso/home") {
		t.Fatal("nothing has changed, and it says so of nothing")
	}
	tick(t, t.TempDir())
	put(t, filepath.Join(dir, "rows.csv"), "c,d")
	if !q.Still(".gesso/home") || q.Still(".gesso/homes") {
		t.Error("it tells of something else")
	}
	put(t, filepath.Join(dir, ".gesso/home/default/position"), "8")
	if q.Still(".gesso/home") {
		t.Error("a file has changed")
	}
}

// A workspace may be called as a file of gesso's own: its folder counts.
func TestFolderOfAnyName(t *testing.T) {
	for _, name := range []string{"quietly", "thumbs", "stat", "lock"} {
		dir := t.TempDir()
		folder(t, dir)
		must(t, ask(t, dir, facts()).Remember(answer, quiet.Seen{}))
		tick(t, t.TempDir())
		put(t, filepath.Join(dir, ".gesso/home", name, "gesso.state"), "{}")
		if _, ok := ask(t, dir, facts()).Recall(); ok {
			t.Errorf("recalled with a workspace %q more", name)
		}
	}
}

func TestAnotherQuestion(t *testing.T) {
	dir := t.TempDir()
	folder(t, dir)
	must(t, ask(t, dir, facts()).Remember(answer, quiet.Seen{}))
	for name, change := range map[string]func(*quiet.Facts){
		"version":       func(f *quiet.Facts) { f.Version = "1.1" },
		"argument":      func(f *quiet.Facts) { f.Args = []string{"plan", "-replace=image.a"} },
		"arguments":     func(f *quiet.Facts) { f.Args = []string{"pl", "an"} },
		"variable":      func(f *quiet.Facts) { f.Environ = []string{"A=2"} },
		"more":          func(f *quiet.Facts) { f.Environ = append(f.Environ, "GESSO_VAR_a=1") },
		"screen":        func(f *quiet.Facts) { f.Screens = []string{"80"} },
		"other members": func(f *quiet.Facts) { f.Args, f.Environ = nil, append([]string{"plan"}, f.Environ...) },
	} {
		f := facts()
		if change(&f); name == "" {
			continue
		}
		if _, ok := ask(t, dir, f).Recall(); ok {
			t.Errorf("%s: recalled", name)
		}
	}
}

// A file that may change again under the same stamp keeps all from being
// remembered, and so does a clock that was set.
func TestFresh(t *testing.T) {
	dir := t.TempDir()
	folder(t, dir)
	f := facts()
	f.Now = time.Now
	if err := ask(t, dir, f).Remember(answer, quiet.Seen{}); err == nil {
		t.Error("fresh files were remembered")
	}
	times := []time.Time{later(), later().Add(-time.Minute).Round(0)}
	f.Now = func() time.Time {
		now := times[0]
		times = times[1:]
		return now
	}
	if err := ask(t, dir, f).Remember(answer, quiet.Seen{}); err == nil {
		t.Error("remembered though the clock was set back")
	}
	if _, ok := ask(t, dir, facts()).Recall(); ok {
		t.Error("recalled")
	}
}

// Each damaged byte of a memory makes it none, and so does each end too early.
func TestDamagedMemory(t *testing.T) {
	dir := t.TempDir()
	folder(t, dir)
	must(t, ask(t, dir, facts()).Remember(answer, quiet.Seen{}))
	file := filepath.Join(dir, ".gesso/quiet")
	good, err := os.ReadFile(file)
	must(t, err)
	for i := range good {
		bad := slices.Clone(good)
		bad[i] ^= 1 << (i % 8)
		for _, data := range [][]byte{bad, good[:i]} {
			must(t, os.WriteFile(file, data, 0o644))
			if _, ok := ask(t, dir, facts()).Recall(); ok {
				t.Fatalf("recalled with byte %d damaged", i)
			}
		}
	}
	must(t, os.WriteFile(file, good, 0o644))
	if _, ok := ask(t, dir, facts()).Recall(); !ok {
		t.Error("not recalled from what is whole")
	}
}

// A memory that came with a repository is about other files.
func TestForeignMemory(t *testing.T) {
	dir, other := t.TempDir(), t.TempDir()
	folder(t, dir)
	folder(t, other)
	must(t, ask(t, dir, facts()).Remember(answer, quiet.Seen{}))
	must(t, os.Rename(filepath.Join(dir, ".gesso/quiet"), filepath.Join(other, ".gesso/quiet")))
	if _, ok := ask(t, other, facts()).Recall(); ok {
		t.Error("recalled in another folder")
	}
	away := dir + "-away"
	must(t, os.Rename(dir, away))
	must(t, os.Rename(other, dir))
	if _, ok := ask(t, dir, facts()).Recall(); ok {
		t.Error("recalled in another folder of the same name")
	}
}

// What must not be waited for, or be read, in the place of a memory is none.
func TestMemoryOfAnotherKind(t *testing.T) {
	dir := t.TempDir()
	folder(t, dir)
	must(t, os.Mkdir(filepath.Join(dir, ".gesso/quiet"), 0o755))
	if _, ok := ask(t, dir, facts()).Recall(); ok {
		t.Error("recalled from a folder")
	}
	if err := ask(t, dir, facts()).Remember(answer, quiet.Seen{}); err == nil {
		t.Error("remembered over a folder")
	}
}

// TestRandomEdits makes a question, whose answer is all that there is, and edits
// at random: what is recalled must be what the question would be answered anew.
func TestRandomEdits(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		top, err := os.MkdirTemp("", "quiet")
		must(r, err)
		defer os.RemoveAll(top)
		dir, beside, clock := filepath.Join(top, "dir"), filepath.Join(top, "beside"), filepath.Join(top, "clock")
		folder(r, dir)
		put(r, filepath.Join(beside, "shared/lib.hcl"), "lib")
		put(r, filepath.Join(beside, "values.hclvars"), "v")
		must(r, os.Symlink(filepath.Join(beside, "values.hclvars"), filepath.Join(dir, "out")))
		must(r, os.Symlink("nowhere", filepath.Join(dir, "dangling")))
		seen := quiet.Seen{Folders: []string{filepath.Join(beside, "shared")}, Files: []string{filepath.Join(beside, "values.hclvars")}}
		f := facts()
		said := func() quiet.Answer {
			values, _ := os.ReadFile(seen.Files[0])
			return quiet.Answer{{Text: everything(dir, f) + everything(seen.Folders[0], f) + string(values)}}
		}
		recalled := 0
		for range rapid.IntRange(1, 8).Draw(r, "rounds") {
			tick(r, clock)
			_ = ask(r, dir, f).Remember(said(), seen) // after some edits there is no folder
			tick(r, clock)
			for range rapid.IntRange(0, 2).Draw(r, "edits") {
				edit(r, dir, beside, &f)
			}
			got, ok := ask(r, dir, f).Recall()
			if want := said(); ok && !slices.Equal(got, want) {
				r.Fatalf("recalled\n%s\nwant\n%s", got[0].Text, want[0].Text)
			}
			if ok {
				recalled++
			}
		}
		r.Logf("recalled %d times", recalled)
	})
}

// everything is what could be found out about a folder, but for what commands do
// to gesso's own one.
func everything(dir string, f quiet.Facts) string {
	var b strings.Builder
	fmt.Fprintln(&b, f.Version, f.Args, f.Environ, f.Screens)
	_ = filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if d == nil || d.Name() == ".git" || strings.HasPrefix(d.Name(), "quiet") || d.Name() == "stat" {
			if d != nil && d.IsDir() {
				return fs.SkipDir
			}
			return nil
		}
		content, _ := os.ReadFile(name)
		to, _ := os.Readlink(name)
		real, _ := filepath.EvalSymlinks(name)
		mode := fs.FileMode(0)
		if info, err := os.Stat(name); err == nil {
			mode = info.Mode()
		}
		if strings.Contains(name, ".gesso/objects/") && mode.IsRegular() {
			content, mode = nil, 0 // it is named by its content
		}
		fmt.Fprintf(&b, "%s %v %v %x %s %s\n", name, d.Type(), mode, sha256.Sum256(content), to, real)
		return nil
	})
	return b.String()
}

// edit changes one thing, or nothing.
func edit(r *rapid.T, dir, beside string, f *quiet.Facts) {
	var names []string
	for _, top := range []string{dir, beside} {
		_ = filepath.WalkDir(top, func(name string, d fs.DirEntry, err error) error {
			if name != top && err == nil && d.Name() != "quiet" {
				names = append(names, name)
			}
			return nil
		})
	}
	slices.Sort(names)
	name := rapid.SampledFrom(names).Draw(r, "name")
	other := rapid.SampledFrom(names).Draw(r, "other")
	letter := rapid.StringMatching("[a-c]").Draw(r, "letter")
	old := time.Unix(1_000_000_000, 0)
	edits := map[string]func(){
		"write":         func() { _ = os.WriteFile(name, []byte(letter), 0o644) },
		"write back":    func() { _ = os.WriteFile(name, []byte(letter), 0o644); _ = os.Chtimes(name, old, old) },
		"append":        func() { content, _ := os.ReadFile(name); _ = os.WriteFile(name, append(content, letter...), 0o644) },
		"touch":         func() { _ = os.Chtimes(name, old, old) },
		"chmod":         func() { _ = os.Chmod(name, 0o755) },
		"remove":        func() { _ = os.RemoveAll(name) },
		"rename":        func() { _ = os.Rename(name, other) },
		"rename beside": func() { _ = os.Rename(name, name+letter) },
		"swap":          func() { _ = os.Rename(name, name+"~"); _ = os.Rename(other, name); _ = os.Rename(name+"~", other) },
		"new file":      func() { _ = os.WriteFile(filepath.Join(filepath.Dir(name), letter+".hcl"), []byte(letter), 0o644) },
		"new folder":    func() { _ = os.MkdirAll(filepath.Join(filepath.Dir(name), letter, "x"), 0o755) },
		"link":          func() { _ = os.Symlink(other, filepath.Join(filepath.Dir(name), letter+".lnk")) },
		"relink":        func() { _ = os.RemoveAll(name); _ = os.Symlink(other, name) },
		"hard link":     func() { _ = os.Link(name, filepath.Join(filepath.Dir(other), letter+".png")) },
		"new folders": func() {
			_ = os.Rename(dir, dir+"~")
			_ = os.CopyFS(dir, os.DirFS(dir+"~"))
			_ = os.RemoveAll(dir + "~")
		},
		"version":     func() { f.Version += letter },
		"arguments":   func() { f.Args = []string{"plan", "-var", letter} },
		"environment": func() { f.Environ = []string{"A=" + letter, "B=2"} },
		"nothing":     func() {},
		"git":         func() { _ = os.WriteFile(filepath.Join(dir, ".git/index"), []byte(letter), 0o644) },
		"stat":        func() { _ = os.WriteFile(filepath.Join(dir, ".gesso/stat"), []byte(letter), 0o644) },
		"memory":      func() { _ = os.WriteFile(filepath.Join(dir, ".gesso/quiet"), []byte(letter), 0o644) },
		"no memory":   func() { _ = os.Remove(filepath.Join(dir, ".gesso/quiet")) },
	}
	kinds := make([]string, 0, len(edits))
	for kind := range edits {
		kinds = append(kinds, kind)
	}
	slices.Sort(kinds)
	edits[rapid.SampledFrom(kinds).Draw(r, "edit")]()
}
