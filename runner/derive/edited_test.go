package derive

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"io"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"gesso/runner/plan"
	"gesso/state"
	"gesso/state/disk/disktest"
	"gesso/state/statetest"
)

// pictured is a workspace whose store has some pictures, by the numbers of their colours.
type pictured struct {
	bench
	shas map[uint8]string
}

// plainPNG is a picture of one colour and a dot.
func plainPNG(t *testing.T, blue uint8, level png.CompressionLevel) []byte {
	t.Helper()
	img := image.NewNRGBA(image.Rect(0, 0, 8, 8))
	for i := range 64 {
		img.SetNRGBA(i%8, i/8, color.NRGBA{uint8(i), 200, blue, 255})
	}
	var out bytes.Buffer
	if err := (&png.Encoder{CompressionLevel: level}).Encode(&out, img); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func newPictured(t *testing.T, colours ...uint8) pictured {
	t.Helper()
	p := pictured{newBench(t), map[uint8]string{}}
	for _, colour := range colours {
		p.shas[colour] = disktest.Store(t, p.Workspace, string(plainPNG(t, colour, png.DefaultCompression)))
	}
	return p
}

// rendered is what is made of a picture.
func (p pictured) rendered(t *testing.T, f plan.File, colour uint8) []byte {
	t.Helper()
	var out bytes.Buffer
	err := Render(t.Context(), nil, bytes.NewReader(plainPNG(t, colour, png.DefaultCompression)), []plan.File{f}, func(_ plan.File, write func(io.Writer) error) error {
		return write(&out)
	})
	if err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// happened records in the workspace's ledger and history what an address had.
func (p pictured) happened(t *testing.T, records ...*state.Record) {
	t.Helper()
	var events []state.Event
	for i, r := range records {
		events = append(events, state.Event{Kind: state.Collected, Time: time.Date(2026, 1, 1, 0, 0, i, 0, time.UTC), Record: r})
	}
	disktest.Happen(t, p.Workspace, events...)
}

func hashOf(data []byte) string { return fmt.Sprintf("%x", sha256.Sum256(data)) }

// What becomes of a file that is not as it was made: the work of a hand stays, where on_drift
// says nothing else, and what gesso has made itself is no such work.
func TestHandEdits(t *testing.T) {
	const now, before, painted = 10, 20, 30
	thumb := plan.File{Name: "small", Path: "small.png", Format: "png", Width: 4, Background: "#00000000"}
	for _, test := range []struct {
		name    string
		lies    func(p pictured) []byte // at the file's path; nil: nothing
		kept    bool                    // a hand's work is recorded
		gone    bool                    // the picture of before is not here
		history bool                    // a run recorded what lies there
		want    [3]string               // with keep, restore and fail; "!" is a mistake
	}{
		{name: "painted over", lies: func(p pictured) []byte { return plainPNG(t, painted, 0) }, want: [3]string{"keep", "overwrite", "keep!"}},
		{name: "no picture", lies: func(pictured) []byte { return []byte("notes") }, want: [3]string{"overwrite", "overwrite", "overwrite"}},
		{name: "gone", want: [3]string{"restore", "restore", "restore"}},
		{name: "in other bytes", lies: func(p pictured) []byte { return append(p.rendered(t, thumb, now), "tail"...) }, want: [3]string{"keep", "overwrite", "keep"}},
		{name: "of the picture before", lies: func(p pictured) []byte { return p.rendered(t, thumb, before) }, want: [3]string{"overwrite", "overwrite", "overwrite"}},
		{name: "perhaps of the picture before", gone: true, lies: func(p pictured) []byte { return p.rendered(t, thumb, before) }, want: [3]string{"overwrite", "overwrite", "overwrite"}},
		{name: "of other arguments once", history: true, lies: func(p pictured) []byte { return plainPNG(t, 77, 0) }, want: [3]string{"overwrite", "overwrite", "overwrite"}},
		{name: "kept", kept: true, lies: func(pictured) []byte { return plainPNG(t, painted, 0) }, want: [3]string{"", "overwrite", ""}},
		{name: "kept elsewhere", kept: true, lies: func(p pictured) []byte { return p.rendered(t, thumb, now) }, want: [3]string{"", "overwrite", ""}},
		{name: "kept, and gone here", kept: true, want: [3]string{"restore", "restore", "restore"}},
		{name: "kept, and painted over again", kept: true, lies: func(pictured) []byte { return plainPNG(t, 31, 0) }, want: [3]string{"keep", "overwrite", "keep!"}},
	} {
		for i, word := range []string{"", "restore", "fail"} {
			t.Run(test.name+"/"+word, func(t *testing.T) {
				colours := []uint8{now, before}
				if test.gone {
					colours = colours[:1]
				}
				p := newPictured(t, colours...)
				r := statetest.Record("image.a", 1)
				r.Artifact = p.shas[now]
				former := statetest.Record("image.a", 2)
				former.Artifact = hashOf(plainPNG(t, before, png.DefaultCompression))
				made := state.Derivative{Path: thumb.Path, Made: Made(thumb, r.Identity()), Output: hashOf(p.rendered(t, thumb, now))}
				if test.kept {
					made.Kept, made.Output = true, hashOf(plainPNG(t, painted, 0))
				}
				if test.lies != nil {
					write(t, p.dir, thumb.Path, string(test.lies(p)))
				}
				if test.history {
					former.Derived = []state.Derivative{{Path: thumb.Path, Made: made.Made, Output: hashOf(test.lies(p))}}
				}
				r.Derived = []state.Derivative{made}
				p.happened(t, former)
				p.happened(t, r)
				c := declare("image.a", plan.None, r, thumb)
				c.Declared.OnDrift = word
				conflicts, err := Intend(t.Context(), &plan.Plan{Unchanged: []*plan.Change{c}}, Ground{Workspace: p.Workspace})
				if err != nil {
					t.Fatal(err)
				}
				said := ""
				for _, d := range c.Derived {
					said += string(d.Act)
				}
				for _, conflict := range conflicts {
					said += "!"
					if !conflict.Drifted {
						t.Errorf("conflict %+v", conflict)
					}
				}
				if said != test.want[i] {
					t.Errorf("it is to %q, want %q", said, test.want[i])
				}
			})
		}
	}
}

// What somebody has made stays when its block goes, and is told of when another picture
// takes its place.
func TestHandEditsGo(t *testing.T) {
	thumb := plan.File{Name: "small", Path: "small.png", Format: "png", Width: 4, Background: "#00000000"}
	for name, test := range map[string]struct {
		declared []plan.File
		action   plan.Action
		want     plan.Act
		note     plan.NoteKind
	}{
		"declared no longer": {nil, plan.None, plan.Drop, plan.Stays},
		"of another picture": {[]plan.File{thumb}, plan.Regenerate, plan.Renew, plan.Replaces},
	} {
		t.Run(name, func(t *testing.T) {
			p := newPictured(t, 1)
			painted := plainPNG(t, 30, 0)
			if err := os.WriteFile(filepath.Join(p.dir, thumb.Path), painted, 0o644); err != nil {
				t.Fatal(err)
			}
			r := statetest.Record("image.a", 1)
			r.Derived = []state.Derivative{{Path: thumb.Path, Made: Made(thumb, r.Identity()), Output: hashOf(painted), Kept: true}}
			c := declare("image.a", test.action, r, test.declared...)
			if _, err := Intend(t.Context(), &plan.Plan{Changes: []*plan.Change{c}}, Ground{Workspace: p.Workspace}); err != nil {
				t.Fatal(err)
			}
			var notes []plan.NoteKind
			for _, n := range c.Notes {
				notes = append(notes, n.Kind)
			}
			if diff := cmp.Diff([]plan.NoteKind{test.note}, notes); diff != "" || len(c.Derived) != 1 || c.Derived[0].Act != test.want {
				t.Errorf("%+v; notes (-want +got):\n%s", c.Derived, diff)
			}
		})
	}
}
