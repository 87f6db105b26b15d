package gallery_test

import (
	"testing"

	"gesso/runner/gallery"
)

// What is seen has the sides of the picture, else those that were asked for, and never half
// of them.
func TestSides(t *testing.T) {
	for _, c := range []struct {
		image gallery.Image
		w, h  int
	}{
		{gallery.Image{Width: 1392, Height: 752, Size: "16:9"}, 1392, 752},
		{gallery.Image{Width: 5, Size: "640x896"}, 640, 896},
		{gallery.Image{Size: "16:9"}, 16, 9},
		{gallery.Image{Size: "auto"}, 0, 0},
		{gallery.Image{Size: "640x"}, 0, 0},
		{gallery.Image{Size: "-1x-1"}, 0, 0},
		{gallery.Image{Size: "9999999999999999999x2"}, 0, 0},
		{gallery.Image{}, 0, 0},
	} {
		if w, h := c.image.Sides(); w != c.w || h != c.h {
			t.Errorf("%+v is %d and %d, want %d and %d", c.image, w, h, c.w, c.h)
		}
	}
}
