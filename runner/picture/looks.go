package picture

import (
	"image"
	"image/color"

	"gesso/runner/resample"
	"gesso/spec/derive"
)

// plainly is how many of 255 levels a pixel differs by in one channel at least, where
// anybody sees it. What JPEG does to a picture stays below that but at sharp edges.
const plainly = 32

// Mean is the mean colour of a picture that Shrink made.
func Mean(img *image.RGBA) color.RGBA {
	sum := [channels]uint64{}
	b := img.Bounds()
	for y := range b.Dy() {
		for i, v := range img.Pix[y*img.Stride:][:channels*b.Dx()] {
			sum[i%channels] += uint64(v)
		}
	}
	n := uint64(b.Dx() * b.Dy())
	mean := func(c int) uint8 { return uint8((sum[c] + n/2) / n) }
	return color.RGBA{mean(0), mean(1), mean(2), mean(3)}
}

// The sides of what Hash compares: each pixel with its neighbour at the right.
const (
	hashWidth  = 9
	hashHeight = 8
)

// Hash is a difference hash of a picture that Shrink made: one bit for each of 64 places,
// set where the place is brighter than its neighbour at the right. Of two hashes up to 4
// bits differ where the pictures look the same, scaled or encoded anew, up to 10 where they
// look alike, and more than 22 where they have nothing to do with each other.
func Hash(img *image.RGBA) uint64 {
	small := stretched(img, hashWidth, hashHeight)
	hash := uint64(0)
	for y := range hashHeight {
		for x := range hashWidth - 1 {
			at := small.PixOffset(x, y)
			hash <<= 1
			if luma(small.Pix[at:]) > luma(small.Pix[at+channels:]) {
				hash |= 1
			}
		}
	}
	return hash
}

// Difference compares two pictures that Shrink made with one edge: the share of pixels in
// which they differ plainly, and by how much all of them differ in the mean, both from 0 to
// 1. One of another ratio is stretched.
func Difference(a, b *image.RGBA) (share, mean float64) {
	size := a.Bounds().Size()
	if b.Bounds().Size() != size {
		b = stretched(b, size.X, size.Y)
	}
	differ, sum := 0, 0
	for y := range size.Y {
		one, two := a.Pix[y*a.Stride:], b.Pix[y*b.Stride:]
		for i := 0; i < channels*size.X; i += channels {
			most := 0
			for c := range channels - 1 {
				d := distance(one[i+c], two[i+c])
				sum += d
				most = max(most, d)
			}
			if most >= plainly {
				differ++
			}
		}
	}
	n := float64(size.X * size.Y)
	return float64(differ) / n, float64(sum) / (n * (channels - 1) * 255)
}

func distance(a, b uint8) int {
	if a < b {
		a, b = b, a
	}
	return int(a - b)
}

// luma is the brightness of a pixel, in thousandths.
func luma(pix []uint8) int { return 299*int(pix[0]) + 587*int(pix[1]) + 114*int(pix[2]) }

// stretched gives an opaque picture other sides, whatever its ratio.
func stretched(img *image.RGBA, width, height int) *image.RGBA {
	b := img.Bounds()
	form := derive.Form{Width: width, Height: height, Fit: derive.Fill, Enlarge: true}
	return resample.Lay(img, form.Layout(b.Dx(), b.Dy()), ground).(*image.RGBA)
}
