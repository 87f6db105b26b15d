package derive

import (
	"image"
	"slices"
	"strings"
)

// Fit is how a picture gets into a width and a height that are both given. The words are
// those of CSS's object-fit and of the sharp library.
type Fit string

// The fits.
const (
	Cover   Fit = "cover"   // it fills the sides, and what is over is cut off
	Contain Fit = "contain" // all of it is within the sides, on a background
	Fill    Fit = "fill"    // it is stretched to the sides
	Inside  Fit = "inside"  // at most as large as the sides, in its own ratio
	Outside Fit = "outside" // at least as large as the sides, in its own ratio
)

// Fits are all of them, the default first.
var Fits = []string{string(Cover), string(Contain), string(Fill), string(Inside), string(Outside)}

// Positions say which part of a picture stays where cover cuts, and where it lies where
// contain leaves room; the default first.
var Positions = []string{"center", "top", "bottom", "left", "right", "top left", "top right", "bottom left", "bottom right"}

// Limits of what a block may ask for.
const (
	MaxSide   = 16383       // pixels; what WebP can hold
	MaxPixels = 100_000_000 // of one file
)

// Layout is where a picture goes: Crop of it, scaled to Place, on a canvas of Width and
// Height.
type Layout struct {
	Width, Height int
	Crop          image.Rectangle // of the picture
	Place         image.Rectangle // on the canvas
}

// Layout returns how a picture of so many pixels, at least one on each side, is laid out.
// A layout has at least one pixel on each side too; it may have more than MaxPixels where
// one side follows from the other.
func (f Form) Layout(width, height int) Layout {
	whole := image.Rect(0, 0, width, height)
	boxW, boxH, one := f.box(width, height)
	if one || f.Fit == Inside || f.Fit == Outside {
		return Layout{boxW, boxH, whole, image.Rect(0, 0, boxW, boxH)}
	}
	switch f.Fit {
	case Contain:
		w, h := within(width, height, boxW, boxH)
		if !f.Enlarge && (w > width || h > height) {
			w, h = width, height
		}
		return Layout{boxW, boxH, whole, f.place(w, h, boxW, boxH)}
	case Fill:
		return Layout{boxW, boxH, whole, image.Rect(0, 0, boxW, boxH)}
	}
	cropW, cropH := within(boxW, boxH, width, height) // the largest part of that ratio
	return Layout{boxW, boxH, f.place(cropW, cropH, width, height), image.Rect(0, 0, boxW, boxH)}
}

// box is the size of the canvas, and whether it has the picture's own ratio because at
// most one side is given.
func (f Form) box(width, height int) (w, h int, one bool) {
	switch {
	case f.Width == 0 && f.Height == 0:
		return width, height, true
	case f.Height == 0:
		w = f.Width
		if !f.Enlarge {
			w = min(w, width)
		}
		return w, scaled(height, w, width), true
	case f.Width == 0:
		h = f.Height
		if !f.Enlarge {
			h = min(h, height)
		}
		return scaled(width, h, height), h, true
	}
	w, h = f.Width, f.Height
	switch f.Fit {
	case Contain:
		return w, h, false
	case Inside:
		w, h = within(width, height, w, h)
	case Outside:
		w, h = around(width, height, w, h)
	}
	if f.Enlarge || w <= width && h <= height {
		return w, h, false
	}
	if f.Fit == Inside || f.Fit == Outside {
		return width, height, false
	}
	w, h = within(w, h, width, height) // the same ratio, without enlarging
	return w, h, false
}

// Sides are those of the canvas where they do not depend on the picture.
func (f Form) Sides() (width, height int, known bool) {
	both := f.Width > 0 && f.Height > 0
	return f.Width, f.Height, both && (f.Fit == Contain || f.Enlarge && (f.Fit == Cover || f.Fit == Fill))
}

// place puts w times h into the sides of a larger rectangle, at the position.
func (f Form) place(w, h, width, height int) image.Rectangle {
	x, y := (width-w)/2, (height-h)/2
	words := strings.Fields(f.Position)
	switch {
	case slices.Contains(words, "left"):
		x = 0
	case slices.Contains(words, "right"):
		x = width - w
	}
	switch {
	case slices.Contains(words, "top"):
		y = 0
	case slices.Contains(words, "bottom"):
		y = height - h
	}
	return image.Rect(x, y, x+w, y+h)
}

// within is the largest size of the ratio w:h within some sides.
func within(w, h, maxW, maxH int) (int, int) {
	if int64(w)*int64(maxH) > int64(maxW)*int64(h) {
		return maxW, min(scaled(h, maxW, w), maxH)
	}
	return min(scaled(w, maxH, h), maxW), maxH
}

// around is the smallest size of the ratio w:h around some sides.
func around(w, h, minW, minH int) (int, int) {
	if int64(w)*int64(minH) > int64(minW)*int64(h) {
		return max(scaled(w, minH, h), minW), minH
	}
	return minW, max(scaled(h, minW, w), minH)
}

// scaled is side*by/of, rounded, and at least 1.
func scaled(side, by, of int) int {
	n := (2*int64(side)*int64(by) + int64(of)) / (2 * int64(of))
	return int(max(n, 1))
}
