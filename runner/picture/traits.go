package picture

import (
	"image"
	"io"

	"gesso/runner/picture/container"
)

// Traits are what a picture's file says beside its pixels and has to be said of the
// pixels in any format: what their colours are, and how large they are on paper. The
// zero value says nothing: the colours are sRGB.
type Traits struct {
	Profile []byte // ICC
	Density container.Density
}

// traitsOf are the Traits of a picture as viewers show it, whose orientation is known.
func traitsOf(r io.ReadSeeker) (Traits, int) {
	found := container.Read(r)
	turned := container.Orientation(found.EXIF)
	t := Traits{found.Profile, found.Density}
	if swaps(turned) {
		t.Density = t.Density.Swapped()
	}
	return t, turned
}

// fitting are the Traits without a profile that is of other colours than the pixels:
// that of a CMYK or grey picture says nothing of what it was converted to, and a file
// with it is refused by some readers, and shown wrongly by others.
func (t Traits) fitting(img image.Image, format string) Traits {
	want := "RGB "
	switch img.(type) {
	case *image.Gray, *image.Gray16:
		if format != WebP { // which has no grey
			want = "GRAY"
		}
	}
	const at = 16 // of the colour space in a profile
	if len(t.Profile) < 128 || string(t.Profile[at:at+4]) != want {
		t.Profile = nil
	}
	return t
}

func (t Traits) none() bool { return t.Profile == nil && t.Density == (container.Density{}) }
