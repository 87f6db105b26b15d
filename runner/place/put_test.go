package place

import (
	"bytes"
	"errors"
	"image/color"
	"image/jpeg"
	"path"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gesso/runner/log"
	"gesso/state"
	"gesso/state/disk"
)

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

// A path with another extension gets what the picture is converted to.
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
