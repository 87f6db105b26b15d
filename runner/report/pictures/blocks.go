package pictures

import (
	"fmt"
	"image"
	"image/color"
	"io"
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// half fills the upper half of a cell with the foreground colour; the lower half has the
// background colour.
const half = "▀"

// blocks draws pictures as text, row by row.
func (t *Terminal) blocks(w io.Writer, frames []Frame, rows int) {
	var b strings.Builder
	for row := range rows {
		behind := 0 // number of empty columns so far
		for _, f := range frames {
			if f.Image == nil || row >= f.Rows {
				behind += f.Columns + gap
				continue
			}
			b.WriteString(strings.Repeat(" ", behind))
			t.cells(&b, f.Image, row)
			behind = gap
		}
		b.WriteByte('\n')
	}
	io.WriteString(w, b.String())
}

// cells draws a row of cells, which is two rows of pixels.
func (t *Terminal) cells(b *strings.Builder, img image.Image, row int) {
	last := ""
	for x := range img.Bounds().Dx() {
		paint := "\x1b[38;" + t.colour(img.At(x, 2*row)) + ";48;" + t.colour(img.At(x, 2*row+1)) + "m"
		if paint != last {
			b.WriteString(paint)
			last = paint
		}
		b.WriteString(half)
	}
	b.WriteString(ansi.ResetStyle)
}

// colour returns a colour in the form that the terminal understands.
func (t *Terminal) colour(c color.Color) string {
	r, g, b, _ := c.RGBA()
	if t.Colour {
		return fmt.Sprintf("2;%d;%d;%d", r>>8, g>>8, b>>8)
	}
	return fmt.Sprintf("5;%d", nearest(int(r>>8), int(g>>8), int(b>>8)))
}

// nearest returns the index of the nearest of 256 colours: of the cube with six levels a
// channel, or of the 24 greys.
func nearest(r, g, b int) int {
	levels := [...]int{0, 95, 135, 175, 215, 255}
	step := func(v int) int {
		at := 0
		for i, level := range levels {
			if abs(v-level) < abs(v-levels[at]) {
				at = i
			}
		}
		return at
	}
	far := func(x, y, z int) int { return (x-r)*(x-r) + (y-g)*(y-g) + (z-b)*(z-b) }
	i, j, k := step(r), step(g), step(b)
	grey := min(23, max(0, ((r+g+b)/3-3)/10))
	if v := 8 + 10*grey; far(v, v, v) < far(levels[i], levels[j], levels[k]) {
		return 232 + grey
	}
	return 16 + 36*i + 6*j + k
}

func abs(v int) int { return max(v, -v) }
