package typeface

import (
	"image"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"

	"gesso/runner/typeface/internal/glyphs"
)

// Face writes in one weight and any size. It keeps what it has drawn with, and is not safe
// for concurrent use. Sizes are in pixels, from 1.
type Face struct {
	font   *sfnt.Font
	buffer sfnt.Buffer
	faces  map[int]font.Face // by size
	cells  map[sized][]uint8
}

// New makes a face.
func New() *Face { return of(goregular.TTF) }

func of(ttf []byte) *Face {
	parsed, err := opentype.Parse(ttf)
	if err != nil {
		panic(err) // the font is part of the program
	}
	return &Face{font: parsed}
}

// maxFaces bounds the sizes that are kept: pictures come in few sizes, unless
// somebody tries them all.
const maxFaces = 64

func (f *Face) face(size int) font.Face {
	if face := f.faces[size]; face != nil {
		return face
	}
	face, err := opentype.NewFace(f.font, &opentype.FaceOptions{Size: float64(size), DPI: 72, Hinting: font.HintingNone})
	if err != nil {
		panic(err) // sizes are positive
	}
	if f.faces == nil || len(f.faces) >= maxFaces {
		f.faces = map[int]font.Face{}
	}
	f.faces[size] = face
	return face
}

// Height is that of a line of a size.
func (f *Face) Height(size int) int { return size * 5 / 4 }

// Ascent is what stands above its baseline.
func (f *Face) Ascent(size int) int { return size }

// has reports whether the font can draw a character.
func (f *Face) has(r rune) bool {
	glyph, err := f.font.GlyphIndex(&f.buffer, r)
	return err == nil && glyph != 0
}

// advance is how far a character moves the pen.
func (f *Face) advance(r rune, size int) fixed.Int26_6 {
	if isMark(r) {
		return 0
	}
	if f.has(r) {
		if advance, ok := f.face(size).GlyphAdvance(r); ok {
			return advance
		}
	}
	return fixed.I(size) * fixed.Int26_6(cellOf(r).Width) / glyphs.Height
}

// Width is that of a line, in whole pixels.
func (f *Face) Width(line string, size int) int {
	var sum fixed.Int26_6
	for _, r := range line {
		sum += f.advance(r, size)
	}
	return sum.Ceil()
}

// Dab says how much of a pixel a letter covers. Pixels can come twice.
type Dab func(x, y int, cover uint8)

// Draw draws a line whose baseline begins at a point.
func (f *Face) Draw(line string, at image.Point, size int, dab Dab) {
	face := f.face(size)
	pen := fixed.P(at.X, at.Y)
	for _, l := range ordered(line) {
		start := pen.X
		pen.X += f.advance(l.base, size)
		switch {
		case !isMark(l.base) && f.has(l.base):
			where, mask, from, _, ok := face.Glyph(fixed.Point26_6{X: start, Y: pen.Y}, l.base)
			if alpha, is := mask.(*image.Alpha); ok && is {
				stamp(where, alpha, from, dab)
			}
		default:
			f.cell(l.base, start.Floor(), at.Y, size, dab)
		}
		for _, mark := range l.marks {
			f.cell(mark, f.markAt(cellOf(mark), start, pen.X, size), at.Y, size, dab)
		}
	}
}

// markAt is where a mark is drawn: in the middle of a narrow letter, and else as far
// before its end as the mark says; never beyond it.
func (f *Face) markAt(mark glyphs.Glyph, start, end fixed.Int26_6, size int) int {
	pixels := func(n int) fixed.Int26_6 { return fixed.I(size) * fixed.Int26_6(n) / glyphs.Height }
	width := pixels(mark.Width)
	if end-start < width {
		return (start + (end-start-width)/2).Floor()
	}
	return max(start, min(end-pixels(mark.Back), end-width)).Floor()
}

// stamp hands on a mask's pixels.
func stamp(where image.Rectangle, mask *image.Alpha, at image.Point, dab Dab) {
	for y := where.Min.Y; y < where.Max.Y; y++ {
		for x := where.Min.X; x < where.Max.X; x++ {
			if a := mask.AlphaAt(at.X+x-where.Min.X, at.Y+y-where.Min.Y).A; a > faint {
				dab(x, y, a)
			}
		}
	}
}

// faint is a cover that nobody sees.
const faint = 8
