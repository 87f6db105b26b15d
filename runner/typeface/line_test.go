package typeface

import (
	"image"
	"strings"
	"testing"

	"gesso/runner/typeface/internal/glyphs"
)

func TestLine(t *testing.T) {
	for text, want := range map[string]string{
		"  two\n\tlines ":            "two lines",
		"e\u0301t\u0301":             "ét\u0301",
		"\u0301x":                    "◌\u0301x",
		"a\u202eb\u200dc\ufe0f":      "abc",
		"\ue000":                     "\ue000",
		"سلام":                       "\ufeb3\ufefc\ufee1",
		"ببب بـب ءب":                 "\ufe91\ufe92\ufe90 \ufe91ـ\ufe90 \ufe80\ufe8f",
		"لِا":                        "\ufedf\u0650\ufe8e", // a mark between them keeps lam and alef apart
		"پژگ":                        "\ufb58\ufb8b\ufb92",
		"\xffx":                      "\ufffdx",
		"👩\u200d👧":                   "👩👧",
		strings.Repeat("ab ", 2):     "ab ab",
		"क" + strings.Repeat("ि", 9): "क" + strings.Repeat("ि", maxMarks),
	} {
		if got := Line(text); got != want {
			t.Errorf("%+q is set as %+q, want %+q", text, got, want)
		}
	}
}

// The wanted orders are those of Unicode's rules for a line by itself.
func TestOrder(t *testing.T) {
	for line, want := range map[string]string{
		"plain (text) 12":  "plain (text) 12",
		"אבג":              "גבא",
		"אבג 12 דה":        "הד 12 גבא",
		"abc אב 12 דה xyz": "abc הד 12 בא xyz",
		"abc אב":           "abc בא",
		"abc אב 12":        "abc 12 בא",
		"אב (abc) ג":       "ג (abc) בא",
		"אב (גד)":          "(דג) בא",
		"abc אב.":          "abc בא.",
		"12 אב":            "בא 12",
	} {
		var got strings.Builder
		for _, l := range ordered(line) {
			got.WriteRune(l.base)
		}
		if got.String() != want {
			t.Errorf("%q is seen as %q, want %q", line, got.String(), want)
		}
	}
}

func TestBoxTellsTheNumber(t *testing.T) {
	face := New()
	drawn := map[glyphs.Glyph]rune{}
	for _, r := range []rune{0xe000, 0xe001, 0xf8ff, 0x10000, 0x1ffff, 0x10fffd} {
		g := cellOf(r)
		if other, twice := drawn[g]; twice {
			t.Errorf("U+%04X looks like U+%04X", r, other)
		}
		drawn[g] = r
		if face.advance(r, 16).Round() != 16 {
			t.Errorf("U+%04X is %v wide", r, face.advance(r, 16))
		}
	}
	want := strings.TrimSpace(`
################
#..............#
#...###.###....#
#...#...#.#....#
#...##..#.#....#
#...#...#.#....#
#...###.###....#
#..............#
#..............#
#...###.###....#
#...#.#.#.#....#
#...#.#.#.#....#
#...#.#.#.#....#
#...###.###....#
#..............#
################`)
	var got strings.Builder
	for _, row := range cellOf(0xe000).Rows {
		for x := range 16 {
			got.WriteByte(".#"[row>>(15-x)&1])
		}
		got.WriteByte('\n')
	}
	if strings.TrimSpace(got.String()) != want {
		t.Errorf("the box of U+E000 is\n%s", got.String())
	}
}

func FuzzLine(f *testing.F) {
	for _, text := range scripts {
		f.Add(text, 20)
	}
	face := New()
	f.Fuzz(func(t *testing.T, text string, width int) {
		rows, _ := face.Wrap(Line(text), 16, width, 3)
		for _, row := range rows {
			if got := face.Width(row, 16); got > max(width, 0) {
				t.Errorf("%q is %d wide, the room %d", row, got, width)
			}
			ordered(row)
		}
	})
}

func BenchmarkDraw(b *testing.B) {
	face, line := New(), Line("水墨画风格的山水，云雾缭绕，远处有一座小桥")
	for b.Loop() {
		face.Draw(line, image.Pt(0, 30), 28, func(int, int, uint8) {})
	}
}
