package container

import (
	"bytes"
	"io"
)

// maxPart bounds each part of a picture's metadata, in bytes.
const maxPart = 1 << 20

// Metadata is what a picture's file says beside its pixels. The zero value says
// nothing.
type Metadata struct {
	EXIF    []byte // a TIFF file
	Profile []byte // an ICC profile
	XMP     []byte // a packet
	Density Density
}

// Density is how many pixels lie on a length, or with no unit only how a pixel's sides
// are to each other. The zero value is none.
type Density struct {
	X, Y float64
	Unit Unit
}

// Unit is the length of a Density.
type Unit int

const (
	NoUnit Unit = iota // the pixels' shape alone
	Metre
)

// Swapped is the density of a picture whose sides are exchanged.
func (d Density) Swapped() Density { return Density{d.Y, d.X, d.Unit} }

// kind is a container by its first bytes.
type kind int

const (
	unknown kind = iota
	png
	jpeg
	webp
)

const pngHead = "\x89PNG\r\n\x1a\n"

func kindOf(head []byte) kind {
	switch {
	case bytes.HasPrefix(head, []byte(pngHead)):
		return png
	case bytes.HasPrefix(head, []byte("\xff\xd8\xff")):
		return jpeg
	case len(head) >= 12 && string(head[:4]) == "RIFF" && string(head[8:12]) == "WEBP":
		return webp
	}
	return unknown
}

// sniff tells a container, and goes back to its start.
func sniff(r io.ReadSeeker) (kind, error) {
	if _, err := r.Seek(0, io.SeekStart); err != nil {
		return unknown, err
	}
	head := make([]byte, 12)
	n, err := io.ReadFull(r, head)
	if err != nil && err != io.ErrUnexpectedEOF && err != io.EOF {
		return unknown, err
	}
	_, err = r.Seek(0, io.SeekStart)
	return kindOf(head[:n]), err
}

// Read returns what a picture's file says beside its pixels. It reads r from its start,
// and leaves it anywhere. What cannot be read is missing.
func Read(r io.ReadSeeker) Metadata {
	kind, err := sniff(r)
	if err != nil {
		return Metadata{}
	}
	var found Metadata
	switch kind {
	case png:
		found = readPNG(r)
	case jpeg:
		found = readJPEG(r)
	case webp:
		found = readWebP(r)
	}
	if found.Density == (Density{}) {
		found.Density = densityOf(found.EXIF)
	}
	return found
}
