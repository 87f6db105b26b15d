package place

import (
	"bytes"
	"errors"
	"image"
	"image/png"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gesso/runner/log"
	"gesso/runner/picture"
	"gesso/state"
	"gesso/state/disk"
	"gesso/state/disk/locate"
)

// bench is a folder with a placer, and what it has written down and said.
type bench struct {
	*Placer
	t      *testing.T
	dir    string
	events []state.Event
	said   []string
	fails  error // of the journal
}

func (b *bench) Append(e state.Event) error {
	b.events = append(b.events, e)
	return b.fails
}

// newBench makes a placer of outputs at some paths, with hashes that others had there.
func newBench(t *testing.T, recorded map[string][]string, paths ...string) *bench {
	t.Helper()
	b := &bench{t: t, dir: t.TempDir()}
	w, err := disk.Open(b.dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { w.Close() })
	l := &log.Log{Journal: b, Warned: func(address string, err error) { b.said = append(b.said, address+": "+err.Error()) }}
	b.Placer = New(Config{
		Log: l, Outputs: w.Outputs(), Store: w.Store(), Memory: picture.NewMemory(1 << 20), Paths: paths,
		Whole:    func(_, sha string) bool { return w.Store().Verify(sha) == nil },
		Recorded: func() map[string][]string { return recorded },
	})
	return b
}

// stored puts a picture of one shade of grey into the store.
func (b *bench) stored(shade uint8) state.Picture {
	b.t.Helper()
	in, err := b.Store.Create()
	if err != nil {
		b.t.Fatal(err)
	}
	defer in.Abort()
	if _, err := in.Write(grey(shade)); err != nil {
		b.t.Fatal(err)
	}
	sha, size, err := in.Commit()
	if err != nil {
		b.t.Fatal(err)
	}
	return state.Picture{Artifact: sha, Bytes: size, Format: "png", Width: 8, Height: 8}
}

// grey is a PNG of one shade.
func grey(shade uint8) []byte {
	m := image.NewGray(image.Rect(0, 0, 8, 8))
	for i := range m.Pix {
		m.Pix[i] = shade
	}
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		panic(err)
	}
	return b.Bytes()
}

func (b *bench) write(path string, content []byte) {
	b.t.Helper()
	name := filepath.Join(b.dir, filepath.FromSlash(path))
	if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
		b.t.Fatal(err)
	}
	if err := os.WriteFile(name, content, 0o666); err != nil {
		b.t.Fatal(err)
	}
}

func (b *bench) read(path string) []byte {
	b.t.Helper()
	content, err := os.ReadFile(filepath.Join(b.dir, filepath.FromSlash(path)))
	if err != nil {
		b.t.Fatal(err)
	}
	return content
}

// files are those that are not gesso's own.
func (b *bench) files() string {
	b.t.Helper()
	var names []string
	err := fs.WalkDir(os.DirFS(b.dir), ".", func(name string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() && !strings.HasPrefix(name, disk.Home) {
			names = append(names, name)
		}
		return err
	})
	if err != nil {
		b.t.Fatal(err)
	}
	return strings.Join(names, " ")
}

// check compares what was written down and said with what should have been.
func (b *bench) check(kinds, said string) {
	b.t.Helper()
	var got []string
	for _, e := range b.events {
		got = append(got, string(e.Kind))
	}
	if diff := cmp.Diff([]string{kinds, said}, []string{strings.Join(got, " "), strings.Join(b.said, "\n")}); diff != "" {
		b.t.Error(diff)
	}
}

// delete takes an object out of the store, as in a fresh clone.
func (b *bench) delete(sha string) {
	b.t.Helper()
	if err := os.Remove(filepath.Join(b.dir, disk.Home, "objects", sha[:2], sha)); err != nil {
		b.t.Fatal(err)
	}
}

func TestCheck(t *testing.T) {
	b := newBench(t, nil, "a.png")
	b.write("folder.png/x", nil)
	check := b.Check()
	if err := check("a.png"); err != nil {
		t.Error(err)
	}
	err := check("folder.png")
	var failure *NoPlaceError
	if !errors.As(err, &failure) || !errors.Is(err, locate.ErrDirectory) || !strings.HasPrefix(err.Error(), "nothing was bought, because folder.png cannot be written: ") {
		t.Errorf("error %v", err)
	}
}

func TestRemove(t *testing.T) {
	tests := []struct {
		name     string
		declared string
		there    []byte
		output   bool // something was placed
		files    string
		said     string
	}{
		{name: "an output", there: grey(1), output: true},
		{name: "one that is gone", output: true},
		{name: "one that was never placed", there: grey(1), files: "a.png", said: "image.a: the file a.png stays: nothing is recorded of it, and it may be the picture of before"},
		{name: "one that another image writes", declared: "A.png", there: grey(1), output: true, files: "a.png"},
		{name: "one that was changed", there: []byte("mine"), output: true, files: "a.png", said: "image.a: the file a.png stays: it was changed after gesso wrote it"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			b := newBench(t, nil, test.declared)
			record := &state.Record{Address: "image.a", Picture: b.stored(1), Path: "a.png"}
			if test.output {
				record.Output = record.Artifact
			}
			if test.there != nil {
				b.write("a.png", test.there)
			}
			b.delete(record.Artifact) // the output may be the last copy
			if err := b.Remove(record); err != nil {
				t.Fatal(err)
			}
			b.check("removed", test.said)
			if b.files() != test.files {
				t.Errorf("files %q, want %q", b.files(), test.files)
			}
			if test.name == "an output" && !b.Store.Has(record.Artifact) {
				t.Error("the last copy of the picture is gone")
			}
		})
	}
	for _, path := range []string{"o/./a.png", "o//a.png", "./o/a.png", "link/a.png", "up/o/a.png", "O/A.png"} {
		b := newBench(t, nil, "o/a.png") // whatever a record calls it
		b.write("o/a.png", grey(1))
		for link, target := range map[string]string{"link": "o", "up": "."} {
			if err := os.Symlink(target, filepath.Join(b.dir, link)); err != nil {
				t.Fatal(err)
			}
		}
		record := &state.Record{Address: "image.old", Picture: b.stored(1), Path: path}
		record.Output = record.Artifact
		if err := b.Remove(record); err != nil || b.files() != "link o/a.png up" {
			t.Errorf("%s: files %q, error %v", path, b.files(), err)
		}
	}
	b := newBench(t, nil)
	b.write("a.png/x", nil)
	record := &state.Record{Address: "image.a", Path: "a.png", Output: strings.Repeat("1", 64)}
	if err := b.Remove(record); err != nil {
		t.Errorf("a folder: %v", err)
	}
	b.check("removed", "image.a: the file a.png stays: it was changed after gesso wrote it")
	if err := b.Remove(&state.Record{Address: "image.b"}); err != nil {
		t.Errorf("a record without a path: %v", err)
	}
}

func TestAside(t *testing.T) {
	b := newBench(t, nil, "a.png", "a.jpg")
	p := b.stored(1)
	for _, path := range []string{"a.png", "a.jpg"} {
		o, look := Output{Address: "image.a", Path: path}, b.Outputs.AsideDir()+"/"+path
		for range 2 {
			if got := b.Show(t.Context(), o, &p); got != look || !b.Outputs.HasAside(path) {
				t.Errorf("shown at %q", got)
			}
		}
	}
	if !bytes.Equal(b.read(b.Outputs.AsideDir()+"/a.png"), grey(1)) {
		t.Error("other bytes lie aside")
	}
	b.delete(p.Artifact)
	if got := b.Show(t.Context(), Output{Address: "image.a", Path: "b.png"}, &p); got != "" {
		t.Errorf("a picture that nobody has is shown at %q", got)
	}
	if got := b.Aside(t.Context(), Output{Address: "image.a", Path: "b.png"}, &p); got != "" {
		t.Errorf("shown at %q", got)
	}
	if len(b.said) != 1 || !strings.HasPrefix(b.said[0], "image.a: its picture cannot be shown at .gesso/tainted/b.png: ") {
		t.Errorf("said %q", b.said)
	}
}

// Before pictures trade their paths, what only an output has is put into the store.
func TestSecure(t *testing.T) {
	for _, test := range []struct {
		name   string
		change func(b *bench, o *Output)
		want   bool
	}{
		{"it goes to another path", func(*bench, *Output) {}, true},
		{"it stays", func(_ *bench, o *Output) { o.Path = "old.png" }, false},
		{"it was changed", func(b *bench, _ *Output) { b.write("old.png", []byte("mine")) }, false},
		{"it was converted, and is to be again", func(_ *bench, o *Output) { o.Before.Artifact, o.Path = strings.Repeat("1", 64), "new.jpg" }, false},
		{"it was converted, and stays so", func(_ *bench, o *Output) { o.Before.Artifact = strings.Repeat("1", 64) }, true},
	} {
		b := newBench(t, nil)
		p := b.stored(1)
		b.write("old.png", grey(1))
		b.delete(p.Artifact)
		o := Output{Address: "image.a", Path: "new.png", Before: &state.Record{Picture: p, Path: "old.png", Output: p.Artifact}}
		test.change(b, &o)
		if err := b.Secure(o); err != nil {
			t.Fatal(err)
		}
		if b.Store.Has(p.Artifact) != test.want {
			t.Errorf("%s: in the store: %v", test.name, !test.want)
		}
	}
}

func TestRecordedOutputs(t *testing.T) {
	got := RecordedOutputs([]*state.Record{
		{Path: "a.png", Output: "1"}, nil, {Path: "b.png"}, {Path: "a.png", Output: "2"},
	})
	if diff := cmp.Diff(map[string][]string{"a.png": {"1", "2"}}, got); diff != "" {
		t.Error(diff)
	}
}

// A record that fails a condition tells of a later picture than the output's.
func TestMadeOf(t *testing.T) {
	before := &state.Record{Picture: state.Picture{Artifact: "picture"}, Output: "output"}
	tainted := *before
	tainted.Tainted = "too dark"
	for _, test := range []struct {
		before *state.Record
		output string
		want   string
	}{{before, "output", "picture"}, {before, "other", "other"}, {&tainted, "output", "output"}, {nil, "output", "output"}} {
		if got := (Output{Before: test.before}).madeOf(test.output); got != test.want {
			t.Errorf("%+v: got %s", test, got)
		}
	}
}
