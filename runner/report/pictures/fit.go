package pictures

import (
	"image"
	"image/color"

	"gesso/runner/resample"
	"gesso/spec/derive"
)

const (
	mostColumns = 40  // of a picture
	leastInRow  = 20  // columns of one of several side by side
	gap         = 2   // columns between them
	mostPixels  = 640 // of a side, which is enough to see it and not much to send
	underneath  = 4   // rows that a picture leaves of the terminal
)

// Frame is a picture as it is shown in its place.
type Frame struct {
	Columns, Rows int         // of the terminal
	Image         image.Image // nil: there is nothing to be seen
	Caption       string
}

// InRow is how many of so many pictures stand side by side.
func (t *Terminal) InRow(of int) int {
	return max(1, min(of, (t.Columns+gap)/(leastInRow+gap)))
}

// columns are those that each of so many pictures may take: half the terminal, and where
// several stand side by side what each of them has.
func (t *Terminal) columns(of int) int {
	side := t.InRow(of)
	return max(1, min(mostColumns, t.Columns/2, (t.Columns-gap*(side-1))/side))
}

// Frame scales one of so many pictures to its place. It is never made larger than it is.
func (t *Terminal) Frame(img image.Image, caption string, of int) Frame {
	f := Frame{Columns: t.columns(of), Rows: 1, Caption: caption}
	if img == nil {
		return f
	}
	width, height := img.Bounds().Dx(), img.Bounds().Dy()
	if t.Way != Blocks {
		f.Columns = min(f.Columns, (width+t.CellWidth-1)/t.CellWidth)
	}
	f.Rows = t.rows(f.Columns, width, height)
	if most := max(underneath, t.Rows-underneath); f.Rows > most {
		f.Columns = max(1, min(f.Columns, most*t.CellHeight*width/(height*t.CellWidth)))
		f.Rows = min(most, t.rows(f.Columns, width, height))
	}
	f.Image = lay(img, t.pixels(f, width, height))
	return f
}

// rows are those that a picture takes in so many columns.
func (t *Terminal) rows(columns, width, height int) int {
	wide := width * t.CellHeight
	return max(1, (columns*t.CellWidth*height+wide-1)/wide)
}

// pixels are the sides to which a picture is scaled for its place.
func (t *Terminal) pixels(f Frame, width, height int) image.Point {
	if t.Way == Blocks {
		return image.Pt(f.Columns, f.Rows*2)
	}
	wide := min(width, f.Columns*t.CellWidth, mostPixels)
	high := min(wide*height/width, f.Rows*t.CellHeight)
	return image.Pt(max(1, wide), max(1, high))
}

// lay scales a picture and lays it on white: what a terminal has behind it is not known.
func lay(img image.Image, size image.Point) image.Image {
	b := img.Bounds()
	return resample.Lay(img, derive.Layout{
		Width: size.X, Height: size.Y,
		Crop: image.Rect(0, 0, b.Dx(), b.Dy()), Place: image.Rectangle{Max: size},
	}, color.NRGBA{R: 0xff, G: 0xff, B: 0xff, A: 0xff})
}
