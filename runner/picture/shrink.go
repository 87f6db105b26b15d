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
	b := img.Bounds()
	form := derive.Form{Width: edge, Height: edge, Fit: derive.Inside}
	small := resample.Lay(img, form.Layout(b.Dx(), b.Dy()), ground)
	if small, laid := small.(*image.RGBA); laid && small != img {
		return small
	}
	plain := image.NewRGBA(image.Rect(0, 0, b.Dx(), b.Dy()))
	draw.Draw(plain, plain.Rect, small, small.Bounds().Min, draw.Src)
	return plain
}

// Shrink decodes a picture and returns what Shrink makes of what viewers show, when there
// is room. The errors are Decode's, or the context's.
func (m *Memory) Shrink(ctx context.Context, r io.ReadSeeker, edge int) (*image.RGBA, Info, error) {
	leave, err := m.enter(ctx, r, 0)
	if err != nil {
		return nil, Info{}, err
	}
	defer leave()
	img, info, turned, err := decode(r, 0)
	if err != nil {
		return nil, info, err
	}
	return turn(Shrink(img, edge), turned).(*image.RGBA), info, nil
}
