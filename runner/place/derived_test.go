package place

import (
	"errors"
	"io"
	"strings"
	"testing"

	"gesso/state"
)

func content(data []byte) func(io.Writer) error {
	return func(w io.Writer) error {
		_, err := w.Write(data)
		return err
	}
}

// What lies where a derived file goes is in the store before it is replaced, whatever a
// record says of it; only what nobody has recorded is told, and what is the work of a hand is
// written down, under a key that is no request's.
func TestPutDerived(t *testing.T) {
	before, after := state.Key("d1:"+shaOf(grey(5))), state.Key("d1:"+shaOf(grey(6)))
	for _, test := range []struct {
		name     string
		there    []byte
		recorded []byte
		said     bool
		key      state.Key // of what is written down; "": nothing is
	}{
		{"nothing", nil, nil, false, ""},
		{"what was made before", grey(1), grey(1), false, ""},
		{"what somebody changed", grey(2), grey(1), true, before},
		{"what gesso made once", grey(4), grey(1), true, ""},
		{"a stranger's", grey(2), nil, true, after},
		{"what it would be", grey(3), nil, false, ""},
	} {
		b := newBench(t, nil, "a.png")
		d := Derived{Address: "image.a", Path: "small.png", Made: string(after), ByHand: func(sha string) (state.Picture, bool) {
			return state.Picture{Artifact: sha, Format: "png"}, sha == shaOf(grey(2))
		}}
		if test.recorded != nil {
			d.Was = state.Derivative{Path: d.Path, Made: string(before), Output: shaOf(test.recorded)}
		}
		if test.there != nil {
			b.write("small.png", test.there)
		}
		sha, err := b.PutDerived(d, content(grey(3)))
		if err != nil || sha != shaOf(grey(3)) || !b.Lies("small.png", sha) || b.Lies("small.png", shaOf(grey(2))) {
			t.Errorf("%s: %s, %v", test.name, sha, err)
		}
		if test.there != nil && !b.Store.Has(shaOf(test.there)) {
			t.Errorf("%s: it is in no store", test.name)
		}
		if said := len(b.said) > 0; said != test.said {
			t.Errorf("%s: said %q", test.name, b.said)
		}
		noted := state.Key("")
		for _, e := range b.events {
			noted = e.Record.Key
			if err := e.Check(); err != nil || e.Address != "image.a" || e.Record.Adopted.File != d.Path || e.Record.Artifact != shaOf(test.there) || !e.Record.Key.OfFile() {
				t.Errorf("%s: %+v, %v", test.name, e.Record, err)
			}
		}
		if noted != test.key {
			t.Errorf("%s: written down as %q, want %q", test.name, noted, test.key)
		}
	}
	b := newBench(t, nil)
	b.write("small.png/x", nil)
	var failure *Error
	if _, err := b.PutDerived(Derived{Address: "image.a", Path: "small.png"}, content(nil)); !errors.As(err, &failure) || failure.Path != "small.png" {
		t.Errorf("a folder: %v", err)
	}
	boom := errors.New("no such colour")
	if _, err := b.PutDerived(Derived{Address: "image.a", Path: "b.png"}, func(io.Writer) error { return boom }); !errors.Is(err, boom) {
		t.Errorf("got %v", err)
	}
}

// A file goes only if it is what is recorded, at a path that is nobody's; and its bytes go
// to the store first, since a record may claim a file that somebody made.
func TestDropDerived(t *testing.T) {
	for _, test := range []struct {
		name     string
		path     string
		declared string
		there    []byte
		stays    bool
	}{
		{"what was made", "small.png", "", grey(1), false},
		{"what is gone", "small.png", "", nil, false},
		{"what somebody changed", "small.png", "", grey(2), true},
		{"another file's path", "small.png", "SMALL.png", grey(1), true},
	} {
		b := newBench(t, nil, test.declared)
		if test.there != nil {
			b.write(test.path, test.there)
		}
		if err := b.DropDerived("image.a", state.Derivative{Path: test.path, Output: shaOf(grey(1))}); err != nil {
			t.Fatal(err)
		}
		if stays := b.files() != ""; stays != test.stays {
			t.Errorf("%s: files %q", test.name, b.files())
		}
		if test.there != nil && !test.stays && !b.Store.Has(shaOf(test.there)) {
			t.Errorf("%s: it is in no store", test.name)
		}
	}
	b := newBench(t, nil)
	for _, path := range []string{"../x.png", ".git/x.png", ".gesso/x.png", "main.hcl"} {
		if err := b.DropDerived("image.a", state.Derivative{Path: path, Output: shaOf(grey(1))}); err != nil {
			t.Errorf("%s: %v", path, err)
		}
	}
	if len(b.said) != 4 || !strings.Contains(b.said[0], "the file ../x.png stays") {
		t.Errorf("said %q", b.said)
	}
}

// The files of an image go with it.
func TestRemoveDerived(t *testing.T) {
	b := newBench(t, nil)
	b.write("a.png", grey(1))
	b.write("small.png", grey(2))
	b.write("mine.png", []byte("mine"))
	record := &state.Record{Address: "image.a", Picture: b.stored(1), Path: "a.png", Derived: []state.Derivative{
		{Path: "small.png", Output: shaOf(grey(2))}, {Path: "mine.png", Output: shaOf(grey(3))},
	}}
	record.Output = record.Artifact
	if err := b.Remove(record); err != nil {
		t.Fatal(err)
	}
	if b.files() != "mine.png" {
		t.Errorf("files %q", b.files())
	}
}

func shaOf(data []byte) string { return state.HashPrompt(string(data)) }

// A path that some systems take for another file's of the same image is left for that.
func TestRenameDerived(t *testing.T) {
	for _, test := range []struct {
		name  string
		kept  bool
		there []byte
		want  string
	}{
		{"what was made", false, grey(1), ""},
		{"what somebody changed", false, grey(2), "small.png"},
		{"what somebody made, and stays", true, grey(1), "small.png"},
	} {
		b := newBench(t, nil, "SMALL.png")
		b.write("small.png", test.there)
		if err := b.RenameDerived("image.a", state.Derivative{Path: "small.png", Output: shaOf(grey(1)), Kept: test.kept}); err != nil {
			t.Fatal(err)
		}
		if got := b.files(); got != test.want {
			t.Errorf("%s: files %q, want %q", test.name, got, test.want)
		}
	}
}

// What somebody has made by hand comes back from the store to where it lay, and whatever
// lies there meanwhile is kept.
func TestKeptDerivedComesBack(t *testing.T) {
	b := newBench(t, nil)
	b.write("small.png", []byte("mine"))
	sha, err := b.KeepDerived("small.png")
	if err != nil || sha != shaOf([]byte("mine")) || b.files() != "small.png" {
		t.Fatalf("kept as %s, %v", sha, err)
	}
	b.write("small.png", []byte("another's"))
	d := state.Derivative{Path: "small.png", Output: sha, Kept: true}
	if back, err := b.ReturnDerived("image.a", d); !back || err != nil || string(b.read("small.png")) != "mine" {
		t.Errorf("it is back: %t, %v", back, err)
	}
	if !b.Store.Has(shaOf([]byte("another's"))) {
		t.Error("what lay there is lost")
	}
	made, gone := d, d
	made.Kept, gone.Output = false, shaOf([]byte("gone"))
	for name, d := range map[string]state.Derivative{"what gesso makes": made, "what the store has not": gone} {
		if back, err := b.ReturnDerived("image.a", d); back || err != nil {
			t.Errorf("%s: it is back: %t, %v", name, back, err)
		}
	}
	var failure *Error
	if _, err := b.KeepDerived("missing.png"); !errors.As(err, &failure) || failure.Path != "missing.png" {
		t.Errorf("a file that is not there: %v", err)
	}
}
