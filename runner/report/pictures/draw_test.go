package pictures

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"regexp"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/ansi/kitty"
	"github.com/charmbracelet/x/ansi/sixel"
	"github.com/google/go-cmp/cmp"

	"gesso/runner/report"
)

var (
	red  = color.NRGBA{R: 220, G: 30, B: 30, A: 255}
	blue = color.NRGBA{R: 20, G: 40, B: 200, A: 255}
)

// halves is red above and blue below.
func halves(width, height int) image.Image {
	img := image.NewNRGBA(image.Rect(0, 0, width, height))
	for y := range height {
		for x := range width {
			c := red
			if y >= height/2 {
				c = blue
			}
			img.SetNRGBA(x, y, c)
		}
	}
	return img
}

// alike reports whether a colour is one but for what an encoder loses.
func alike(got color.Color, want color.NRGBA) bool {
	r, g, b, _ := got.RGBA()
	far := func(x uint32, y uint8) bool { return abs(int(x>>8)-int(y)) > 12 }
	return !far(r, want.R) && !far(g, want.G) && !far(b, want.B)
}

// holds checks a picture of halves that came back from an encoder.
func holds(t *testing.T, img image.Image, err error, size image.Point) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	if got := img.Bounds().Size(); got != size {
		t.Fatalf("it is %v, want %v", got, size)
	}
	if top, bottom := img.At(size.X/2, size.Y/4), img.At(size.X/2, size.Y*3/4); !alike(top, red) || !alike(bottom, blue) {
		t.Errorf("above it is %v, below %v", top, bottom)
	}
}

func terminal(way Way) *Terminal {
	return &Terminal{Way: way, Columns: 100, Rows: 40, CellWidth: 9, CellHeight: 18}
}

// sequences are the escapes of a text that begin so, each without that and its end.
func sequences(text, begin string) []string {
	var all []string
	for state := byte(0); text != ""; {
		sequence, _, n, next := ansi.DecodeSequence(text, state, nil)
		if rest, found := strings.CutPrefix(sequence, begin); found {
			all = append(all, strings.TrimRight(rest, "\x07\x1b\\"))
		}
		text, state = text[n:], next
	}
	return all
}

func TestKitty(t *testing.T) {
	terminal := terminal(Kitty)
	f := terminal.Frame(noise(1024), "", 1)
	text := terminal.encode(f)
	var payload strings.Builder
	pieces := sequences(text, "\x1b_G")
	for n, piece := range pieces {
		options, data, _ := strings.Cut(piece, ";")
		want := "q=2,m=1"
		switch n {
		case 0:
			want = "f=100,q=2,C=1,c=40,a=T,m=1"
		case len(pieces) - 1:
			want = "q=2,m=0"
		}
		if !sameOptions(options, want) || len(data) > kitty.MaxChunkSize {
			t.Fatalf("piece %d has %s and %d bytes, want %s", n, options, len(data), want)
		}
		payload.WriteString(data)
	}
	if len(pieces) < 3 {
		t.Errorf("there are %d pieces", len(pieces))
	}
	file, err := base64.StdEncoding.DecodeString(payload.String())
	if err != nil {
		t.Fatal(err)
	}
	got, err := (&kitty.Decoder{Format: kitty.PNG}).Decode(bytes.NewReader(file))
	if err != nil || got.Bounds().Size() != image.Pt(360, 360) {
		t.Errorf("got %v, %v", got.Bounds(), err)
	}

	f = terminal.Frame(halves(64, 128), "", 1)
	_, data, _ := strings.Cut(sequences(terminal.encode(f), "\x1b_G")[0], ";")
	file, err = base64.StdEncoding.DecodeString(data)
	if err != nil {
		t.Fatal(err)
	}
	got, err = (&kitty.Decoder{Format: kitty.PNG}).Decode(bytes.NewReader(file))
	holds(t, got, err, image.Pt(64, 128))
}

func sameOptions(got, want string) bool {
	all := map[string]bool{}
	for _, o := range strings.Split(got, ",") {
		all[o] = true
	}
	for _, o := range strings.Split(want, ",") {
		if !all[o] {
			return false
		}
	}
	return true
}

// noise is a picture that does not become small.
func noise(side int) image.Image {
	img := image.NewNRGBA(image.Rect(0, 0, side, side))
	v := uint32(1)
	for i := range img.Pix {
		v = v*1664525 + 1013904223
		img.Pix[i] = uint8(v >> 24)
		if i%4 == 3 {
			img.Pix[i] = 0xff
		}
	}
	return img
}

func TestITerm2(t *testing.T) {
	terminal := terminal(ITerm2)
	all := sequences(terminal.encode(terminal.Frame(halves(512, 512), "", 1)), "\x1b]1337;")
	if len(all) != 1 {
		t.Fatalf("there are %d sequences", len(all))
	}
	head, data, _ := strings.Cut(all[0], ":")
	file, err := base64.StdEncoding.DecodeString(data)
	if err != nil {
		t.Fatal(err)
	}
	if want := fmt.Sprintf("File=size=%d;width=40;height=20;inline=1", len(file)); head != want {
		t.Errorf("it says %s, want %s", head, want)
	}
	img, err := jpeg.Decode(bytes.NewReader(file))
	holds(t, img, err, image.Pt(360, 360))
}

func TestSixel(t *testing.T) {
	terminal := terminal(Sixel)
	all := sequences(terminal.encode(terminal.Frame(halves(300, 150), "", 1)), "\x1bP")
	if len(all) != 1 {
		t.Fatalf("there are %d sequences", len(all))
	}
	_, payload, _ := strings.Cut(all[0], "q")
	img, err := new(sixel.Decoder).Decode(strings.NewReader(payload))
	holds(t, img, err, image.Pt(300, 150))
}

// Inside tmux a sequence is handed on, where a user wants that.
func TestThroughTmux(t *testing.T) {
	terminal := terminal(Kitty)
	terminal.tmux = true
	text := terminal.encode(terminal.Frame(halves(64, 64), "", 1))
	if !strings.HasPrefix(text, "\x1bPtmux;\x1b\x1b_G") || !strings.HasSuffix(text, "\x1b\x1b\\\x1b\\") {
		t.Errorf("it is %q", text)
	}
}

func TestBlocks(t *testing.T) {
	terminal := terminal(Blocks)
	terminal.Columns, terminal.Colour = 8, true
	var b bytes.Buffer
	frames := []Frame{terminal.Frame(halves(40, 40), "", 1)}
	terminal.blocks(&b, frames, frames[0].Rows)
	// Where the colours meet, and beside it, scaling mixes them.
	want := "\x1b[38;2;223;30;28;48;2;204;31;43m▀▀▀▀\x1b[m\n\x1b[38;2;36;39;187;48;2;17;40;202m▀▀▀▀\x1b[m\n"
	if diff := cmp.Diff(want, b.String()); diff != "" {
		t.Errorf("%s", diff)
	}
	terminal.Colour = false
	b.Reset()
	terminal.blocks(&b, []Frame{{Columns: 4, Rows: 1}, frames[0]}, 2)
	want = "      \x1b[38;5;160;48;5;160m▀▀▀▀\x1b[m\n      \x1b[38;5;19;48;5;20m▀▀▀▀\x1b[m\n"
	if diff := cmp.Diff(want, b.String()); diff != "" {
		t.Errorf("beside what cannot be seen: %s", diff)
	}
}

func TestNearest(t *testing.T) {
	for _, test := range []struct{ r, g, b, want int }{
		{0, 0, 0, 16}, {255, 255, 255, 231}, {255, 0, 0, 196}, {8, 8, 8, 232}, {128, 128, 128, 244}, {238, 238, 238, 255}, {95, 135, 175, 67},
	} {
		if got := nearest(test.r, test.g, test.b); got != test.want {
			t.Errorf("%v is %d", test, got)
		}
	}
}

// Pictures that are placed leave the cursor below them, whatever they did with it, and
// scroll nothing while they are drawn.
func TestPlace(t *testing.T) {
	terminal := terminal(Sixel)
	frames := []Frame{terminal.Frame(halves(1024, 1024), "", 3), terminal.Frame(nil, "", 3), terminal.Frame(halves(1024, 512), "", 3)}
	var b bytes.Buffer
	terminal.place(&b, frames, 16)
	got := regexp.MustCompile(`(?s)\x1bP.*?\x1b\\`).ReplaceAllString(b.String(), "#")
	want := strings.Repeat("\n", 17) + "\x1b[17A" + "\r\x1b7#\x1b8" + "\r\x1b[68C\x1b7#\x1b8" + "\r\x1b[16B"
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s", diff)
	}
}

func TestFrames(t *testing.T) {
	type place struct {
		columns, rows int
		size          image.Point
	}
	for _, test := range []struct {
		name          string
		way           Way
		columns, rows int
		width, height int
		of            int
		want          place
	}{
		{"half the terminal", Kitty, 60, 40, 1024, 1024, 1, place{30, 15, image.Pt(270, 270)}},
		{"forty columns at most", Kitty, 300, 80, 1024, 1024, 1, place{40, 20, image.Pt(360, 360)}},
		{"side by side", Kitty, 100, 40, 1024, 1024, 3, place{32, 16, image.Pt(288, 288)}},
		{"many", Kitty, 100, 40, 1024, 1024, 9, place{23, 12, image.Pt(207, 207)}},
		{"two", Kitty, 100, 40, 1024, 1024, 2, place{40, 20, image.Pt(360, 360)}},
		{"a narrow terminal", Kitty, 10, 40, 1024, 1024, 3, place{5, 3, image.Pt(45, 45)}},
		{"the narrowest terminal", Blocks, 1, 1, 1024, 1024, 3, place{1, 1, image.Pt(1, 2)}},
		{"never enlarged", Sixel, 100, 40, 20, 10, 1, place{3, 1, image.Pt(20, 10)}},
		{"high", Kitty, 100, 24, 512, 2048, 1, place{10, 20, image.Pt(90, 360)}},
		{"as high as nothing", Blocks, 100, 24, 4, 4000, 1, place{1, 20, image.Pt(1, 40)}},
		{"wide", Sixel, 100, 24, 4000, 4, 1, place{40, 1, image.Pt(360, 1)}},
		{"blocks", Blocks, 100, 40, 1024, 512, 1, place{40, 10, image.Pt(40, 20)}},
	} {
		terminal := &Terminal{Way: test.way, Columns: test.columns, Rows: test.rows, CellWidth: 9, CellHeight: 18}
		f := terminal.Frame(halves(test.width, test.height), "", test.of)
		if got := (place{f.Columns, f.Rows, f.Image.Bounds().Size()}); got != test.want {
			t.Errorf("%s: got %v, want %v", test.name, got, test.want)
		}
	}
}

// What is transparent is white, in every way.
func TestTransparent(t *testing.T) {
	f := terminal(Kitty).Frame(image.NewNRGBA(image.Rect(0, 0, 100, 100)), "", 1)
	if c := color.NRGBAModel.Convert(f.Image.At(50, 50)); c != (color.NRGBA{255, 255, 255, 255}) {
		t.Errorf("it is %v", c)
	}
}

// A pipe gets nothing, not even where a user asks for a way.
func TestNoTerminal(t *testing.T) {
	var b bytes.Buffer
	screen := report.NewScreen(&b, func(string) string { return "" }, false)
	got, err := Detect(t.Context(), screen, Wish{Way: Kitty, Getenv: func(string) string { return "xterm-kitty" }})
	if err != nil || got.Why != "standard output is no terminal" {
		t.Errorf("got %+v, %v", got, err)
	}
	frames := []Frame{terminal(Kitty).Frame(halves(9, 9), "a", 1)}
	got.Draw(screen, frames)
	got.Settle()
	got.Why = ""
	got.Draw(screen, frames)
	if b.String() != "a\n" {
		t.Errorf("a pipe got %q", b.String())
	}
}

func TestCaptions(t *testing.T) {
	var b bytes.Buffer
	screen := report.NewScreen(&b, func(string) string { return "" }, false)
	caption(screen, []Frame{{Columns: 8, Caption: "take 1"}, {Columns: 5, Caption: "* take 2"}, {Columns: 6, Caption: "\x1b[31m3"}})
	if want := "take 1    * ta…  [31m3\n"; b.String() != want {
		t.Errorf("got %q, want %q", b.String(), want)
	}
}
