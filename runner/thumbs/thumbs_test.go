package thumbs

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"image"
	"image/color"
	"image/png"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"gesso/runner/gallery"
	"gesso/runner/picture"
)

// shelf is pictures by what they should be, each in the places where it may lie.
type shelf struct {
	places    map[string][][]byte
	converted map[string]string // what the bytes of a picture are to be, of those that were converted
	asked     atomic.Int32
}

func (s *shelf) source(sha string) iter.Seq2[io.ReadCloser, string] {
	return func(yield func(io.ReadCloser, string) bool) {
		s.asked.Add(1)
		for _, data := range s.places[sha] {
			want := sha
			if as, converted := s.converted[sha]; converted {
				want = as
			}
			if !yield(io.NopCloser(bytes.NewReader(data)), want) {
				return
			}
		}
	}
}

func (s *shelf) put(data []byte) string {
	sum := sha256.Sum256(data)
	sha := hex.EncodeToString(sum[:])
	s.places[sha] = append(s.places[sha], data)
	return sha
}

func newShelf() *shelf { return &shelf{places: map[string][][]byte{}} }

// painted is a picture of one colour with a corner of another.
func painted(t testing.TB, w, h int, c color.NRGBA, corner int) []byte {
	t.Helper()
	img := image.NewNRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			img.SetNRGBA(x, y, c)
			if x < corner && y < corner {
				img.SetNRGBA(x, y, color.NRGBA{255, 255, 255, 255})
			}
		}
	}
	var file bytes.Buffer
	if err := png.Encode(&file, img); err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}

func open(t testing.TB, dir string, s *shelf) *Thumbs {
	made := New(dir, s.source)
	t.Cleanup(func() {
		if err := made.Close(); err != nil {
			t.Error(err)
		}
	})
	return made
}

func thumb(t testing.TB, made *Thumbs, sha string, edge int) []byte {
	t.Helper()
	data, err := made.Pictures(t.Context(), edge, Preview).Thumb(sha)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

var red = color.NRGBA{200, 30, 40, 255}

// It is the same whether it was there or is made, of any size, and no picture is read twice.
func TestThumbsAreTheSameEachTime(t *testing.T) {
	s := newShelf()
	sha := s.put(painted(t, 900, 600, red, 300))
	dir := t.TempDir()
	edges := []int{64, 192, 256, 320, 768, 1024}
	var first [][]byte
	for n := range 2 {
		made := open(t, dir, s)
		for i, edge := range edges {
			data := thumb(t, made, sha, edge)
			img, info, err := picture.Decode(bytes.NewReader(data), 0)
			if err != nil || info.Format != picture.JPEG || img.Bounds().Dx() != min(edge, 900) || bytes.Contains(data, []byte(entryFormat)) {
				t.Fatalf("edge %d: %v, %v", edge, info, err)
			}
			if n == 0 {
				first = append(first, data)
			} else if !bytes.Equal(first[i], data) {
				t.Errorf("edge %d has other bytes", edge)
			}
		}
	}
	if got := s.asked.Load(); got != 3 {
		t.Errorf("the picture was read %d times, want once for each edge that is not made of the thumbnail", got)
	}
	if !bytes.Equal(thumb(t, open(t, t.TempDir(), s), sha, 192), first[1]) {
		t.Error("elsewhere, where it alone is asked for, it has other bytes")
	}
}

// What is made of one decoding is what is made of several.
func TestPrepare(t *testing.T) {
	s := newShelf()
	sha := s.put(painted(t, 1100, 600, red, 300))
	made := open(t, t.TempDir(), s)
	if err := made.Prepare(t.Context(), []string{sha, strings.Repeat("0", 64)}, Base, 1024, Base); err != nil {
		t.Fatal(err)
	}
	if err := made.Prepare(t.Context(), []string{sha}, Base, 1024); err != nil {
		t.Fatal(err)
	}
	other := open(t, t.TempDir(), s)
	for _, edge := range []int{Base, 1024} {
		if !bytes.Equal(thumb(t, made, sha, edge), thumb(t, other, sha, edge)) {
			t.Errorf("edge %d has other bytes", edge)
		}
	}
	if got := s.asked.Load(); got != 1+1+2 { // of one that is not there, too
		t.Errorf("pictures were read %d times", got)
	}
}

// Whatever happens to a file of the cache, the picture is shown as it is.
func TestDamagedEntriesAreMadeAnew(t *testing.T) {
	s := newShelf()
	sha, other := s.put(painted(t, 64, 64, red, 9)), s.put(painted(t, 64, 64, red, 40))
	dir := t.TempDir()
	want, foreign := thumb(t, open(t, dir, s), sha, Base), thumb(t, open(t, dir, s), other, Base)
	name := filepath.Join(dir, ".gesso", "thumbs", entryName(sha, Base))
	good, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	otherEntry, err := os.ReadFile(filepath.Join(dir, ".gesso", "thumbs", entryName(other, Base)))
	if err != nil {
		t.Fatal(err)
	}
	damages := map[string][]byte{"empty": nil, "of another picture": otherEntry, "no entry": foreign, "longer": append(bytes.Clone(good), 0)}
	for _, at := range []int{0, 3, 4, 5, 20, 120, 170, len(good) / 2, len(good) - 1} {
		damages["cut"+string(rune('a'+at%26))] = good[:at]
		flipped := bytes.Clone(good)
		flipped[at] ^= 0x10
		damages["flipped"+string(rune('a'+at%26))] = flipped
	}
	for what, data := range damages {
		if err := os.WriteFile(name, data, 0o644); err != nil {
			t.Fatal(err)
		}
		if got := thumb(t, open(t, dir, s), sha, Base); !bytes.Equal(got, want) {
			t.Errorf("%s: it is shown as something else", what)
		}
		if mended, err := os.ReadFile(name); err != nil || !bytes.Equal(mended, good) {
			t.Errorf("%s: it was not mended, %v", what, err)
		}
	}
}

func TestWhatIsNotThePictureIsNotShown(t *testing.T) {
	good := painted(t, 64, 64, red, 9)
	s := newShelf()
	sha := s.put(good)
	for name, c := range map[string]struct {
		places [][]byte
		want   string // of the error; "": it is shown
	}{
		"damaged in the store, whole as an output": {[][]byte{[]byte("rubbish"), good}, ""},
		"another picture":                          {[][]byte{painted(t, 64, 64, red, 10)}, "something else"},
		"nowhere":                                  {nil, "nowhere here"},
	} {
		made := open(t, t.TempDir(), &shelf{places: map[string][][]byte{sha: c.places}})
		for _, get := range []func(string) ([]byte, error){made.Pictures(t.Context(), 64, 100).Thumb, made.Pictures(t.Context(), 64, 400).Preview} {
			_, err := get(sha)
			if c.want == "" && err != nil || c.want != "" && (!errors.Is(err, fs.ErrNotExist) || !strings.Contains(err.Error(), c.want)) {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
	lost, copied := strings.Repeat("a", 64), painted(t, 64, 64, red, 9)
	converted := &shelf{places: map[string][][]byte{lost: {copied}}, converted: map[string]string{lost: sha}}
	if _, err := open(t, t.TempDir(), converted).Pictures(t.Context(), 64, 100).Thumb(lost); err != nil {
		t.Errorf("what it was converted to: %v", err)
	}
	text := s.put([]byte("<html>"))
	if _, err := open(t, t.TempDir(), s).Pictures(t.Context(), 320, 320).Thumb(text); !errors.As(err, new(*picture.Error)) || !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a page in place of a picture: %v", err)
	}
}

// A picture that has gone since is shown still, as far as it was made small.
func TestWhatWasMadeStays(t *testing.T) {
	s := newShelf()
	sha := s.put(painted(t, 640, 64, red, 9))
	dir := t.TempDir()
	want := thumb(t, open(t, dir, s), sha, Base)
	made := open(t, dir, newShelf())
	if _, err := made.Pictures(t.Context(), Base, 600).Preview(sha); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a preview: %v", err)
	}
	if got := thumb(t, made, sha, Base); !bytes.Equal(got, want) {
		t.Error("the thumbnail is another one")
	}
}

// A link, or something that is no folder, is not followed, and nothing is written through it.
func TestStrangeThingsInTheCache(t *testing.T) {
	s := newShelf()
	sha := s.put(painted(t, 64, 64, red, 9))
	want := thumb(t, open(t, t.TempDir(), s), sha, Base)

	dir, outside := t.TempDir(), t.TempDir()
	victim := filepath.Join(outside, "victim")
	mustWrite(t, victim, "precious")
	home := filepath.Join(dir, ".gesso")
	if err := os.MkdirAll(filepath.Join(home, "thumbs"), 0o755); err != nil {
		t.Fatal(err)
	}
	link(t, victim, filepath.Join(home, "thumbs", entryName(sha, Base)))
	if got := thumb(t, open(t, dir, s), sha, Base); !bytes.Equal(got, want) {
		t.Error("behind a link it is another picture")
	}

	for _, what := range []string{"a link", "a file"} {
		dir := t.TempDir()
		if err := os.Mkdir(filepath.Join(dir, ".gesso"), 0o755); err != nil {
			t.Fatal(err)
		}
		if what == "a link" {
			link(t, outside, filepath.Join(dir, ".gesso", "thumbs"))
		} else {
			mustWrite(t, filepath.Join(dir, ".gesso", "thumbs"), "")
		}
		made := New(dir, s.source)
		for range 2 {
			if got := thumb(t, made, sha, Base); !bytes.Equal(got, want) {
				t.Errorf("%s in place of the folder: it is another picture", what)
			}
		}
		spare := made.spare().Close
		if err := made.folder.Close(); err != nil {
			t.Error(err)
		}
		if err := spare(); err != nil {
			t.Error(err)
		}
	}
	if entries, err := os.ReadDir(outside); err != nil || len(entries) != 1 {
		t.Errorf("outside are %v, %v", entries, err)
	}
	if text, err := os.ReadFile(victim); err != nil || string(text) != "precious" {
		t.Errorf("%s, %v", text, err)
	}
}

func mustWrite(t testing.TB, name, text string) {
	t.Helper()
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func link(t testing.TB, to, name string) {
	t.Helper()
	if err := os.Symlink(to, name); err != nil {
		t.Skip(err)
	}
}

func TestLook(t *testing.T) {
	s := newShelf()
	before, after := s.put(painted(t, 400, 400, red, 0)), s.put(painted(t, 400, 400, red, 200))
	broken := s.put([]byte("no picture"))
	g := &gallery.Gallery{Images: []gallery.Image{
		{Address: "changed", Artifact: after, Before: &gallery.Before{Artifact: before}},
		{Address: "new", Artifact: before},
		{Address: "not made"},
		{Address: "lost", Artifact: strings.Repeat("0", 64)},
		{Address: "broken", Artifact: broken, Before: &gallery.Before{Artifact: before}},
		{Address: "after one that is lost", Artifact: after, Before: &gallery.Before{Artifact: strings.Repeat("1", 64)}, Takes: []gallery.Take{{Artifact: before, Here: true}, {Artifact: strings.Repeat("2", 64)}, {Artifact: strings.Repeat("3", 64), Here: true}}},
	}}
	want := []string{before, after, broken}
	dir := t.TempDir()
	for range 2 {
		for i := range g.Images {
			g.Images[i].Looks = gallery.Looks{}
		}
		if err := open(t, dir, s).Look(t.Context(), g); err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, img := range g.Images {
			text := img.Colour
			if img.Differs != nil && *img.Differs > 0.24 && *img.Differs < 0.26 {
				text += " differs"
			}
			got = append(got, text)
		}
		if diff := cmp.Diff([]string{"#d6565e differs", "#c81e28", "", "", "", "#d6565e"}, got); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	}
	all, first := Shown(g)
	if diff := cmp.Diff([]string{after, before, strings.Repeat("0", 64), broken, strings.Repeat("1", 64), strings.Repeat("3", 64)}, all); diff != "" || first != 5 {
		t.Errorf("shown, %d first (-want +got):\n%s", first, diff)
	}
	if got := s.asked.Load(); got != 2+2*3 {
		t.Errorf("pictures were asked for %d times, want those that there are once", got)
	}
	made, err := open(t, dir, s).Make(t.Context(), want, 64)
	if err != nil || len(made.Bytes) != 2 || made.Unseen[broken] == nil || len(made.Unseen) != 1 {
		t.Errorf("made %v, %v", made, err)
	}
	// What is kept of differences may be damaged.
	name := filepath.Join(dir, ".gesso", "thumbs", differencesFile)
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	mustWrite(t, name, strings.ReplaceAll(string(text), " 0.2", " 0.9"))
	if err := open(t, dir, s).Look(t.Context(), g); err != nil || *g.Images[0].Differs > 0.26 {
		t.Errorf("%v, %v", *g.Images[0].Differs, err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := open(t, dir, s).Look(ctx, g); !errors.Is(err, context.Canceled) {
		t.Errorf("interrupted: %v", err)
	}
}

func TestForget(t *testing.T) {
	s := newShelf()
	stays, goes := s.put(painted(t, 64, 64, red, 0)), s.put(painted(t, 64, 64, red, 20))
	dir := t.TempDir()
	now := time.Now()
	if err := Forget(dir, now, func(string) bool { return true }); err != nil {
		t.Errorf("of a cache that is not there: %v", err)
	}
	made := open(t, dir, s)
	for _, sha := range []string{stays, goes} {
		thumb(t, made, sha, 64)
	}
	folder := filepath.Join(dir, ".gesso", "thumbs")
	mustWrite(t, filepath.Join(folder, ".draft-X"), "of a killed process")
	mustWrite(t, filepath.Join(folder, "notes.txt"), "of a user")
	if err := Forget(dir, now.Add(2*time.Hour), func(sha string) bool { return sha == goes }); err != nil {
		t.Fatal(err)
	}
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	var left []string
	for _, e := range entries {
		left = append(left, e.Name())
	}
	if diff := cmp.Diff([]string{entryName(stays, Base), entryName(stays, 64), "notes.txt"}, left); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
