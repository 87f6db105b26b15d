package decide

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gesso/runner/plan"
	"gesso/runner/selection"
	"gesso/state"
	"gesso/state/disk/disktest"
)

// painted is a picture that has one gray all over, as a level of compression writes it.
func painted(t *testing.T, gray uint8, level png.CompressionLevel) string {
	t.Helper()
	img := image.NewGray(image.Rect(0, 0, 64, 64))
	for i := range img.Pix {
		img.Pix[i] = gray
	}
	img.Set(1, 1, color.Gray{Y: ^gray}) // so that it is not blank
	var b bytes.Buffer
	enc := png.Encoder{CompressionLevel: level}
	if err := enc.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// studio is a project with one image, "a", which was made and placed, and painters.
type studio struct {
	*ladderTest
	made, other, packed string // the contents of files: what was made, a hand's, what was made in other bytes
	store               func(content string) string
}

// studioOf is a studio whose image has more arguments. The file at its path is what was
// made.
func studioOf(t *testing.T, arguments string) *studio {
	t.Helper()
	s := &studio{
		ladderTest: &ladderTest{Situation: situationOf(t, "provider \"flux\" {}\nimage \"a\" {\n  path = \"a.png\"\n"+arguments+"\n}\n")},
		made:       painted(t, 100, png.DefaultCompression), other: painted(t, 200, png.DefaultCompression), packed: painted(t, 100, png.NoCompression),
	}
	s.store = func(content string) string { return disktest.Store(t, s.Workspace, content) }
	s.write(t, s.made)
	return s
}

// write has the image's file have a content; none is no file.
func (s *studio) write(t *testing.T, content string) {
	t.Helper()
	name := filepath.Join(s.Config.Dir, "a.png")
	err := os.Remove(name)
	if content != "" {
		err = os.WriteFile(name, []byte(content), 0o666)
	}
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
}

// placed is that the image has a picture of the prompt "x", which lies at its path.
func (s *studio) placed(content string) []state.Event {
	sha := s.store(content)
	return []state.Event{there("image.a", "x", sha), lies("image.a", "a.png", sha)}
}

// adopted is that a hand's picture took that one's place.
func (s *studio) adopted(note string) []state.Event {
	events := s.placed(s.made)
	r := *events[0].Record
	r.Output = r.Artifact
	sha := s.store(s.other)
	r.Picture = r.Adopt(state.Picture{Artifact: sha, Format: "png", Width: 64, Height: 64}, r.Key, note)
	return append(events, state.Event{Kind: state.Collected, Record: r.Unplaced()}, lies("image.a", "a.png", sha))
}

func nothing(*studio) string { return "" }

// keptHand is what a plan says of the file that a hand has made, where that has to go.
const keptHand = "kept in .gesso/objects/28/281e67942cf61439589c789386840ebdab46ab6bc294e5b2aaa2a09e23d0bab9"

// TestHand makes plans of an image whose output, or whose picture, somebody has made by
// hand. Nothing of it is paid that nobody has asked for.
func TestHand(t *testing.T) {
	const x = `prompt = "x"`
	const overwritten = "; a.png was changed after gesso wrote it: it would be replaced, and " + keptHand
	const changed = "the output is not the picture that was placed there"
	drift := func(word string) string { return x + "\nlifecycle { on_drift = \"" + word + "\" }" }
	hand := func(s *studio) string { return s.other }
	for _, test := range []struct {
		name      string
		arguments string
		past      func(*studio) []state.Event
		file      func(*studio) string // at its path
		ask       func(*Situation)
		want      []string // of the plan
		holds     []string // for which it would be replaced
		errors    []string // or these
	}{
		{name: "painted over", arguments: x, file: hand,
			want: []string{"image.a keep: as edited by hand"}},
		{name: "painted over, and made of something else now", arguments: `prompt = "y"`, file: hand,
			want: []string{"image.a keep: as edited by hand"}, holds: []string{"prompt changed"}},
		{name: "painted over, and another is wanted", arguments: x, file: hand,
			ask:  func(s *Situation) { s.Choice.Replaces = []string{"image.a"} },
			want: []string{"image.a regenerate: asked for with -replace; a.png is not gesso's: it would be replaced, and " + keptHand}},
		{name: "painted over, and drift is to be undone", arguments: drift("restore"), file: hand,
			want: []string{"image.a restore: " + changed + overwritten}},
		{name: "painted over, and drift is a mistake", arguments: drift("fail"), file: hand,
			errors: []string{"Output was changed by hand"}},
		{name: "a mistake that somebody forgives", arguments: drift("fail"), file: hand,
			ask:  func(s *Situation) { s.Hands.Lenient = true },
			want: []string{"image.a restore: " + changed + overwritten}},
		{name: "in other bytes", arguments: x, file: func(s *studio) string { return s.packed },
			want: []string{"image.a keep: in other bytes that show the same"}},
		{name: "no picture any more", arguments: x, file: func(*studio) string { return "a text" },
			want: []string{"image.a restore: " + changed + ": not a picture: it looks like text; a.png was changed after gesso wrote it: it would be replaced, and kept in .gesso/objects/73/734194ede5b063e654d63cb95a682ca1551b45e3cc86e88f1a85c1286eedd4ac"}},
		{name: "painted over, and tainted", arguments: x, file: hand,
			past: func(s *studio) []state.Event {
				return append(s.placed(s.made), state.Event{Kind: state.Tainted, Address: "image.a", Problem: "six fingers"})
			},
			want: []string{"image.a keep: as edited by hand"}},
		{name: "made by hand", arguments: x, file: hand,
			past: func(s *studio) []state.Event { return s.adopted("nicer") }},
		{name: "made by hand, and asks for something else now", arguments: `prompt = "y"`, file: hand,
			past: func(s *studio) []state.Event { return s.adopted("nicer") }, holds: []string{"prompt changed"}},
		{name: "made by hand, and another is wanted", arguments: x, file: hand,
			past: func(s *studio) []state.Event { return s.adopted("nicer") },
			ask:  func(s *Situation) { s.Choice.Replaces = []string{"image.a"} },
			want: []string{"image.a regenerate: asked for with -replace; a.png was made by hand: it would go from here, and be " + keptHand}},
		{name: "made by hand, and the one of before lies there", arguments: x, file: func(s *studio) string { return s.made },
			past: func(s *studio) []state.Event { return s.adopted("nicer") },
			want: []string{"image.a keep: as it was before it was edited by hand"}},
		{name: "made by hand, and nothing lies there", arguments: x, file: nothing,
			past: func(s *studio) []state.Event { return s.adopted("nicer") },
			want: []string{"image.a restore: the output is missing"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			s := studioOf(t, test.arguments)
			past := s.placed(s.made)
			if test.past != nil {
				past = test.past(s)
			}
			s.happened(t, past)
			s.write(t, test.file(s))
			if test.ask != nil {
				test.ask(&s.Situation)
			}
			p := madeOr(t, s.Situation, test.errors)
			if p == nil {
				return
			}
			if diff := cmp.Diff(test.want, saidBy(p)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(test.holds, textOf(p.all["image.a"].Holds)); diff != "" {
				t.Errorf("what would replace it (-want +got):\n%s", diff)
			}
			isPlain(t, p.Plan)
		})
	}
}

// TestHands makes plans for images of whose pictures a user says something.
func TestHands(t *testing.T) {
	const x = `prompt = "x"`
	hand := func(s *studio) string { return s.other }
	made := func(s *studio) string { return s.made }
	for _, test := range []struct {
		name      string
		arguments string
		past      func(*studio) []state.Event
		file      func(*studio) string
		recall    bool // else what lies there is adopted
		want      []string
		fails     string
	}{
		{name: "adopt what was painted over", arguments: x + "\nlifecycle { on_drift = \"fail\" }", file: hand,
			want: []string{"image.a keep: as a user says: a note"}},
		{name: "adopt what was made of something else", arguments: `prompt = "y"`, file: hand,
			want: []string{"image.a keep: as a user says: a note"}},
		{name: "adopt what was adopted", arguments: x, file: hand,
			past: func(s *studio) []state.Event { return s.adopted("a note") }},
		{name: "adopt it with another note", arguments: x, file: hand,
			past: func(s *studio) []state.Event { return s.adopted("of before") },
			want: []string{"image.a keep: as a user says: a note"}},
		{name: "adopt it although the image asks for something else", arguments: `prompt = "y"`, file: hand,
			past: func(s *studio) []state.Event { return s.adopted("a note") },
			want: []string{"image.a keep: as a user says: a note"}},
		{name: "adopt what gesso has made", arguments: x, file: made, fails: "image.a: a.png is what gesso placed there, and nobody has changed it"},
		{name: "adopt what is not there", arguments: x, file: nothing, fails: "image.a has no output that could be adopted: it is missing"},
		{name: "adopt what is no picture", arguments: x, file: func(*studio) string { return "a text" }, fails: "image.a: "},
		{name: "restore", arguments: x, file: hand, recall: true,
			past: func(s *studio) []state.Event { return s.adopted("") },
			want: []string{"image.a restore: asked for with gesso restore; a.png was made by hand: it would go from here, and be " + keptHand}},
		{name: "restore what is no hand's", arguments: x, file: made, recall: true},
		{name: "restore what was painted over just now", arguments: x, file: hand, recall: true,
			want: []string{"image.a restore: the output is not the picture that was placed there; a.png was changed after gesso wrote it: it would be replaced, and " + keptHand}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			s := studioOf(t, test.arguments)
			past := s.placed(s.made)
			if test.past != nil {
				past = test.past(s)
			}
			s.happened(t, past)
			s.write(t, test.file(s))
			only := (*Prepared).AdoptOnly
			if s.Hands = (Hands{Adopt: selection.Exactly([]string{"image.a"}), Note: "a note", Lenient: true}); test.recall {
				s.Hands = Hands{Restore: selection.Exactly([]string{"image.a"}), Lenient: true}
				only, s.RefreshOnly = (*Prepared).RestoreOnly, true
			}
			p, diags, err := Make(t.Context(), s.Situation)
			if err != nil || diags.HasErrors() {
				t.Fatal(err, diags)
			}
			p, err = only(p)
			if err != nil || test.fails != "" {
				if test.fails == "" || err == nil || !strings.HasPrefix(err.Error(), test.fails) {
					t.Errorf("the error is %v, want %q", err, test.fails)
				}
				return
			}
			if diff := cmp.Diff(test.want, saidBy(p)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if most := p.Budget.MaxImages; most == nil || *most != 0 {
				t.Error("it may buy something")
			}
		})
	}
}

// madeOr is the plan of a situation, or nil where its mistakes are those that are wanted, of
// which the first is compared.
func madeOr(t *testing.T, s Situation, mistakes []string) *Prepared {
	t.Helper()
	p, diags, err := Make(t.Context(), s)
	if err != nil {
		t.Fatal(err)
	}
	said := diags.Errs()
	if len(said) != len(mistakes) || len(said) > 0 && !strings.Contains(said[0].Error(), mistakes[0]) {
		t.Fatalf("the mistakes are %q, want %q", said, mistakes)
	}
	if len(mistakes) > 0 {
		return nil
	}
	return p
}

func textOf(reasons []plan.Reason) []string {
	var said []string
	for _, r := range reasons {
		said = append(said, r.String())
	}
	return said
}
