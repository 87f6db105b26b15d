package picture

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"math/rand/v2"
	"testing"
)

// sheet is a picture whose pixels a function colours.
func sheet(w, h int, at func(x, y int) color.NRGBA) *image.NRGBA {
	img := image.NewNRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			img.SetNRGBA(x, y, at(x, y))
		}
	}
	return img
}

func grey(level int) color.NRGBA {
	v := uint8(min(max(level, 0), 255))
	return color.NRGBA{v, v, v, 255}
}

var white = color.NRGBA{255, 255, 255, 255}

// dotted is white with a black square in its midst.
func dotted(size, dot int) *image.NRGBA {
	return sheet(size, size, func(x, y int) color.NRGBA {
		if from := (size - dot) / 2; x >= from && x < from+dot && y >= from && y < from+dot {
			return grey(0)
		}
		return white
	})
}

// noisy is one grey with noise of a standard deviation on each pixel.
func noisy(size int, deviation float64) *image.NRGBA {
	dice := rand.New(rand.NewPCG(1, 2))
	return sheet(size, size, func(int, int) color.NRGBA { return grey(128 + int(dice.NormFloat64()*deviation)) })
}

func TestVerifyTellsBlankPictures(t *testing.T) {
	for _, c := range []struct {
		name  string
		img   image.Image
		blank bool
	}{
		{"pure colour", sheet(256, 256, func(int, int) color.NRGBA { return color.NRGBA{200, 30, 60, 255} }), true},
		{"black", sheet(1024, 64, func(int, int) color.NRGBA { return grey(0) }), true},
		{"nothing but transparency", image.NewNRGBA(image.Rect(0, 0, 100, 100)), true},
		{"one pixel", sheet(1, 1, func(int, int) color.NRGBA { return white }), true},
		{"less than a tile", sheet(5, 3, func(int, int) color.NRGBA { return white }), true},
		{"noise around one colour", noisy(256, 8), true},
		{"a stray pixel", dotted(256, 1), true},
		{"a gradient that nobody sees", sheet(256, 256, func(x, _ int) color.NRGBA { return grey(100 + x/20) }), true},

		{"a small dot", dotted(256, 5), false},
		{"a small dot on a megapixel", dotted(1024, 10), false},
		{"a dot in the last, partial tile", sheet(203, 203, func(x, y int) color.NRGBA {
			if x > 200 && y > 200 {
				return grey(0)
			}
			return white
		}), false},
		{"a thin line", sheet(512, 512, func(x, _ int) color.NRGBA {
			if x == 256 {
				return grey(0)
			}
			return white
		}), false},
		{"a gradient across", sheet(256, 256, func(x, _ int) color.NRGBA { return grey(x) }), false},
		{"a faint gradient down", sheet(256, 256, func(_, y int) color.NRGBA { return grey(100 + y/8) }), false},
		{"a gradient of one channel", sheet(256, 256, func(x, _ int) color.NRGBA { return color.NRGBA{128, 128, uint8(x), 255} }), false},
		{"a fine checkerboard", sheet(256, 256, func(x, y int) color.NRGBA { return grey(255 * ((x + y) % 2)) }), false},
		{"static", noisy(256, 60), false},
		{"black in different opacities", sheet(256, 256, func(x, _ int) color.NRGBA { return color.NRGBA{0, 0, 0, uint8(x)} }), false},
		{"a picture", stripes(64, 64), false},
	} {
		info, err := Verify(bytes.NewReader(pngOf(t, c.img)), 0)
		if err != nil || info.Blank != c.blank {
			t.Errorf("%s: blank is %v, error %v", c.name, info.Blank, err)
		}
	}
}

// JPEG moves the pixels of one colour, and most at the worst quality.
func TestJPEGOfOneColourIsBlank(t *testing.T) {
	for _, quality := range []int{1, 50, 95} {
		for _, img := range []image.Image{noisy(256, 5), sheet(250, 130, func(int, int) color.NRGBA { return color.NRGBA{10, 90, 240, 255} })} {
			var file bytes.Buffer
			if err := jpeg.Encode(&file, img, &jpeg.Options{Quality: quality}); err != nil {
				t.Fatal(err)
			}
			if info, err := Verify(bytes.NewReader(file.Bytes()), 0); err != nil || !info.Blank {
				t.Errorf("quality %d: blank is %v, error %v", quality, info.Blank, err)
			}
		}
	}
	if info, err := Verify(bytes.NewReader(jpegOf(t, dotted(256, 6))), 0); err != nil || info.Blank {
		t.Errorf("a dot in JPEG: blank is %v, error %v", info.Blank, err)
	}
}

func BenchmarkBlank(b *testing.B) {
	img, err := jpeg.Decode(bytes.NewReader(jpegOf(b, noisy(1024, 5))))
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if !isBlank(img) {
			b.Fatal("not blank")
		}
	}
}
