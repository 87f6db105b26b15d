package pictures

import (
	"image"
	"image/color"

	"gesso/runner/resample"
	"gesso/spec/derive"
)

const (
	mostColumns = 40  // of one picture
	leastInRow  = 20  // columns of one of several pictures side by side
	gap         = 2   // columns between pictures
	mostPixels  = 640 // of a side: enough to see it, and fast to send
	underneath  = 4   // rows of the terminal that a picture leaves free
)

// Frame is a picture prepared for its place.
type Frame struct {
	Columns, Rows int         // cells that it takes
	Image         image.Image // nil: there is no picture to show
	Caption       string
}

// InRow returns how many of so many pictures fit side by side.
func (t *Terminal) InRow(of int) int {
	return max(1, min(of, (t.Columns+gap)/(leastInRow+gap)))
}

// columns returns how many columns each of so many pictures may take: half the terminal for
// one, or an equal share of it for several side by side.
func (t *Terminal) columns(of int) int {
	side := t.InRow(of)
	return max(1, min(mostColumns, t.Columns/2, (t.Columns-gap*(side-1))/side))
}

// Frame scales a picture, one of so many, to its place. It never enlarges a picture.
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

// rows returns how many rows a picture takes in so many columns.
func (t *Terminal) rows(columns, width, height int) int {
	wide := width * t.CellHeight
	return max(1, (columns*t.CellWidth*height+wide-1)/wide)
}

// pixels returns the size to which a picture is scaled for its place.
func (t *Terminal) pixels(f Frame, width, height int) image.Point {
	if t.Way == Blocks {
		return image.Pt(f.Columns, f.Rows*2)
	}
	wide := min(width, f.Columns*t.CellWidth, mostPixels)
	high := min(wide*height/width, f.Rows*t.CellHeight)
	return image.Pt(max(1, wide), max(1, high))
}

// lay scales a picture and puts it on white, since the terminal's background is not known.
func lay(img image.Image, size image.Point) image.Image {
	b := img.Bounds()
	return resample.Lay(img, derive.Layout{
		Width: size.X, Height: size.Y,
		Crop: image.Rect(0, 0, b.Dx(), b.Dy()), Place: image.Rectangle{Max: size},
	}, color.NRGBA{R: 0xff, G: 0xff, B: 0xff, A: 0xff})
}
