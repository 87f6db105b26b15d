package drift_test

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"gesso/runner/drift"
	"gesso/state"
	"gesso/state/disk"
	"gesso/state/disk/disktest"
)

// drawing is a picture of a square at a place.
func drawing(at int) image.Image {
	img := image.NewNRGBA(image.Rect(0, 0, 32, 32))
	for i := range img.Pix {
		img.Pix[i] = 0xff
	}
	for n := range 64 {
		img.SetNRGBA(at+n%8, at+n/8, color.NRGBA{R: 0x80, A: 0xff})
	}
	return img
}

func encoded(t *testing.T, img image.Image, level png.CompressionLevel) string {
	t.Helper()
	var b bytes.Buffer
	if err := (&png.Encoder{CompressionLevel: level}).Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// folder is a workspace with what was placed in it.
type folder struct {
	t *testing.T
	w *disk.Workspace
	s *state.State
}

func newFolder(t *testing.T) *folder {
	t.Helper()
	return &folder{t, disktest.Open(t, t.TempDir()), new(state.State)}
}

// store keeps bytes.
func (f *folder) store(text string) string {
	f.t.Helper()
	return disktest.Store(f.t, f.w, text)
}

// place records a picture of bytes at a path, as what something else was converted to or
// not.
func (f *folder) place(r *state.Record, text string) *state.Record {
	f.t.Helper()
	sha, err := f.w.Outputs().Place(r.Path, func(w io.Writer) error { _, err := io.WriteString(w, text); return err })
	if err != nil {
		f.t.Fatal(err)
	}
	f.s.Apply(state.Event{Kind: state.Collected, Record: r})
	f.s.Apply(state.Event{Kind: state.Placed, Address: r.Address, Path: r.Path, Output: sha})
	return f.s.Get(r.Address)
}

// lie puts bytes where an output is; "" removes it.
func (f *folder) lie(path, text string) {
	f.t.Helper()
	name := filepath.Join(f.w.Dir(), path)
	if err := os.Remove(name); err != nil {
		f.t.Fatal(err)
	}
	if text == "" {
		return
	}
	if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
		f.t.Fatal(err)
	}
}

// TestLook tells what became of an output, of each kind.
func TestLook(t *testing.T) {
	small, large := encoded(t, drawing(3), png.BestCompression), encoded(t, drawing(3), png.NoCompression)
	painted, other := encoded(t, drawing(20), png.BestCompression), encoded(t, drawing(12), png.BestCompression)
	var photo bytes.Buffer
	if err := jpeg.Encode(&photo, drawing(3), nil); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		name string
		lies string
		want drift.Kind
		why  string // contained
	}{
		{"what was placed", small, drift.Same, ""},
		{"nothing", "", drift.Missing, ""},
		{"other pixels", painted, drift.Edited, ""},
		{"the pixels in other bytes", large, drift.Packed, ""},
		{"another format of it, which has other pixels", photo.String(), drift.Edited, ""},
		{"the picture of another image", other, drift.Made, ""},
		{"a part of it", small[:len(small)/2], drift.Spoilt, "truncated"},
		{"a pointer of Git LFS", "version https://git-lfs.github.com/spec/v1\noid sha256:00\n", drift.Spoilt, ""},
		{"a text", "no picture", drift.Spoilt, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			f := newFolder(t)
			f.place(&state.Record{Address: "image.other", Request: &state.Request{}, Path: "other.png", Picture: state.Picture{Artifact: f.store(other)}}, other)
			r := f.place(&state.Record{Address: "image.fox", Request: &state.Request{}, Path: "fox.png", Picture: state.Picture{Artifact: f.store(small)}}, small)
			f.lie("fox.png", test.lies)
			seen, err := drift.Look(t.Context(), f.w, f.s, nil)
			if err != nil {
				t.Fatal(err)
			}
			got := seen.At(r)
			if got.Kind != test.want || !strings.Contains(got.Why, test.why) || (got.Why != "") != (test.want == drift.Spoilt) {
				t.Fatalf("got %+v, want %d", got, test.want)
			}
			if seen.At(f.s.Get("image.other")).Kind != drift.Same {
				t.Error("the other image's output is something else too")
			}
			status := map[drift.Kind]disk.Status{drift.Same: disk.Same, drift.Missing: disk.Missing}
			if want, plain := status[test.want]; plain && got.Status() != want || !plain && got.Status() != disk.Differs {
				t.Errorf("as a comparison of bytes it is %s", got.Status())
			}
			if p := got.Picture; test.want == drift.Edited && (p.Width != 32 || p.Artifact != got.Sum || p.Bytes != int64(len(test.lies))) {
				t.Errorf("its picture is %+v", p)
			}
		})
	}
}

// TestLookOfHandWork: what a hand-made picture was made from is known where it comes back.
func TestLookOfHandWork(t *testing.T) {
	f, made, painted := newFolder(t), encoded(t, drawing(3), png.BestCompression), encoded(t, drawing(20), png.BestCompression)
	from := state.Picture{Artifact: f.store(made), Format: "png"}
	r := f.place(&state.Record{Address: "image.fox", Request: &state.Request{}, Path: "fox.png", Picture: state.Picture{
		Artifact: f.store(painted), Imported: true, Adopted: &state.Adoption{Time: time.Unix(1, 0).UTC(), From: &state.Original{Picture: from}},
	}}, painted)
	f.lie("fox.png", made)
	seen, err := drift.Look(t.Context(), f.w, f.s, nil)
	if err != nil {
		t.Fatal(err)
	}
	if got := seen.At(r); got.Kind != drift.Undone || got.Picture.Artifact != from.Artifact {
		t.Errorf("got %+v", got)
	}
}

// TestLookOfAConvertedOutput compares pixels with what the store's picture becomes in the
// output's format, also where what it was converted to is not kept.
func TestLookOfAConvertedOutput(t *testing.T) {
	f, artifact := newFolder(t), encoded(t, drawing(3), png.BestCompression)
	var flat bytes.Buffer
	if err := jpeg.Encode(&flat, drawing(3), &jpeg.Options{Quality: 92}); err != nil {
		t.Fatal(err)
	}
	r := f.place(&state.Record{Address: "image.fox", Request: &state.Request{}, Path: "fox.png", Picture: state.Picture{Artifact: f.store(artifact)}}, flat.String())
	f.lie("fox.png", encoded(t, drawing(3), png.NoCompression))
	seen, err := drift.Look(t.Context(), f.w, f.s, nil)
	if err != nil {
		t.Fatal(err)
	}
	if got := seen.At(r); got.Kind != drift.Packed {
		t.Errorf("got %+v", got)
	}
}

func TestLookInterrupted(t *testing.T) {
	f, made := newFolder(t), encoded(t, drawing(3), png.BestCompression)
	f.place(&state.Record{Address: "image.fox", Request: &state.Request{}, Path: "fox.png", Picture: state.Picture{Artifact: f.store(made)}}, made)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := drift.Look(ctx, f.w, f.s, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	var none *drift.Seen
	if got := none.At(f.s.Get("image.fox")); got.Kind != drift.Same || got.Sum != "" {
		t.Errorf("of what was not looked at it tells %+v", got)
	}
}
