package place

import (
	"bytes"
	"errors"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"io/fs"
	"os"
	"path"
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

func TestPut(t *testing.T) {
	b := newBench(t, nil, "images/a.png")
	p := b.stored(1)
	record := &state.Record{Address: "image.a", Picture: p}
	if err := b.Put(t.Context(), Output{Address: "image.a", Path: "images/a.png", Judged: true}, record); err != nil {
		t.Fatal(err)
	}
	want := state.Event{Kind: state.Placed, Address: "image.a", Path: "images/a.png", Output: p.Artifact, Time: b.events[0].Time}
	if diff := cmp.Diff([]state.Event{want}, b.events); diff != "" {
		t.Error(diff)
	}
	if !bytes.Equal(b.read("images/a.png"), grey(1)) {
		t.Error("other bytes were placed")
	}
}

// A path with another extension gets what the picture is converted to.
// What somebody made by hand is recorded before it is replaced: as made from what the address
// had there, if anything; once, and not what gesso made, or what is no picture.
func TestPutNotesHands(t *testing.T) {
	for _, test := range []struct {
		name   string
		there  []byte
		before bool // the address had a picture there
		known  bool
		want   string // events
	}{
		{"painted over", grey(2), true, false, "collected placed"},
		{"a stranger's", grey(2), false, false, "collected placed"},
		{"known already", grey(2), true, true, "placed"},
		{"no picture", []byte("mine"), true, false, "placed"},
		{"the picture itself", grey(9), false, false, "placed"},
		{"nothing", nil, true, false, "placed"},
	} {
		b := newBench(t, nil, "a.png")
		b.ByHand = func(sha string, _ state.Key) (state.Picture, bool) {
			return state.Picture{Artifact: sha, Format: "png"}, !test.known && sha != shaOf([]byte("mine"))
		}
		record := &state.Record{Address: "image.a", Picture: b.stored(9), Request: &state.Request{Prompt: "new"}}
		record.Key = "k1:new"
		o := Output{Address: "image.a", Path: "a.png"}
		if test.before {
			o.Before = &state.Record{Address: "image.a", Picture: b.stored(8), Request: &state.Request{Prompt: "old"}, Path: "a.png", Output: shaOf(grey(8))}
			o.Before.Key = "k1:old"
		}
		if test.there != nil {
			b.write("a.png", test.there)
		}
		if err := b.Put(t.Context(), o, record); err != nil {
			t.Fatal(err)
		}
		var kinds []string
		for _, e := range b.events {
			kinds = append(kinds, string(e.Kind))
		}
		if got := strings.Join(kinds, " "); got != test.want {
			t.Errorf("%s: it records %s, want %s", test.name, got, test.want)
			continue
		}
		if len(kinds) < 2 {
			continue
		}
		e, key := b.events[0], state.Key("k1:new")
		if test.before {
			key = "k1:old"
		}
		made := e.Record
		if err := e.Check(); err != nil || e.Address != "image.a" || made.Address != "" || made.Artifact != shaOf(test.there) || made.Key != key || !made.Picture.ByHand() || !b.Store.Has(made.Artifact) {
			t.Errorf("%s: %+v, %v", test.name, made, err)
		}
		if from := made.Adopted.From; (from != nil) != test.before || from != nil && from.Artifact != shaOf(grey(8)) {
			t.Errorf("%s: made from %+v", test.name, from)
		}
	}
}

func TestPutBack(t *testing.T) {
	for _, test := range []struct {
		name string
		do   func(b *bench, r *state.Record, o *Output)
		back bool
	}{
		{"the output is missing", func(*bench, *state.Record, *Output) {}, true},
		{"somebody's file is there", func(b *bench, _ *state.Record, _ *Output) { b.write("a.png", grey(2)) }, false},
		{"it goes elsewhere", func(_ *bench, _ *state.Record, o *Output) { o.Path = "b.png" }, false},
		{"it was converted", func(_ *bench, r *state.Record, o *Output) { r.Path, o.Path = "a.jpg", "a.jpg" }, false},
		{"metadata stands in it", func(_ *bench, _ *state.Record, o *Output) { o.Metadata = state.Embedded }, false},
		{"metadata stands beside it", func(_ *bench, _ *state.Record, o *Output) { o.Metadata = state.Beside }, true},
		{"the store has it not", func(b *bench, r *state.Record, _ *Output) { b.delete(r.Artifact) }, false},
		{"the object is damaged", func(b *bench, r *state.Record, _ *Output) {
			b.delete(r.Artifact)
			b.write(path.Join(disk.Home, "objects", r.Artifact[:2], r.Artifact), grey(3))
		}, false},
	} {
		b := newBench(t, nil, "a.png")
		record := &state.Record{Address: "image.a", Picture: b.stored(9), Path: "a.png", Request: &state.Request{}}
		record.Output = record.Artifact
		o := Output{Address: "image.a", Path: "a.png"}
		test.do(b, record, &o)
		before := b.files()
		back, err := b.PutBack(o, record)
		if err != nil || back != test.back {
			t.Errorf("%s: it is back: %t, %v", test.name, back, err)
		}
		if after := b.files(); !back && (after != before || len(b.events) > 0) {
			t.Errorf("%s: files %q, then %q, and %d events", test.name, before, after, len(b.events))
		}
		if back && (len(b.events) != 1 || b.events[0].Output != record.Artifact || !bytes.Equal(b.read("a.png"), grey(9))) {
			t.Errorf("%s: it notes %+v", test.name, b.events)
		}
	}
}

func TestPutConverts(t *testing.T) {
	b := newBench(t, nil, "a.jpg")
	record := &state.Record{Address: "image.a", Picture: b.stored(200)}
	if err := b.Put(t.Context(), Output{Address: "image.a", Path: "a.jpg"}, record); err != nil {
		t.Fatal(err)
	}
	m, err := jpeg.Decode(bytes.NewReader(b.read("a.jpg")))
	if err != nil || m.Bounds().Dx() != 8 || color.GrayModel.Convert(m.At(4, 4)).(color.Gray).Y < 190 {
		t.Errorf("error %v", err)
	}
	if status, _ := b.Outputs.Check("a.jpg", b.events[0].Output); status != disk.Same {
		t.Errorf("the recorded hash is %s", status)
	}
}

// What lies at the path is in the store before it is replaced, and said if it was somebody's.
func TestPutSpares(t *testing.T) {
	tests := []struct {
		name   string
		there  []byte
		ours   bool // it is what the record says that was placed
		others bool // it is what another image had there
		lost   bool // the store has it no longer
		said   bool
	}{
		{name: "nothing"},
		{name: "the image's old output", there: grey(2), ours: true},
		{name: "the only copy of the image's old output", there: grey(2), ours: true, lost: true},
		{name: "somebody's file", there: []byte("mine"), said: true},
		{name: "another image's output", there: []byte("theirs"), others: true},
		{name: "the picture already", there: grey(1)},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			b := newBench(t, map[string][]string{}, "a.png")
			was, is := b.stored(2), b.stored(1)
			record := &state.Record{Address: "image.a", Picture: is}
			if test.there != nil {
				b.write("a.png", test.there)
			}
			sum, _ := b.Outputs.Sum("a.png")
			if test.others {
				b.Recorded()["a.png"] = []string{strings.Repeat("0", 64), sum}
			}
			if test.ours {
				record.Path, record.Output = "a.png", was.Artifact
			}
			if test.lost {
				b.delete(was.Artifact)
			}
			before := &state.Record{Address: "image.a", Picture: was, Path: record.Path, Output: record.Output}
			if err := b.Put(t.Context(), Output{Address: "image.a", Path: "a.png", Before: before}, record); err != nil {
				t.Fatal(err)
			}
			said := ""
			if test.said {
				said = "image.a: a.png was not what gesso placed there; the file is kept as .gesso/objects/" + sum[:2] + "/" + sum
			}
			b.check("placed", said)
			if test.there != nil && !b.Store.Has(sum) {
				t.Error("what lay there is lost")
			}
			if !bytes.Equal(b.read("a.png"), grey(1)) {
				t.Error("other bytes were placed")
			}
		})
	}
}

// An image that has moved leaves nothing at its old path but what is not gesso's.
func TestPutMoves(t *testing.T) {
	tests := []struct {
		name     string
		declared []string
		changed  bool // the old output, by somebody
		old, new string
		files    string
		said     string
	}{
		{name: "to another path", old: "x/old.png", new: "new.png", files: "new.png"},
		{name: "to another case", old: "A.png", new: "a.png", files: "a.png"},
		{name: "from a path that another image writes now", declared: []string{"OLD.png"}, old: "old.png", new: "new.png", files: "new.png old.png"},
		{name: "from a file that was changed", changed: true, old: "old.png", new: "new.png", files: "new.png old.png",
			said: "image.a: the file old.png stays: it was changed after gesso wrote it"},
		{name: "from a path that is no output's", old: "../old.png", new: "new.png", files: "new.png",
			said: "image.a: the file ../old.png stays: "},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			b := newBench(t, nil, append(test.declared, test.new)...)
			p := b.stored(1)
			if !strings.HasPrefix(test.old, "..") {
				b.write(test.old, grey(1))
			}
			if test.changed {
				b.write(test.old, []byte("mine"))
			}
			record := &state.Record{Address: "image.a", Picture: p, Path: test.old, Output: p.Artifact}
			if err := b.Put(t.Context(), Output{Address: "image.a", Path: test.new, Before: record}, record); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.files, b.files()); diff != "" {
				t.Error(diff)
			}
			if len(b.said) > 1 || !strings.HasPrefix(strings.Join(b.said, ""), test.said) || (test.said == "") != (len(b.said) == 0) {
				t.Errorf("said %q, want %q", b.said, test.said)
			}
		})
	}
}

// The store may have only what the picture was converted to.
func TestHasCopy(t *testing.T) {
	b := newBench(t, nil, "new.png")
	gone, copied := strings.Repeat("1", 64), b.stored(3)
	record := state.Record{Address: "image.a", Picture: state.Picture{Artifact: gone, Format: "webp"}, Path: "old.png", Output: copied.Artifact}
	o := Output{Address: "image.a", Path: "new.png"}
	for _, test := range []struct {
		name   string
		change func(*state.Record)
		want   bool
	}{
		{"as it is", func(*state.Record) {}, true},
		{"a later picture that fails a condition", func(r *state.Record) { r.Tainted = "too dark" }, false},
		{"nothing was placed", func(r *state.Record) { r.Output = "" }, false},
		{"an output of another format", func(r *state.Record) { r.Path = "old.jpg" }, false},
		{"the store has the picture", func(r *state.Record) { r.Artifact = b.stored(4).Artifact }, false},
	} {
		r := record
		test.change(&r)
		if got := b.HasCopy(o, &r); got != test.want {
			t.Errorf("%s: got %v", test.name, got)
		}
	}
	if err := b.Put(t.Context(), o, &record); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(b.read("new.png"), grey(3)) || b.events[0].Output != copied.Artifact {
		t.Errorf("placed as %s", b.events[0].Output)
	}
}

func TestPutFails(t *testing.T) {
	b := newBench(t, nil, "a.png", "a.jpg")
	gone := &state.Record{Address: "image.a", Picture: state.Picture{Artifact: strings.Repeat("1", 64), Format: "png"}}
	for _, path := range []string{"a.png", "a.jpg", "../a.png"} {
		err := b.Put(t.Context(), Output{Address: "image.a", Path: path}, gone)
		var failure *Error
		if !errors.As(err, &failure) || failure.Path != path || !strings.HasPrefix(err.Error(), "its picture is in the store, but "+path+" cannot be written: ") {
			t.Errorf("%s: error %v", path, err)
		}
	}
	b.check("", "")
	b.fails = errors.New("a full disk")
	var broken *log.BrokenError
	if err := b.Put(t.Context(), Output{Address: "image.a", Path: "a.png"}, &state.Record{Picture: b.stored(1)}); !errors.As(err, &broken) {
		t.Errorf("error %v", err)
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
