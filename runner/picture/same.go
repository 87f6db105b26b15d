package picture

import (
	"bytes"
	"context"
	"image"
	"image/draw"
	"io"
)

// Decode is the function of that name, when there is room, and tells Info.Blank as well.
// The pixels stay in memory for as long as the caller has them. The error may be the
// context's.
func (m *Memory) Decode(ctx context.Context, r io.ReadSeeker) (image.Image, Info, error) {
	leave, err := m.enter(ctx, r, 0)
	if err != nil {
		return nil, Info{}, err
	}
	defer leave()
	img, info, err := Decode(r, 0)
	if err == nil {
		info.Blank = isBlank(img)
	}
	return img, info, err
}

// DecodeAs is Decode of what Convert makes of a picture in a format.
func (m *Memory) DecodeAs(ctx context.Context, r io.ReadSeeker, format string) (image.Image, error) {
	if format == PNG {
		img, _, err := m.Decode(ctx, r)
		return img, err
	}
	var converted bytes.Buffer
	if err := m.Convert(ctx, &converted, r, format); err != nil {
		return nil, err
	}
	img, _, err := m.Decode(ctx, bytes.NewReader(converted.Bytes()))
	return img, err
}

// Same reports whether two pictures show the same in each pixel, in whatever layout they
// are: in 8 bits a channel, as what is converted has them. What a transparent pixel hides
// is no difference.
func Same(a, b image.Image) bool {
	return a.Bounds().Size() == b.Bounds().Size() && bytes.Equal(shown(a), shown(b))
}

// shown are a picture's pixels as a screen has them.
func shown(img image.Image) []byte {
	flat := image.NewRGBA(image.Rectangle{Max: img.Bounds().Size()})
	draw.Draw(flat, flat.Bounds(), img, img.Bounds().Min, draw.Src)
	return flat.Pix
}
