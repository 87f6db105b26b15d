package typeface

import (
	"image"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// scripts are texts of many kinds, some of them not of any.
var scripts = []string{
	"A red bicycle",
	"水墨画风格的山水，云雾缭绕，远处有一座小桥和一位撑伞的行人",
	"여우가 비를 맞으며 신문을 읽는다",
	"ثعلب يقرأ الجريدة تحت المطر 123 (flux) السلام",
	"abc (def) שועל קורא 12 עיתון, xyz",
	"बारिश में छाता लिए एक लोमड़ी",
	"ไทยกินข้าว தமிழ்",
	"🦊📰🌧️👩‍👩‍👧‍👦 🇫🇷",
	"Ünïcödé, Ελληνικά, Русский — “quotes” …",
	"z" + strings.Repeat("\u0334\u0301", 40) + "algo \u0301alone",
	strings.Repeat("supercalifragilisticexpialidocious", 20),
	strings.Repeat("a very long prompt about very many things, ", 200),
	"\xff\xfe broken \x00 bytes\n\n\tand\u202eturns",
	"\U0001FFFE\U0010FFFD\ue000\u0378",
	" ",
}

func anyText(t *rapid.T) string {
	return rapid.OneOf(
		rapid.SampledFrom(scripts),
		rapid.String(),
		rapid.StringOf(rapid.RuneFrom([]rune("ab 12.()لاأبהשמ\u0301\u064eिक水"))),
	).Draw(t, "text")
}

func TestWrapLosesNothing(t *testing.T) {
	face := New()
	rapid.Check(t, func(t *rapid.T) {
		words := Line(anyText(t))
		size := rapid.IntRange(9, 40).Draw(t, "size")
		width := rapid.IntRange(10, 2000).Draw(t, "width")
		rows, whole := face.Wrap(words, size, width, 1000)
		for _, row := range rows {
			if face.Width(row, size) > width {
				t.Fatalf("%q is wider than %d", row, width)
			}
		}
		squeeze := func(s string) string { return strings.ReplaceAll(s, " ", "") }
		if got := strings.Join(rows, ""); whole && squeeze(got) != squeeze(words) {
			t.Fatalf("%q was broken into %q", words, rows)
		}
	})
}

// A line is drawn within its width and height, but for what slanted letters lean over.
func TestDrawnInItsPlace(t *testing.T) {
	face := New()
	rapid.Check(t, func(t *rapid.T) {
		line, size := Line(anyText(t)), rapid.IntRange(9, 40).Draw(t, "size")
		line, _ = strings.CutSuffix(face.Cut(line, size, 400), Ellipsis)
		var touched image.Rectangle
		face.Draw(line, image.Pt(0, face.Ascent(size)), size, func(x, y int, _ uint8) {
			touched = touched.Union(image.Rect(x, y, x+1, y+1))
		})
		lean := size/2 + 3 // and what joins a letter to the next one
		room := image.Rect(-lean, -lean, face.Width(line, size)+lean, face.Height(size)+lean/2)
		if !touched.In(room) {
			t.Fatalf("%q in size %d is drawn at %v, which is not within %v", line, size, touched, room)
		}
	})
}

func TestLineOfALineIsItself(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		once := Line(anyText(t))
		if twice := Line(once); twice != once {
			t.Fatalf("%+q becomes %+q", once, twice)
		}
		if strings.ContainsAny(once, "\n\t\x00\u202e\u200d") || strings.Contains(once, "  ") {
			t.Fatalf("%+q is not a line", once)
		}
	})
}

// What is seen of a line is its letters, each once, whatever their order.
func TestOrderLosesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		line := Line(anyText(t))
		var seen []rune
		for _, l := range ordered(line) {
			seen = append(append(seen, mirrored(l.base)), l.marks...)
		}
		want := []rune(line)
		for i, r := range want {
			want[i] = min(r, mirrored(r))
		}
		for i, r := range seen {
			seen[i] = min(r, mirrored(r))
		}
		slices.Sort(want)
		slices.Sort(seen)
		if string(want) != string(seen) {
			t.Fatalf("%q is seen as %q", line, string(seen))
		}
	})
}
