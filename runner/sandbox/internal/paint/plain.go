package paint

import "image"

// plain is memory for one picture in true colour, kept from one to the next.
type plain struct{ pix []uint8 }

// of is a paletted picture in true colour, until the next call.
func (p *plain) of(from *image.Paletted) *image.RGBA {
	w, h := from.Rect.Dx(), from.Rect.Dy()
	if cap(p.pix) < 4*w*h {
		p.pix = make([]uint8, 4*w*h)
	}
	to := &image.RGBA{Pix: p.pix[:4*w*h], Stride: 4 * w, Rect: from.Rect}
	var table [256][4]uint8 // places beyond the palette stay transparent
	for i, col := range from.Palette {
		r, g, b, a := col.RGBA()
		table[i] = [4]uint8{uint8(r >> 8), uint8(g >> 8), uint8(b >> 8), uint8(a >> 8)}
	}
	for y := range h {
		row, places := to.Pix[y*to.Stride:], from.Pix[y*from.Stride:][:w]
		for x, place := range places {
			copy(row[4*x:4*x+4], table[place][:])
		}
	}
	return to
}
