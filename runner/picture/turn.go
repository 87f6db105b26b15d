package picture

import (
	"image"
	"image/draw"
)

// turn returns a picture as its orientation says that it is shown.
func turn(img image.Image, orientation int) image.Image {
	if orientation == upright {
		return img
	}
	from := img.Bounds()
	to := image.Rect(0, 0, from.Dx(), from.Dy())
	if swaps(orientation) {
		to = image.Rect(0, 0, from.Dy(), from.Dx())
	}
	switch img := flat(img).(type) {
	case *image.Gray:
		dst := image.NewGray(to)
		turnPixels(pixels{dst.Pix, dst.Stride, 1}, to, pixels{img.Pix, img.Stride, 1}, orientation)
		return dst
	case *image.RGBA:
		dst := image.NewRGBA(to)
		turnPixels(pixels{dst.Pix, dst.Stride, 4}, to, pixels{img.Pix, img.Stride, 4}, orientation)
		return dst
	case *image.NRGBA:
		dst := image.NewNRGBA(to)
		turnPixels(pixels{dst.Pix, dst.Stride, 4}, to, pixels{img.Pix, img.Stride, 4}, orientation)
		return dst
	}
	panic("picture: a layout that flat does not make")
}

// flat gives a picture one of the layouts whose pixels are bytes in a row, with
// its first pixel at the beginning: exact for 8 bits a channel, and nothing that
// is written of a turned picture has more.
func flat(img image.Image) image.Image {
	b := img.Bounds()
	switch img := img.(type) {
	case *image.Gray:
		if b.Min == (image.Point{}) {
			return img
		}
	case *image.RGBA:
		if b.Min == (image.Point{}) {
			return img
		}
	case *image.NRGBA:
		if b.Min == (image.Point{}) {
			return img
		}
	}
	to := image.Rect(0, 0, b.Dx(), b.Dy())
	var dst draw.Image
	switch img.(type) {
	case *image.YCbCr, *image.CMYK, *image.Gray, *image.Gray16:
		dst = image.NewRGBA(to) // opaque, and package draw is fast with it
	default:
		dst = image.NewNRGBA(to) // keeps the colours of what is half transparent
	}
	draw.Draw(dst, to, img, b.Min, draw.Src)
	return dst
}

// pixels are the bytes of a picture whose first pixel is at the beginning.
type pixels struct {
	bytes        []byte
	stride, size int // bytes of a line, and of a pixel
}

// from are the bytes from a pixel on.
func (p pixels) from(x, y int) []byte { return p.bytes[y*p.stride+x*p.size:] }

// turnPixels fills the pixels of a picture with the bounds to from one that has an
// orientation, in EXIF's numbers.
func turnPixels(dst pixels, to image.Rectangle, src pixels, orientation int) {
	w, h := to.Dx(), to.Dy() // as shown
	for y := range h {
		for x := range w {
			sx, sy := x, y
			switch orientation {
			case 2:
				sx = w - 1 - x
			case 3:
				sx, sy = w-1-x, h-1-y
			case 4:
				sy = h - 1 - y
			case 5:
				sx, sy = y, x
			case 6:
				sx, sy = y, w-1-x
			case 7:
				sx, sy = h-1-y, w-1-x
			case 8:
				sx, sy = h-1-y, x
			}
			copy(dst.from(x, y)[:dst.size], src.from(sx, sy))
		}
	}
}
