package place

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"time"

	"gesso/runner/picture"
	"gesso/runner/picture/container"
	"gesso/runner/provenance"
	"gesso/state"
	"gesso/state/disk"
)

// What stands in an output says what the record does, in every format, and the pixels
// are those of the picture.
func TestPutEmbeds(t *testing.T) {
	for _, path := range []string{"a.png", "a.webp", "a.jpg"} {
		b := newBench(t, nil, path)
		record := &state.Record{Address: "image.a", Picture: b.stored(9), Request: &state.Request{Kind: "flux", Prompt: "a fox", Model: "flux-dev"}}
		record.Seed, record.Generated = "42", time.Unix(1e9, 0)
		var first []byte
		for range 2 {
			if err := b.Put(t.Context(), Output{Address: "image.a", Path: path, Metadata: state.Embedded}, record); err != nil {
				t.Fatal(err)
			}
			got := b.read(path)
			if facts, ours := provenance.Parse(container.Read(bytes.NewReader(got)).XMP); facts != provenance.Of(record, "") || !ours {
				t.Errorf("%s: %+v", path, facts)
			}
			if path == "a.jpg" { // which is not exact
				break
			}
			was, _, err1 := picture.PixelHash(bytes.NewReader(grey(9)))
			is, _, err2 := picture.PixelHash(bytes.NewReader(got))
			if was != is || err1 != nil || err2 != nil {
				t.Errorf("%s: other pixels, or %v, %v", path, err1, err2)
			}
			if first != nil && !bytes.Equal(first, got) {
				t.Errorf("%s: other bytes the second time", path)
			}
			first = got
		}
	}
}

// A file beside an output says what the record does. What somebody has made of it stays,
// or is in the store before it is replaced.
func TestSidecar(t *testing.T) {
	sidecar := func(path string) string { return path + ".xmp" }
	for _, test := range []struct {
		name string
		do   func(b *bench, record *state.Record, o Output) error
		want string // files
		said string
		kept bool // what somebody has made of it is in the store
	}{
		{"it is placed again", func(b *bench, record *state.Record, o Output) error { return b.Put(b.t.Context(), o, record) },
			"a.png a.png.xmp", "", false},
		{"somebody has changed it", func(b *bench, record *state.Record, o Output) error {
			b.write(sidecar(o.Path), []byte("mine"))
			return b.Put(b.t.Context(), o, record)
		}, "a.png a.png.xmp", "image.a: a.png.xmp was not what gesso placed there; the file is kept as ", true},
		{"the picture moves", func(b *bench, record *state.Record, o Output) error {
			o.Path = "b.png"
			return b.Put(b.t.Context(), o, record)
		}, "b.png b.png.xmp", "", false},
		{"the picture moves, and somebody has changed it", func(b *bench, record *state.Record, o Output) error {
			b.write(sidecar(o.Path), []byte("mine"))
			o.Path = "b.png"
			return b.Put(b.t.Context(), o, record)
		}, "a.png.xmp b.png b.png.xmp", "image.a: the file a.png.xmp stays: it was changed after gesso wrote it", false},
		{"it stands in the picture from now on", func(b *bench, record *state.Record, o Output) error {
			o.Metadata = state.Embedded
			return b.Put(b.t.Context(), o, record)
		}, "a.png", "", false},
		{"nothing is to be told any more", func(b *bench, record *state.Record, o Output) error {
			o.Metadata = ""
			return b.Put(b.t.Context(), o, record)
		}, "a.png", "", false},
		{"the picture is rejected", func(b *bench, record *state.Record, o Output) error { return b.Withdraw(o) }, "", "", false},
		{"the picture is rejected, and somebody has changed both", func(b *bench, record *state.Record, o Output) error {
			b.write(sidecar(o.Path), []byte("mine"))
			b.write(o.Path, []byte("mine"))
			return b.Withdraw(o)
		}, "a.png a.png.xmp", "image.a: the file a.png stays: it was changed after gesso wrote it\nimage.a: the file a.png.xmp stays: it was changed after gesso wrote it", false},
		{"a folder lies in its place", func(b *bench, record *state.Record, o Output) error {
			b.write("b.png.xmp/x", nil)
			o.Path = "b.png"
			var failed *Error
			if err := b.Put(b.t.Context(), o, record); !errors.As(err, &failed) || failed.Path != "b.png.xmp" {
				b.t.Errorf("the error is %v", err)
			}
			return nil
		}, "b.png b.png.xmp/x", "", false},
	} {
		t.Run(test.name, func(t *testing.T) {
			b := newBench(t, nil)
			record := &state.Record{Address: "image.a", Picture: b.stored(9), Request: &state.Request{Kind: "flux", Prompt: "a fox", Model: "flux-dev"}}
			o := Output{Address: "image.a", Path: "a.png", Metadata: state.Beside}
			if err := b.Put(t.Context(), o, record); err != nil {
				t.Fatal(err)
			}
			if facts, ours := provenance.Parse(b.read("a.png.xmp")); facts != provenance.Of(record, "") || !ours {
				t.Errorf("it says %+v", facts)
			}
			placed := b.events[0]
			was := *record
			was.Path, was.Output, was.Metadata, was.Sidecar = placed.Path, placed.Output, placed.Metadata, placed.Sidecar
			o.Before, b.events = &was, nil
			if err := test.do(b, &was, o); err != nil {
				t.Fatal(err)
			}
			if got := b.files(); got != test.want {
				t.Errorf("there are %s, want %s", got, test.want)
			}
			said := strings.Join(b.said, "\n")
			if test.kept {
				var sha string
				said, sha, _ = strings.Cut(said, disk.Home+"/objects/")
				if _, sha, _ = strings.Cut(sha, "/"); b.Store.Verify(sha) != nil {
					t.Errorf("what was there is not in the store, as %q", sha)
				}
			}
			if said != test.said {
				t.Errorf("it says %q, want %q", said, test.said)
			}
		})
	}
}

// The file beside an output that stays is that of another record once that is recorded, and
// in between it is missing: never another than recorded. What somebody has changed stays.
func TestRenew(t *testing.T) {
	for _, test := range []struct {
		name   string
		beside string // what lies there; "" is what gesso wrote, "-" nothing
		stays  bool
	}{{"as it was written", "", false}, {"missing", "-", false}, {"somebody has changed it", "mine", true}} {
		t.Run(test.name, func(t *testing.T) {
			b := newBench(t, nil)
			record := &state.Record{Address: "image.a", Picture: b.stored(9), Request: &state.Request{Kind: "flux", Prompt: "a fox", Model: "flux-dev"}}
			if err := b.Put(t.Context(), Output{Address: "image.a", Path: "a.png", Metadata: state.Beside}, record); err != nil {
				t.Fatal(err)
			}
			record.Path, record.Sidecar = "a.png", b.events[0].Sidecar
			switch test.beside {
			case "":
			case "-":
				if err := b.Outputs.Remove("a.png.xmp"); err != nil {
					t.Fatal(err)
				}
			default:
				b.write("a.png.xmp", []byte(test.beside))
			}
			record.Request = &state.Request{Kind: "flux", Prompt: "a hen", Model: "flux-dev"}
			sha, write, err := b.Renew("a.png", record)
			if err != nil {
				t.Fatal(err)
			}
			if between := b.files(); (between == "a.png a.png.xmp") != test.stays {
				t.Errorf("before it is recorded there are %s", between)
			}
			if err := write(); err != nil {
				t.Fatal(err)
			}
			if test.stays {
				if got := string(b.read("a.png.xmp")); got != test.beside || sha != record.Sidecar {
					t.Errorf("%q is there, recorded as %s", got, sha)
				}
				return
			}
			if facts, ours := provenance.Parse(b.read("a.png.xmp")); facts != provenance.Of(record, "") || !ours || !b.Lies("a.png.xmp", sha) {
				t.Errorf("it says %+v, recorded as %s", facts, sha)
			}
		})
	}
}
