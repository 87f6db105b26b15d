package picture

import (
	"fmt"
	"io"
)

// Convert writes the picture in r to w in the given format: PNG, JPEG or WebP. A
// picture that already has the format is verified and then copied, byte for byte:
// encoding JPEG again would only lose quality. Else it is Encode of the pixels as
// viewers show them, since another format has no orientation of its own, with the
// picture's Traits.
//
// It reads r from its start. Errors are Verify's with DefaultMaxPixels, Encode's, or,
// before anything is read, that the format cannot be written. Nothing is written before
// the whole of r is known to be good.
func Convert(w io.Writer, r io.ReadSeeker, format string) error {
	if format != PNG && format != JPEG && format != WebP {
		return errNoEncoder(format)
	}
	img, info, turned, err := decode(r, 0)
	switch {
	case err != nil:
		return err
	case info.Format == format:
		return copyFrom(w, r)
	}
	traits, _ := traitsOf(r)
	if format == JPEG {
		img = onWhite(img) // before it is turned, which keeps only some layouts
	}
	return Encode(w, turn(img, turned), Encoding{Format: format, Traits: traits})
}

func copyFrom(w io.Writer, r io.ReadSeeker) error {
	if _, err := r.Seek(0, io.SeekStart); err != nil {
		return fmt.Errorf("reading picture: %w", err)
	}
	if _, err := io.Copy(w, r); err != nil {
		return fmt.Errorf("copying picture: %w", err)
	}
	return nil
}
