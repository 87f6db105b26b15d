package container

import "io"

// Set copies a picture's file with what m says in place of what the file says of the
// same, which an XMP of no bytes takes away; the rest, and its coded pixels, are copied as they are. It reads r from its
// start. The file is one that decodes: of another one the error says so, or some of it
// is copied.
func Set(w io.Writer, r io.ReadSeeker, m Metadata) error {
	kind, err := sniff(r)
	if err != nil {
		return err
	}
	switch kind {
	case png:
		return setPNG(w, r, m)
	case jpeg:
		return setJPEG(w, r, m)
	case webp:
		return setWebP(w, r, m)
	}
	return errMalformed
}
