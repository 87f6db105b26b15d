package picture

import (
	"context"
	"image"
	"image/color"
	"image/draw"
	"io"

	"gesso/runner/resample"
	"gesso/spec/derive"
)

// ground is what shows through a picture that is looked at, and is neither the white nor
// the black of what is drawn on nothing.
var ground = color.NRGBA{0xc8, 0xc8, 0xc8, 0xff}

// Shrink returns a picture to look at: no side is longer than edge pixels, at least one,
// and none longer than it was. What is transparent lies on a light grey. It is the same
// on every machine; img is only read, and the result is nobody else's.
func Shrink(img image.Image, edge int) *image.RGBA {
	form := derive.Form{Width: edge, Height: edge, Fit: derive.Inside}
	from := img
	for canHalve(from, edge) {
		from = halved(from)
	}
	b := from.Bounds()
	small := resample.Lay(from, form.Layout(b.Dx(), b.Dy()), ground)
	if small, laid := small.(*image.RGBA); laid && small != img {
		return small
	}
	plain := image.NewRGBA(image.Rect(0, 0, b.Dx(), b.Dy()))
	draw.Draw(plain, plain.Rect, small, small.Bounds().Min, draw.Src)
	return plain
}

// canHalve reports whether a picture is so large that taking four pixels for one first is not
// seen, and takes a fraction of the time. A palette is scaled fast as it is.
func canHalve(img image.Image, edge int) bool {
	if _, few := img.(*image.Paletted); few {
		return false
	}
	size := img.Bounds().Size()
	return max(size.X, size.Y) >= 2*edge && min(size.X, size.Y) > 1
}

// halved has a pixel for each four of a picture.
func halved(img image.Image) *image.RGBA {
	b := img.Bounds()
	to := image.NewRGBA(image.Rect(0, 0, (b.Dx()+1)/2, (b.Dy()+1)/2))
	strip := image.NewRGBA(image.Rect(0, 0, b.Dx(), 2))
	for y := range to.Rect.Dy() {
		rows := strip
		if whole, plain := img.(*image.RGBA); plain && 2*y+1 < b.Dy() {
			rows = &image.RGBA{Pix: whole.Pix[whole.PixOffset(b.Min.X, b.Min.Y+2*y):], Stride: whole.Stride}
		} else {
			draw.Draw(strip, strip.Rect, img, image.Pt(b.Min.X, b.Min.Y+2*y), draw.Src)
			if 2*y+1 == b.Dy() {
				copy(strip.Pix[strip.Stride:], strip.Pix[:strip.Stride])
			}
		}
		halfRow(to.Pix[y*to.Stride:][:to.Stride], rows.Pix[:channels*b.Dx()], rows.Pix[rows.Stride:][:channels*b.Dx()])
	}
	return to
}

// halfRow makes a row of two, which may be of an odd length.
func halfRow(to, above, below []uint8) {
	whole := len(above) / (2 * channels) * channels
	for i := range whole {
		at := 2*i - i%channels
		to[i] = uint8((uint(above[at]) + uint(above[at+channels]) + uint(below[at]) + uint(below[at+channels]) + 2) / 4)
	}
	for i := whole; i < len(to); i++ {
		at := 2*whole + i - whole
		to[i] = uint8((uint(above[at]) + uint(below[at]) + 1) / 2)
	}
}

// ShrinkAll decodes a picture once, when there is room, and returns it shrunk to each of
// several edges, turned as viewers show it. The errors are Decode's, or the context's.
func (m *Memory) ShrinkAll(ctx context.Context, r io.ReadSeeker, edges ...int) ([]*image.RGBA, Info, error) {
	leave, err := m.enter(ctx, r, 0)
	if err != nil {
		return nil, Info{}, err
	}
	defer leave()
	img, info, turned, err := decode(r, 0)
	if err != nil {
		return nil, info, err
	}
	all := make([]*image.RGBA, len(edges))
	for i, edge := range edges {
		all[i] = turn(Shrink(img, edge), turned).(*image.RGBA)
	}
	return all, info, nil
}
