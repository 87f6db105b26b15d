package sheet

import (
	"image"
	"image/color"
)

// Measures, in pixels.
const (
	edge   = 256 // of a picture's place
	gap    = 24  // between places
	pitch  = edge + gap
	margin = 40 // around the page

	titleSize   = 26
	headingSize = 19
	labelSize   = 16
	smallSize   = 13
)

// kind is what an item is.
type kind int

const (
	words   kind = iota // text, from the left edge of where it is
	chip                // text on a colour, as wide as it needs
	picture             // in the middle of where it is
	washed              // a picture that is no more
	empty               // a dashed frame, with lines of text in its middle
	rule                // a line, or a filled rectangle
	arrow               // from left to right
)

// item is one thing on a sheet.
type item struct {
	kind   kind
	at     image.Rectangle // within its band
	text   string          // lines of it, for empty
	size   int
	colour color.RGBA
	sha    string
	centre bool // of words: set in the middle
}

// band is a part of a page from its left to its right side. What is in it is drawn at one
// time.
type band struct {
	height int
	items  []item
	leads  []band // of a row of places: what stands above it, again where it begins a page
	opens  bool   // it does not end a page
}

// mcu is what the height of all bands is a multiple of: as many rows are read at a time by
// whoever writes JPEG.
const mcu = 16

// high makes a band at least so high.
func high(height int, items ...item) band {
	return band{height: (height + mcu - 1) / mcu * mcu, items: items}
}

// The colours.
func ground() color.RGBA { return color.RGBA{0xfc, 0xfb, 0xf9, 0xff} }
func panel() color.RGBA  { return color.RGBA{0xf1, 0xef, 0xeb, 0xff} }
func line() color.RGBA   { return color.RGBA{0xdd, 0xd9, 0xd2, 0xff} }
func dark() color.RGBA   { return color.RGBA{0x1f, 0x23, 0x28, 0xff} }
func quiet() color.RGBA  { return color.RGBA{0x66, 0x6b, 0x72, 0xff} }
func white() color.RGBA  { return color.RGBA{0xff, 0xff, 0xff, 0xff} }
