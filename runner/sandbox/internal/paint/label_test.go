package paint

import (
	"image"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"gesso/runner/typeface"
)

// slate is a surface that only remembers where it was touched.
type slate struct {
	w, h    int
	touched image.Rectangle
}

func (s *slate) size() (w, h int)          { return s.w, s.h }
func (s *slate) rect(image.Rectangle, rgb) {}
func (s *slate) dab(x, y int, _ rgb, _ float64) {
	s.touched = s.touched.Union(image.Rect(x, y, x+1, y+1))
}

var scripts = []string{
	"A red bicycle",
	"水墨画风格的山水，云雾缭绕，远处有一座小桥和一位撑伞的行人",
	"여우가 비를 맞으며 신문을 읽는다",
	"ثعلب يقرأ الجريدة تحت المطر",
	"🦊📰🌧️👩‍👩‍👧‍👦",
	"Ünïcödé, Ελληνικά, Русский — “quotes” …",
	strings.Repeat("supercalifragilisticexpialidocious", 20),
	strings.Repeat("a very long prompt about very many things, ", 200),
	"\xff\xfe broken \x00 bytes\n\n\tand\u202eturns",
	" ",
}

// Text never leaves its band, and in it never meets what stands beside it: for
// any prompt, model and size that the API takes.
func TestWordsStayInTheirPlace(t *testing.T) {
	letters := New().letters
	rapid.Check(t, func(t *rapid.T) {
		prompt := rapid.OneOf(rapid.SampledFrom(scripts), rapid.String()).Draw(t, "prompt")
		r := Recipe{
			Prompt: prompt,
			Model:  rapid.OneOf(rapid.Just("flux-pro-1.1-ultra"), rapid.String()).Draw(t, "model"),
			Seed:   rapid.Uint32().Draw(t, "seed"),
			Width:  32 * rapid.IntRange(2, 64).Draw(t, "width"),
			Height: 32 * rapid.IntRange(2, 64).Draw(t, "height"),
			Depth:  rapid.IntRange(0, 3).Draw(t, "depth"),
		}
		l := letters.label(r, bandHeight(r.Width, r.Height))
		s := &slate{w: r.Width, h: r.Height}
		l.draw(s, palettes[0])
		if !s.touched.In(l.band) {
			t.Fatalf("words at %v leave their band %v", s.touched, l.band)
		}
		if s.touched.Overlaps(l.aside) {
			t.Fatalf("words at %v run into the source's picture at %v", s.touched, l.aside)
		}
		swatches := l.band
		swatches.Min.X = swatches.Max.X - l.band.Dy()*9/10
		if l.dots && s.touched.Overlaps(swatches) {
			t.Fatalf("words at %v run into the swatches at %v", s.touched, swatches)
		}
	})
}

func TestShortPromptsAreLargeAndLongOnesAreCut(t *testing.T) {
	letters := New().letters
	label := func(prompt string) []line {
		lines := letters.label(Recipe{Prompt: prompt, Model: "m", Width: 1024, Height: 1024}, bandHeight(1024, 1024)).lines
		return lines[:len(lines)-1] // the last tells the facts
	}
	short, long := label("A red bicycle"), label(strings.Repeat("words ", 300))
	if len(short) != 1 || short[0].text != "A red bicycle" || short[0].size <= long[0].size {
		t.Errorf("a short prompt is set as %+v, a long one as %+v", short, long)
	}
	if len(long) != 3 || !strings.HasSuffix(long[2].text, typeface.Ellipsis) {
		t.Errorf("a long prompt is set as %+v", long)
	}
}

// A small picture tells all of its facts, and has dots where those leave room.
func TestFactsComeBeforeDots(t *testing.T) {
	letters := New().letters
	for _, side := range []int{256, 512, 1024} {
		r := Recipe{Prompt: "A red bicycle", Model: "flux-dev", Width: side, Height: side, Seed: 4_294_967_295}
		l := letters.label(r, bandHeight(side, side))
		if last := l.lines[len(l.lines)-1].text; last != r.facts() {
			t.Errorf("at %d the facts are %q, want %q", side, last, r.facts())
		}
		if l.dots != (side > 256) {
			t.Errorf("at %d there are dots: %t", side, l.dots)
		}
	}
}
