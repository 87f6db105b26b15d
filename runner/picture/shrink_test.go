package picture

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/color"
	"io"
	"os"
	"testing"
)

func shrink(t testing.TB, data []byte, edge int) *image.RGBA {
	t.Helper()
	all, _, err := (*Memory)(nil).ShrinkAll(t.Context(), bytes.NewReader(data), edge)
	if err != nil {
		t.Fatal(err)
	}
	return all[0]
}

func TestShrinkFitsAnEdge(t *testing.T) {
	for _, c := range []struct {
		w, h, edge int
		want       image.Point
	}{
		{1024, 512, 320, image.Pt(320, 160)},
		{512, 1024, 320, image.Pt(160, 320)},
		{320, 320, 320, image.Pt(320, 320)},
		{64, 40, 320, image.Pt(64, 40)}, // never larger than it was
		{3000, 2, 320, image.Pt(320, 1)},
		{1, 1, 1, image.Pt(1, 1)},
	} {
		img := stripes(c.w, c.h)
		for name, layout := range map[string]image.Image{"as it is": img, "opaque": flatRGBA(img), "few colours": image.NewPaletted(image.Rect(0, 0, c.w, c.h), color.Palette{white})} {
			small := Shrink(layout, c.edge)
			if got := small.Bounds(); got != (image.Rectangle{Max: c.want}) || !small.Opaque() || image.Image(small) == layout {
				t.Errorf("%dx%d to %d, %s: %v", c.w, c.h, c.edge, name, got)
			}
		}
	}
}

func flatRGBA(img image.Image) *image.RGBA {
	return &image.RGBA{Pix: shown(img), Stride: 4 * img.Bounds().Dx(), Rect: image.Rectangle{Max: img.Bounds().Size()}}
}

// What is drawn on nothing is seen, be it black or white.
func TestShrinkLaysOnANeutralGround(t *testing.T) {
	clear := image.NewNRGBA(image.Rect(0, 0, 60, 60))
	for i := range 60 * 20 {
		clear.SetNRGBA(i%60, i/60, white)
		clear.SetNRGBA(i%60, 59-i/60, grey(0))
	}
	for _, edge := range []int{60, 30} {
		small := Shrink(clear, edge)
		for y, want := range map[int]uint8{edge / 10: 255, edge / 2: ground.R, edge * 9 / 10: 0} {
			if got := small.RGBAAt(edge/2, y); got != (color.RGBA{want, want, want, 255}) {
				t.Errorf("%d: row %d is %v, want %d", edge, y, got, want)
			}
		}
	}
}

// Its colours are those that libwebp gives it: nothing is washed out.
func TestShrinkHasTheColoursOfLossyWebP(t *testing.T) {
	for _, name := range []string{"lossy", "alpha"} {
		from, want := read(t, "testdata/"+name+".webp"), read(t, "testdata/"+name+".png")
		if d := difference(shrink(t, from, 20), shrink(t, want, 20)); d != "" {
			t.Errorf("%s: %s", name, d)
		}
	}
}

func TestShrinkTurns(t *testing.T) {
	for orientation, want := range shownCorners {
		if want == "" {
			continue
		}
		all, info, err := NewMemory(1<<20).ShrinkAll(t.Context(), bytes.NewReader(jpegWith(t, exifOf(byteOrders[0], orientation))), 16)
		if err != nil {
			t.Fatal(err)
		}
		size := image.Pt(16, 8)
		if swaps(orientation) {
			size = image.Pt(8, 16)
		}
		small := all[0]
		if got := cornersOf(small); got != want || small.Bounds().Size() != size || info.Width != 2*size.X {
			t.Errorf("orientation %d: %s in %v of %v, want %s in %v", orientation, got, small.Bounds(), info, want, size)
		}
	}
}

func TestShrinkErrors(t *testing.T) {
	data := pngOf(t, stripes(20, 10))
	var bad *Error
	if _, _, err := NewMemory(1).ShrinkAll(t.Context(), bytes.NewReader(data[:len(data)-5]), 8); !errors.As(err, &bad) || bad.Problem != Truncated {
		t.Errorf("cut: %v", err)
	}
	if _, _, err := NewMemory(1).ShrinkAll(t.Context(), bytes.NewReader([]byte("<html>")), 8); !errors.As(err, &bad) || bad.Problem != NotPicture {
		t.Errorf("a page: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	full := NewMemory(1)
	leave, err := full.enter(t.Context(), bytes.NewReader(data), 0)
	if err != nil {
		t.Fatal(err)
	}
	defer leave()
	if _, _, err := full.ShrinkAll(ctx, bytes.NewReader(data), 8); !errors.Is(err, context.Canceled) {
		t.Errorf("interrupted: %v", err)
	}
	if _, _, err := (*Memory)(nil).ShrinkAll(t.Context(), io.NewSectionReader(closed{}, 0, 10), 8); !errors.Is(err, os.ErrClosed) {
		t.Errorf("unreadable: %v", err)
	}
}

type closed struct{}

func (closed) ReadAt([]byte, int64) (int, error) { return 0, os.ErrClosed }

func BenchmarkShrink(b *testing.B) {
	img := noisy(1024, 20)
	for _, format := range []string{PNG, JPEG} {
		var file bytes.Buffer
		if err := Encode(&file, img, Encoding{Format: format}); err != nil {
			b.Fatal(err)
		}
		b.Run(format, func(b *testing.B) {
			for b.Loop() {
				shrink(b, file.Bytes(), 320)
			}
		})
	}
}
