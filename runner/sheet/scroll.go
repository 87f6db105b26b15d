package sheet

import (
	"context"
	"image"
	"image/color"
)

// scroll is a page as an image, of which one band is painted at a time: it is to be read
// from top to bottom, as encoders do.
type scroll struct {
	page
	canvas canvas
	ctx    context.Context
	next   int // the band that is painted next
	from   int // the first row of the one that is
	err    error

	pixel pixel
}

// pixel is the colour that was asked for last: it is looked at before the next is asked
// for, and so needs no memory of its own.
type pixel struct{ r, g, b uint8 }

func (p *pixel) RGBA() (r, g, b, a uint32) {
	return uint32(p.r) * 0x101, uint32(p.g) * 0x101, uint32(p.b) * 0x101, 0xffff
}

func newScroll(ctx context.Context, p page, c canvas) *scroll {
	highest := 0
	for _, b := range p.bands {
		highest = max(highest, b.height)
	}
	c.RGBA = image.NewRGBA(image.Rect(0, 0, p.width, highest))
	s := &scroll{page: p, canvas: c, ctx: ctx}
	s.paint()
	return s
}

// ColorModel, with Opaque, tells encoders that there is no transparency.
func (s *scroll) ColorModel() color.Model { return color.RGBAModel }

// Opaque is true.
func (s *scroll) Opaque() bool { return true }

// At is a pixel of the band that is painted, or of one below it.
func (s *scroll) At(x, y int) color.Color {
	for y >= s.from+s.bands[s.next-1].height && s.next < len(s.bands) {
		s.from += s.bands[s.next-1].height
		s.paint()
	}
	at := s.canvas.PixOffset(x, y-s.from)
	p := s.canvas.Pix[at : at+3]
	s.pixel = pixel{p[0], p[1], p[2]}
	return &s.pixel
}

// paint paints the next band over the one before it. Once something failed, bands are
// empty: an encoder cannot be told to end.
func (s *scroll) paint() {
	b := s.bands[s.next]
	s.next++
	s.canvas.fill(s.canvas.Rect, ground())
	for _, it := range b.items {
		if s.err == nil {
			s.err = s.ctx.Err()
		}
		if s.err != nil {
			return
		}
		s.err = s.canvas.item(it)
	}
}
