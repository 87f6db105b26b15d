package picture

import (
	"context"
	"fmt"
	"image/color"
	"io"

	"golang.org/x/sync/semaphore"
)

// DefaultMaxBytes bounds the pixels of one picture in memory: 512 MiB, which the
// 100 megapixels of DefaultMaxPixels fill to three quarters at 8 bits a channel, and
// 67 of them whole at 16.
const DefaultMaxBytes = 512 << 20

// DefaultMemory is what all pictures together take that are decoded at once, where
// nobody knows better.
const DefaultMemory = 1 << 30

// Memory bounds what pictures take that are decoded at once: by their bytes, since a
// thousand small ones are nothing and two large ones are much. One that needs more
// than all of it is decoded alone. A nil Memory bounds nothing. It is safe for
// concurrent use.
type Memory struct {
	free *semaphore.Weighted
	size int64
}

// NewMemory returns a Memory of so many bytes.
func NewMemory(size int64) *Memory { return &Memory{semaphore.NewWeighted(size), size} }

// Verify is the function of that name, when there is room. The error may be the
// context's.
func (m *Memory) Verify(ctx context.Context, r io.ReadSeeker, maxPixels int) (Info, error) {
	leave, err := m.enter(ctx, r, 0)
	if err != nil {
		return Info{}, err
	}
	defer leave()
	return Verify(r, maxPixels)
}

// Convert is the function of that name, when there is room. The error may be the
// context's.
func (m *Memory) Convert(ctx context.Context, w io.Writer, r io.ReadSeeker, format string) error {
	copies := int64(2 * 4) // in the layout of the encoder, and turned
	if format == WebP {
		copies += 48 // of its encoder
	}
	leave, err := m.enter(ctx, r, copies)
	if err != nil {
		return err
	}
	defer leave()
	return Convert(w, r, format)
}

// PixelHash is the function of that name, when there is room. The error may be the
// context's.
func (m *Memory) PixelHash(ctx context.Context, r io.ReadSeeker) (string, Info, error) {
	leave, err := m.enter(ctx, r, 2*4) // turned, and plain
	if err != nil {
		return "", Info{}, err
	}
	defer leave()
	return PixelHash(r)
}

// enter takes room for a picture, with so many bytes more for each pixel. What is
// no picture, or too large, takes none: it is not decoded.
func (m *Memory) enter(ctx context.Context, r io.ReadSeeker, more int64) (leave func(), err error) {
	if m == nil {
		return func() {}, nil
	}
	weight, err := weigh(r, more)
	if err != nil {
		return nil, err
	}
	weight = min(weight, m.size)
	if err := m.free.Acquire(ctx, weight); err != nil {
		return nil, err
	}
	return func() { m.free.Release(weight) }, nil
}

func weigh(r io.ReadSeeker, more int64) (int64, error) {
	if _, err := r.Seek(0, io.SeekStart); err != nil {
		return 0, fmt.Errorf("reading picture: %w", err)
	}
	_, head, err := inspect(r, 0)
	if err != nil {
		return 0, nil // which the caller finds in a moment, and says
	}
	each := head.each
	switch {
	case head.Format == JPEG && progressive(r):
		each += 4 * 3 // a coefficient of 4 bytes for each sample
	case head.Format == PNG:
		each *= 2 // an interlaced one has its passes beside it
	}
	return int64(head.Width) * int64(head.Height) * (each + more), nil
}

// bytesEach is what a pixel of a colour model takes, once it is decoded.
func (c *codec) bytesEach(m color.Model) int64 {
	if c.format == WebP && (m == color.YCbCrModel || m == color.NYCbCrAModel) {
		return 2 + 4 // planes, and what decodeWebP makes of them
	}
	switch m {
	case color.RGBA64Model, color.NRGBA64Model:
		return 8
	case color.Gray16Model:
		return 2
	case color.GrayModel:
		return 1
	case color.YCbCrModel:
		return 3
	}
	if _, ok := m.(color.Palette); ok {
		return 1
	}
	return 4
}

// header is what inspect finds.
type header struct {
	Info
	each int64 // bytes of a pixel in memory
}
