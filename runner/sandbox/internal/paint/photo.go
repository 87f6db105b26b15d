package paint

import (
	"image"
	"math"

	"golang.org/x/image/draw"
)

// photo is a picture in true colour: what edits are made on.
type photo struct {
	img   *image.RGBA
	plain plain // of a source
}

func (p *photo) reset(w, h int) {
	if p.img == nil || cap(p.img.Pix) < 4*w*h {
		p.img = image.NewRGBA(image.Rect(0, 0, w, h))
	}
	p.img.Pix = p.img.Pix[:4*w*h]
	p.img.Stride, p.img.Rect = 4*w, image.Rect(0, 0, w, h)
	p.rect(p.img.Rect, rgb{255, 255, 255}) // under what is transparent in a source
}

func (p *photo) size() (w, h int) { return p.img.Rect.Dx(), p.img.Rect.Dy() }

func (p *photo) rect(r image.Rectangle, col rgb) {
	r = r.Intersect(p.img.Rect)
	for y := r.Min.Y; y < r.Max.Y; y++ {
		row := p.img.Pix[p.img.PixOffset(r.Min.X, y) : p.img.PixOffset(r.Max.X-1, y)+4]
		for i := 0; i < len(row); i += 4 {
			row[i], row[i+1], row[i+2], row[i+3] = col.r, col.g, col.b, 255
		}
	}
}

func (p *photo) dab(x, y int, col rgb, cover float64) {
	if !(image.Point{x, y}).In(p.img.Rect) {
		return
	}
	at := p.img.Pix[p.img.PixOffset(x, y):][:4]
	mixed := mix(rgb{at[0], at[1], at[2]}, col, cover)
	at[0], at[1], at[2] = mixed.r, mixed.g, mixed.b
}

// cover fills the photo, down to a row, with the middle of a picture, scaled.
func (p *photo) cover(from image.Image, rows int) {
	to, b := p.img.Rect, from.Bounds()
	to.Max.Y = rows
	scale := max(float64(to.Dx())/float64(b.Dx()), float64(to.Dy())/float64(b.Dy()))
	w, h := int(math.Round(float64(to.Dx())/scale)), int(math.Round(float64(to.Dy())/scale))
	w, h = min(max(w, 1), b.Dx()), min(max(h, 1), b.Dy())
	corner := b.Min.Add(image.Pt((b.Dx()-w)/2, (b.Dy()-h)/2))
	part := image.Rectangle{corner, corner.Add(image.Pt(w, h))}
	if paletted, ok := from.(*image.Paletted); ok {
		from = p.plain.of(paletted) // the general ways of reading a palette are slow
	}
	op := draw.Over
	if o, ok := from.(interface{ Opaque() bool }); ok && o.Opaque() {
		op = draw.Src // the same, without looking at every pixel underneath
	}
	switch {
	case to.Size() == part.Size():
		draw.Draw(p.img, to, from, part.Min, op)
	case to.Dx()*2 < part.Dx():
		draw.BiLinear.Scale(p.img, to, from, part, op, nil) // averages what it leaves out
	default:
		draw.ApproxBiLinear.Scale(p.img, to, from, part, op, nil)
	}
}

// miniature is the photo, down to a row, averaged to a height.
func (p *photo) miniature(height, rows int) *image.RGBA {
	w, h := p.img.Rect.Dx(), rows
	small := image.NewRGBA(image.Rect(0, 0, max(1, height*w/h), height))
	for y := range height {
		for x := range small.Rect.Dx() {
			part := image.Rect(x*w/small.Rect.Dx(), y*h/height, (x+1)*w/small.Rect.Dx(), (y+1)*h/height)
			copy(small.Pix[small.PixOffset(x, y):], p.average(part))
		}
	}
	return small
}

// average is the mean colour of a rectangle, opaque.
func (p *photo) average(r image.Rectangle) []uint8 {
	var sum [3]int
	for y := r.Min.Y; y < r.Max.Y; y++ {
		row := p.img.Pix[p.img.PixOffset(r.Min.X, y):]
		for i := range r.Dx() {
			px := row[4*i : 4*i+3]
			sum[0], sum[1], sum[2] = sum[0]+int(px[0]), sum[1]+int(px[1]), sum[2]+int(px[2])
		}
	}
	n := max(1, r.Dx()*r.Dy())
	return []uint8{uint8(sum[0] / n), uint8(sum[1] / n), uint8(sum[2] / n), 255}
}

// inset sets a miniature into the middle of a rectangle.
func (p *photo) inset(r image.Rectangle, small *image.RGBA) {
	corner := r.Min.Add(image.Pt((r.Dx()-small.Rect.Dx())/2, (r.Dy()-small.Rect.Dy())/2))
	draw.Draw(p.img, small.Rect.Add(corner).Intersect(r), small, image.Point{}, draw.Src)
}
