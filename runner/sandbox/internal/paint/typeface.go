package paint

import (
	"image"
	"strings"
	"unicode"

	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// typeface writes words in the Go font. What the font lacks, the CJK scripts and
// emoji among it, is set as a small pattern made from the character, so that it
// has the width of one and two prompts still look different.
type typeface struct {
	font   *sfnt.Font
	buffer sfnt.Buffer
	faces  map[int]font.Face // by size in pixels
}

// maxFaces bounds the sizes that are kept: pictures come in few sizes, unless
// somebody tries them all.
const maxFaces = 64

func (t *typeface) face(size int) font.Face {
	if face := t.faces[size]; face != nil {
		return face
	}
	face, err := opentype.NewFace(t.font, &opentype.FaceOptions{Size: float64(size), DPI: 72, Hinting: font.HintingNone})
	if err != nil {
		panic(err) // the font is part of the program, and sizes are positive
	}
	if t.faces == nil || len(t.faces) >= maxFaces {
		t.faces = map[int]font.Face{}
	}
	t.faces[size] = face
	return face
}

// height is that of a line; ascent, of what stands above its baseline.
func (t *typeface) height(size int) int { return size * 5 / 4 }
func (t *typeface) ascent(size int) int { return size }

// has reports whether the font can draw a character.
func (t *typeface) has(r rune) bool {
	glyph, err := t.font.GlyphIndex(&t.buffer, r)
	return err == nil && glyph != 0
}

// advance is how far a character moves the pen.
func (t *typeface) advance(r rune, size int) fixed.Int26_6 {
	if t.has(r) {
		if advance, ok := t.face(size).GlyphAdvance(r); ok {
			return advance
		}
	}
	return fixed.I(size)
}

// width is that of a text, in whole pixels.
func (t *typeface) width(text string, size int) int {
	var sum fixed.Int26_6
	for _, r := range text {
		sum += t.advance(r, size)
	}
	return sum.Ceil()
}

// write draws one line.
func (t *typeface) write(on surface, l line, col rgb) {
	face := t.face(l.size)
	pen := fixed.P(l.x, l.y)
	for _, r := range l.text {
		if t.has(r) {
			if where, mask, at, _, ok := face.Glyph(pen, r); ok {
				stamp(on, where, mask, at, col)
			}
		} else {
			tile(on, pen, l.size, r, col)
		}
		pen.X += t.advance(r, l.size)
	}
}

// stamp lays a colour through a mask.
func stamp(on surface, where image.Rectangle, mask image.Image, at image.Point, col rgb) {
	alpha, ok := mask.(*image.Alpha)
	if !ok {
		return // opentype's masks are all of this kind
	}
	for y := where.Min.Y; y < where.Max.Y; y++ {
		for x := where.Min.X; x < where.Max.X; x++ {
			a := alpha.AlphaAt(at.X+x-where.Min.X, at.Y+y-where.Min.Y).A
			if a > 8 {
				on.dab(x, y, col, float64(a)/255)
			}
		}
	}
}

// tile stands for a character that the font lacks: three by three dots, of which
// the character's number says which are strong.
func tile(on surface, pen fixed.Point26_6, size int, r rune, col rgb) {
	pattern := dice(r)
	bits := pattern.roll() >> 32
	step := float64(size) * 0.27
	x, y := float64(pen.X)/64+float64(size)*0.23, float64(pen.Y)/64-float64(size)*0.64
	w, h := on.size()
	for i := range 9 {
		opacity := 0.22
		if bits>>i&1 == 1 {
			opacity = 0.95
		}
		disc(region{0, 0, float64(w), float64(h)}, wash{on, col, opacity}, x+float64(i%3)*step, y+float64(i/3)*step, step*0.38)
	}
}

// tidy makes one line of a prompt: every white space one space, and nothing that
// has no width or changes the direction of writing.
func tidy(prompt string) string {
	visible := strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.In(r, unicode.Mn, unicode.Me, unicode.C):
			return -1
		}
		return r
	}, prompt)
	return strings.Join(strings.Fields(visible), " ")
}
