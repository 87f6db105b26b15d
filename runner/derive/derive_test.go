package derive

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/color"
	"image/png"
	"io"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gesso/runner/picture"
	"gesso/runner/plan"
	"gesso/state"
	"gesso/state/disk"
	"gesso/state/disk/workspaces"
	"gesso/state/statetest"
)

var (
	small = plan.File{Name: "small", Path: "small.png", Format: "png", Width: 4, Background: "#00000000"}
	tiny  = plan.File{Name: "tiny", Path: "tiny.png", Format: "png", Width: 2, Background: "#00000000"}
)

// bench is a workspace with files, in which a picture may have been derived from.
type bench struct {
	*disk.Workspace
	dir string
}

func newBench(t *testing.T, files ...string) bench {
	t.Helper()
	dir := t.TempDir()
	for _, name := range files {
		write(t, dir, name, name)
	}
	w, err := disk.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = w.Close() })
	return bench{w, dir}
}

func write(t *testing.T, dir, name, text string) {
	t.Helper()
	name = filepath.Join(dir, name)
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// derived is what is recorded of files that hold their own names.
func derived(r *state.Record, files ...plan.File) []state.Derivative {
	var list []state.Derivative
	for _, f := range files {
		list = append(list, state.Derivative{Path: f.Path, Made: Made(f, r.Identity()), Output: state.HashPrompt(f.Path)})
	}
	return list
}

func declare(address string, action plan.Action, before *state.Record, files ...plan.File) *plan.Change {
	c := &plan.Change{Address: address, Action: action, Before: before, Path: address + ".png", Declared: &plan.Declaration{Block: address, Terms: &plan.Terms{Derives: files}}}
	if before != nil {
		before.Path = c.Path
	}
	return c
}

func TestIntend(t *testing.T) {
	wide := small
	wide.Width = 9
	mixed := small
	mixed.Path = "SMALL.png"
	escaping := state.Derivative{Path: ".git/x.png", Made: "d1:" + statetest.SHA(1), Output: statetest.SHA(1)}
	for _, test := range []struct {
		name     string
		files    []string // that lie there, holding their names
		changed  string   // one of which somebody changed
		action   plan.Action
		declared []plan.File
		recorded []plan.File
		more     []state.Derivative // recorded too
		lean     bool               // refresh nothing
		only     bool               // refresh only
		want     string
		action2  plan.Action
		notes    []plan.NoteKind
	}{
		{name: "as they are", files: []string{"small.png"}, declared: []plan.File{small}, recorded: []plan.File{small}},
		{name: "none yet", declared: []plan.File{small, tiny}, want: "2 to make", action2: plan.Derive},
		{name: "of a picture to come", action: plan.Regenerate, files: []string{"small.png"}, declared: []plan.File{small, tiny}, recorded: []plan.File{small}, want: "1 to make, 1 to make anew", action2: plan.Regenerate},
		{name: "missing", declared: []plan.File{small}, recorded: []plan.File{small}, want: "1 to restore", action2: plan.Derive},
		{name: "missing, and nothing is looked at", declared: []plan.File{small}, recorded: []plan.File{small}, lean: true},
		{name: "other arguments", files: []string{"small.png"}, declared: []plan.File{wide}, recorded: []plan.File{small}, want: "1 to make anew", action2: plan.Derive},
		{name: "other arguments, refreshing only", files: []string{"small.png"}, declared: []plan.File{wide, tiny}, recorded: []plan.File{small}, only: true},
		{name: "missing, refreshing only", declared: []plan.File{small}, recorded: []plan.File{small}, only: true, want: "1 to restore", action2: plan.Derive},
		{name: "changed by hand", files: []string{"small.png"}, changed: "small.png", declared: []plan.File{small}, recorded: []plan.File{small}, want: "1 to restore over what somebody changed", action2: plan.Derive, notes: []plan.NoteKind{plan.Replaces}},
		{name: "a stranger's", files: []string{"small.png"}, declared: []plan.File{small}, want: "1 to make", action2: plan.Derive, notes: []plan.NoteKind{plan.Replaces}},
		{name: "declared no longer", files: []string{"small.png"}, recorded: []plan.File{small}, want: "1 to remove", action2: plan.Derive},
		{name: "declared no longer, and changed", files: []string{"small.png"}, changed: "small.png", recorded: []plan.File{small}, want: "1 to remove", action2: plan.Derive, notes: []plan.NoteKind{plan.Stays}},
		{name: "declared by another image", files: []string{"other.png"}, recorded: []plan.File{{Path: "other.png"}}, want: "1 to leave to another image", action2: plan.Derive},
		{name: "spelled otherwise", files: []string{"small.png"}, declared: []plan.File{mixed}, recorded: []plan.File{small}, want: "1 to make, 1 to remove", action2: plan.Derive},
		{name: "a record that claims what is git's", more: []state.Derivative{escaping}, want: "1 to remove", action2: plan.Derive, notes: []plan.NoteKind{plan.Untouched}},
		{name: "the image goes", action: plan.Remove, files: []string{"small.png"}, recorded: []plan.File{small}, want: "1 to remove", action2: plan.Remove},
		{name: "the image is forgotten", action: plan.Forget, files: []string{"small.png"}, recorded: []plan.File{small}, action2: plan.Forget},
		{name: "it waits", action: plan.Tainted, declared: []plan.File{small}, action2: plan.Tainted},
	} {
		t.Run(test.name, func(t *testing.T) {
			b := newBench(t, test.files...)
			if test.changed != "" {
				write(t, b.dir, test.changed, "painted over")
			}
			record := statetest.Record("image.a", 1)
			record.Derived = append(derived(record, test.recorded...), test.more...)
			c := declare("image.a", test.action, record, test.declared...)
			if test.action == plan.Remove || test.action == plan.Forget {
				c.Declared = nil
			}
			other := declare("image.b", plan.None, statetest.Record("image.b", 2))
			other.Path = "other.png"
			p := &plan.Plan{Unchanged: []*plan.Change{other}, RefreshOnly: test.only}
			if test.action == plan.None {
				p.Unchanged = append(p.Unchanged, c)
			} else {
				p.Changes = append(p.Changes, c)
			}
			conflicts, err := Intend(t.Context(), p, Ground{Workspace: b.Workspace, Unrefreshed: test.lean})
			if err != nil || len(conflicts) > 0 {
				t.Fatal(conflicts, err)
			}
			said := ""
			for _, r := range c.Reasons {
				said += r.New
			}
			if said != test.want || c.Action != test.action2 || (c.Action == plan.None) != (len(p.Changes) == 0) {
				t.Errorf("it is to %s, %q", c.Action, said)
			}
			var notes []plan.NoteKind
			for _, n := range c.Notes {
				notes = append(notes, n.Kind)
			}
			if diff := cmp.Diff(test.notes, notes); diff != "" {
				t.Errorf("notes (-want +got):\n%s", diff)
			}
		})
	}
}

// What is another workspace's, and what is in the way, is told.
func TestConflicts(t *testing.T) {
	b := newBench(t, "tiny.png/inside")
	p := &plan.Plan{Changes: []*plan.Change{declare("image.a", plan.Generate, nil, small, tiny)}}
	owner := workspaces.Owner{Workspace: "draft", Address: "image.z"}
	conflicts, err := Intend(t.Context(), p, Ground{Workspace: b.Workspace, Others: workspaces.Outputs{"small.png": owner}})
	if err != nil || len(conflicts) != 2 || conflicts[0].Owner != owner || conflicts[1].Err == nil || conflicts[1].Path != "tiny.png" {
		t.Errorf("got %+v, %v", conflicts, err)
	}
	again, err := Intend(t.Context(), &plan.Plan{Changes: []*plan.Change{{Address: "image.b", Declared: &plan.Declaration{Terms: &plan.Terms{}}}}}, Ground{Workspace: b.Workspace})
	if again != nil || err != nil {
		t.Errorf("without any: %v, %v", again, err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Intend(ctx, p, Ground{Workspace: b.Workspace}); !errors.Is(err, context.Canceled) {
		t.Errorf("interrupted: %v", err)
	}
}

// stripes is a picture of two colours.
func stripes(t *testing.T, w, h int) *bytes.Reader {
	t.Helper()
	img := image.NewNRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			img.SetNRGBA(x, y, color.NRGBA{uint8(255 * (x * 2 / w)), 0, 90, 255})
		}
	}
	var file bytes.Buffer
	if err := png.Encode(&file, img); err != nil {
		t.Fatal(err)
	}
	return bytes.NewReader(file.Bytes())
}

func TestRender(t *testing.T) {
	files := []plan.File{
		small, tiny,
		{Path: "square.jpg", Format: "jpeg", Width: 8, Height: 8, Fit: "cover", Position: "left", Quality: 90, Background: "#ffffff"},
		{Path: "wide.webp", Format: "webp", Width: 40, Height: 8, Fit: "contain", Position: "center", Background: "#00000000"},
		{Path: "fails.png", Format: "png"},
	}
	for _, memory := range []*picture.Memory{nil, picture.NewMemory(1), picture.NewMemory(1 << 20)} {
		var mu sync.Mutex
		made := map[string]string{}
		first := map[string][]byte{}
		full := errors.New("a full disk")
		for range 2 { // the same bytes each time
			err := Render(t.Context(), memory, stripes(t, 32, 16), files, func(f plan.File, write func(io.Writer) error) error {
				if f.Path == "fails.png" {
					return full
				}
				var file bytes.Buffer
				if err := write(&file); err != nil {
					return err
				}
				info, err := picture.Verify(bytes.NewReader(file.Bytes()), 0)
				mu.Lock()
				defer mu.Unlock()
				made[f.Path] = info.String()
				if old := first[f.Path]; old != nil && !bytes.Equal(old, file.Bytes()) {
					t.Errorf("%s has other bytes", f.Path)
				}
				first[f.Path] = file.Bytes()
				return err
			})
			if !errors.Is(err, full) {
				t.Fatalf("got %v", err)
			}
		}
		want := map[string]string{"small.png": "png 4x2", "tiny.png": "png 2x1", "square.jpg": "jpeg 8x8", "wide.webp": "webp 40x8"}
		if diff := cmp.Diff(want, made); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
		square, _, err := picture.Decode(bytes.NewReader(first["square.jpg"]), 0)
		if err != nil {
			t.Fatal(err)
		}
		if r, _, _, _ := square.At(4, 4).RGBA(); r>>8 > 10 { // the left half
			t.Errorf("its red is %d", r>>8)
		}
	}
	if err := Render(t.Context(), nil, bytes.NewReader([]byte("<html>")), files, nil); err == nil {
		t.Error("what is no picture was rendered")
	}
}

// The room that is taken grows with what is made, and not with how much of it there is.
func TestRoom(t *testing.T) {
	head := picture.Info{Width: 100, Height: 50}
	one := room(head, []plan.File{{Format: "png"}})
	if one != 8*100*50 || room(head, []plan.File{{Format: "png"}, {Format: "png"}, {Format: "png", Width: 1}}) != one {
		t.Errorf("got %d", one)
	}
	if got := room(head, []plan.File{{Format: "webp", Width: 200, Height: 200, Fit: "contain"}}); got != 56*200*200 {
		t.Errorf("got %d", got)
	}
}
