package typeface

import (
	"fmt"

	"gesso/runner/typeface/internal/glyphs"
)

// cellOf is the small picture of a character, or a box with its number.
func cellOf(r rune) glyphs.Glyph {
	if g, ok := glyphs.Find(r); ok {
		return g
	}
	return box(r)
}

// box is a frame with a character's number in hexadecimal, in two rows.
func box(r rune) glyphs.Glyph {
	number := fmt.Sprintf("%04X", uint32(r))
	if len(number)%2 == 1 {
		number = "0" + number
	}
	g := glyphs.Glyph{Width: glyphs.Height}
	for y := 1; y < 15; y++ {
		g.Rows[y] = 1<<15 | 1
	}
	g.Rows[0], g.Rows[15] = 0xffff, 0xffff
	half := len(number) / 2
	left := (glyphs.Height - half*4 + 1) / 2
	for i, digit := range number {
		column, top := left+i%half*4, 2+i/half*7
		for y, row := range digitRows(digit) {
			g.Rows[top+y] |= row << (16 - 3 - column)
		}
	}
	return g
}

// digitRows are the five rows of a hexadecimal digit, three pixels wide.
func digitRows(digit rune) (rows [5]uint16) {
	const digits = "0123456789ABCDEF"
	drawn := [...]uint16{
		0b111_101_101_101_111, 0b010_110_010_010_111, 0b111_001_111_100_111, 0b111_001_011_001_111,
		0b101_101_111_001_001, 0b111_100_111_001_111, 0b111_100_111_101_111, 0b111_001_001_010_010,
		0b111_101_111_101_111, 0b111_101_111_001_111, 0b010_101_111_101_101, 0b110_101_110_101_110,
		0b011_100_100_100_011, 0b110_101_101_101_110, 0b111_100_110_100_111, 0b111_100_110_100_100,
	}
	for i, d := range digits {
		if d == digit {
			for y := range rows {
				rows[y] = drawn[i] >> (3 * (4 - y)) & 0b111
			}
		}
	}
	return rows
}

// cell draws a character's small picture with its left edge at x and its baseline at y. In
// its own size each pixel is as it is; in others edges are smoothed.
func (f *Face) cell(r rune, x, y, size int, dab Dab) {
	wide, cover := f.covered(r, size)
	top := y - (size*glyphs.Ascent+glyphs.Height/2)/glyphs.Height
	for i, a := range cover {
		if a > faint {
			dab(x+i%wide, top+i/wide, a)
		}
	}
}

// sized is a character in a size.
type sized struct {
	r    rune
	size int
}

// maxCells bounds what is kept of them.
const maxCells = 512

// covered is how much of each pixel a character's small picture covers, row by row.
func (f *Face) covered(r rune, size int) (wide int, cover []uint8) {
	g := cellOf(r)
	wide = size * g.Width / glyphs.Height
	if cover, ok := f.cells[sized{r, size}]; ok {
		return wide, cover
	}
	fine := raster(g)
	if size != glyphs.Height {
		fine = finer(finer(fine))
	}
	cover = make([]uint8, wide*size)
	for i := range cover {
		cover[i] = fine.cover(i%wide, i/wide, wide, size)
	}
	if f.cells == nil || len(f.cells) >= maxCells {
		f.cells = map[sized][]uint8{}
	}
	f.cells[sized{r, size}] = cover
	return wide, cover
}

// bitmap is pixels that are on or off.
type bitmap struct {
	w, h int
	on   []bool
}

func raster(g glyphs.Glyph) bitmap {
	b := bitmap{g.Width, glyphs.Height, make([]bool, g.Width*glyphs.Height)}
	for i := range b.on {
		b.on[i] = g.Rows[i/b.w]>>(15-i%b.w)&1 == 1
	}
	return b
}

func (b bitmap) at(x, y int) bool {
	return x >= 0 && y >= 0 && x < b.w && y < b.h && b.on[y*b.w+x]
}

// finer doubles a bitmap. Where two neighbours of a pixel meet at a corner, that quarter
// of it becomes like them, so that slanted lines have finer steps.
func finer(b bitmap) bitmap {
	out := bitmap{b.w * 2, b.h * 2, make([]bool, len(b.on)*4)}
	for y := range b.h {
		for x := range b.w {
			here := b.at(x, y)
			up, down, left, right := b.at(x, y-1), b.at(x, y+1), b.at(x-1, y), b.at(x+1, y)
			quarter := func(dx, dy int, one, other, against1, against2 bool) {
				v := here
				if one == other && one != against1 && other != against2 {
					v = one
				}
				out.on[(y*2+dy)*out.w+x*2+dx] = v
			}
			quarter(0, 0, up, left, right, down)
			quarter(1, 0, up, right, left, down)
			quarter(0, 1, down, left, right, up)
			quarter(1, 1, down, right, left, up)
		}
	}
	return out
}

// cover is how much of a pixel of a w by h picture the bitmap covers.
func (b bitmap) cover(x, y, w, h int) uint8 {
	// In units of which a pixel of the bitmap has w or h, and one of the picture b.w or b.h.
	sum := 0
	for v := y * b.h / h; v*h < (y+1)*b.h; v++ {
		tall := min((v+1)*h, (y+1)*b.h) - max(v*h, y*b.h)
		for u := x * b.w / w; u*w < (x+1)*b.w; u++ {
			if b.on[v*b.w+u] {
				sum += tall * (min((u+1)*w, (x+1)*b.w) - max(u*w, x*b.w))
			}
		}
	}
	return uint8(sum * 255 / (b.w * b.h))
}
