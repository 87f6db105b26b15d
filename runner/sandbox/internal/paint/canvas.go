package paint

import (
	"image"
	"image/color"
)

// rgb is an opaque colour.
type rgb struct{ r, g, b uint8 }

// mix goes from a to b as t goes from 0 to 1.
func mix(a, b rgb, t float64) rgb {
	k := int(t*256 + 0.5)
	channel := func(a, b uint8) uint8 { return uint8(int(a) + (int(b)-int(a))*k>>8) }
	return rgb{channel(a.r, b.r), channel(a.g, b.g), channel(a.b, b.b)}
}

// surface is what words and small shapes are put on: a canvas or a photo.
type surface interface {
	size() (w, h int)
	// rect fills a rectangle, cut to the picture.
	rect(r image.Rectangle, col rgb)
	// dab lays a colour over one pixel; outside the picture it does nothing.
	dab(x, y int, col rgb, cover float64)
}

// canvas is a picture of at most 256 colours. They are not chosen beforehand: a
// colour gets a place when it is first painted, and when the places are gone the
// nearest that is there serves. One byte a pixel is what makes drawing and PNG
// encoding fast.
type canvas struct {
	w, h   int
	pix    []uint8
	colors [256]rgb
	n      int            // places taken
	near   [1 << 15]int16 // by colour of 5 bits a channel: its place plus one
}

func (c *canvas) reset(w, h int) {
	c.w, c.h, c.n = w, h, 0
	if cap(c.pix) < w*h {
		c.pix = make([]uint8, w*h)
	}
	c.pix = c.pix[:w*h]
	clear(c.pix)
	clear(c.near[:])
}

func (c *canvas) size() (w, h int) { return c.w, c.h }

// exact finds the place of a colour that large parts will have.
func (c *canvas) exact(col rgb) uint8 { return c.slot(col, 0) }

// tolerance is the squared distance below which a colour at an edge is not worth
// a place of its own.
const tolerance = 120

// close finds a place good enough for a pixel at an edge.
func (c *canvas) close(col rgb) uint8 {
	key := int(col.r>>3)<<10 | int(col.g>>3)<<5 | int(col.b>>3)
	if c.near[key] == 0 {
		c.near[key] = int16(c.slot(col, tolerance)) + 1
	}
	return uint8(c.near[key] - 1)
}

// slot is the nearest colour's, or a new one where even that is too far.
func (c *canvas) slot(col rgb, tolerance int) uint8 {
	best, distance := 0, 1<<30
	for i, known := range c.colors[:c.n] {
		dr, dg, db := int(known.r)-int(col.r), int(known.g)-int(col.g), int(known.b)-int(col.b)
		// The eye tells greens apart best and blues worst.
		if d := 2*dr*dr + 4*dg*dg + db*db; d < distance {
			best, distance = i, d
		}
	}
	if distance > tolerance && c.n < len(c.colors) {
		best = c.n
		c.colors[best] = col
		c.n++
	}
	return uint8(best)
}

// ramp is the places of the steps from one colour to another.
func (c *canvas) ramp(a, b rgb, steps int) []uint8 {
	places := make([]uint8, steps)
	for i := range places {
		places[i] = c.exact(mix(a, b, float64(i)/float64(max(1, steps-1))))
	}
	return places
}

func (c *canvas) rect(r image.Rectangle, col rgb) {
	place := c.exact(col)
	r = r.Intersect(image.Rect(0, 0, c.w, c.h))
	for y := r.Min.Y; y < r.Max.Y; y++ {
		fill(c.pix[y*c.w+r.Min.X:y*c.w+r.Max.X], place)
	}
}

func (c *canvas) dab(x, y int, col rgb, cover float64) {
	if x < 0 || y < 0 || x >= c.w || y >= c.h {
		return
	}
	p := &c.pix[y*c.w+x]
	*p = c.close(mix(c.colors[*p], col, cover))
}

// image is what was painted. It shares the canvas's memory.
func (c *canvas) image() *image.Paletted {
	palette := make(color.Palette, c.n)
	for i, col := range c.colors[:c.n] {
		palette[i] = color.RGBA{col.r, col.g, col.b, 255}
	}
	return &image.Paletted{Pix: c.pix, Stride: c.w, Rect: image.Rect(0, 0, c.w, c.h), Palette: palette}
}

// fill sets a row to one value: doubling copies are several times faster than a
// loop of stores.
func fill(row []uint8, v uint8) {
	if len(row) == 0 {
		return
	}
	row[0] = v
	for done := 1; done < len(row); done *= 2 {
		copy(row[done:], row[:done])
	}
}
