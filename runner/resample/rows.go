package resample

import (
	"image"
	"image/draw"
)

// rows reads a picture row by row, as red, green, blue and alpha of 16 bits each, with
// the alpha multiplied in.
type rows struct {
	img   image.Image
	crop  image.Rectangle // of the picture, in its own coordinates
	plain *image.RGBA     // a row of a layout that is converted first; nil where that is not needed
	deep  *image.RGBA64   // the same of one with more than 8 bits
	few   [][4]int32      // the colours of a palette; nil without one
}

// newRows reads a part of a picture, which is counted from its first pixel.
func newRows(img image.Image, part image.Rectangle) *rows {
	r := &rows{img: img, crop: part.Add(img.Bounds().Min)}
	strip := image.Rect(0, 0, r.crop.Dx(), 1)
	switch img := img.(type) {
	case *image.RGBA, *image.NRGBA:
	case *image.Paletted:
		r.few = make([][4]int32, 256) // as many as a pixel can name; those that there are not are clear
		for i, c := range img.Palette[:min(len(img.Palette), 256)] {
			red, green, blue, alpha := c.RGBA()
			r.few[i] = [4]int32{int32(red), int32(green), int32(blue), int32(alpha)}
		}
	case *image.RGBA64, *image.NRGBA64, *image.Gray16:
		r.deep = image.NewRGBA64(strip)
	default:
		r.plain = image.NewRGBA(strip)
	}
	return r
}

// read fills a row of the part, counted from its top.
func (r *rows) read(y int, to []int32) {
	at := image.Pt(r.crop.Min.X, r.crop.Min.Y+y)
	switch img := r.img.(type) {
	case *image.RGBA:
		wide(img.Pix[img.PixOffset(at.X, at.Y):], to)
		return
	case *image.NRGBA:
		multiplied(img.Pix[img.PixOffset(at.X, at.Y):], to)
		return
	case *image.Paletted:
		from := img.Pix[img.PixOffset(at.X, at.Y):]
		for i := 0; i < len(to); i += 4 {
			*(*[4]int32)(to[i:]) = r.few[from[i/4]]
		}
		return
	}
	if r.deep != nil {
		draw.Draw(r.deep, r.deep.Rect, r.img, at, draw.Src)
		for i := range to {
			to[i] = int32(r.deep.Pix[2*i])<<8 | int32(r.deep.Pix[2*i+1])
		}
		return
	}
	draw.Draw(r.plain, r.plain.Rect, r.img, at, draw.Src)
	wide(r.plain.Pix, to)
}

func wide(from []uint8, to []int32) {
	for i, v := range from[:len(to)] {
		to[i] = int32(v) * 257
	}
}

func multiplied(from []uint8, to []int32) {
	for i := 0; i+3 < len(to); i += 4 {
		alpha := int32(from[i+3])
		if alpha == 255 {
			to[i], to[i+1], to[i+2], to[i+3] = int32(from[i])*257, int32(from[i+1])*257, int32(from[i+2])*257, 65535
			continue
		}
		for c := range 3 {
			to[i+c] = (int32(from[i+c])*alpha*257 + 127) / 255
		}
		to[i+3] = alpha * 257
	}
}
