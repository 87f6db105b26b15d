package picture

import (
	"io"

	"gesso/runner/picture/container"
)

// A camera writes its pixels as its sensor lies and notes in EXIF how to hold them:
// one of eight orientations, of which upright is the first and the last four swap
// the sides. Viewers and image models show the picture turned, so that is what its
// width and height are, and what another format is made of.
const upright = container.Upright

// swaps reports whether a picture of an orientation is shown with its sides
// exchanged.
func swaps(orientation int) bool { return orientation >= 5 }

// shown is the Info of a picture as viewers show it.
func (i Info) shown(orientation int) Info {
	if swaps(orientation) {
		i.Width, i.Height = i.Height, i.Width
	}
	return i
}

// progressive reports whether a JPEG comes in several scans, for which the decoder
// keeps all of its coefficients.
func progressive(r io.ReadSeeker) (found bool) {
	if _, err := r.Seek(0, io.SeekStart); err != nil {
		return true
	}
	container.Segments(r, func(marker byte, _ []byte) bool {
		found = marker == 0xc2
		return !found
	})
	return found
}
