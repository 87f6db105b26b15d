package container

import (
	"encoding/binary"
	"errors"
	"io"
)

var errMalformed = errors.New("a malformed picture")

// The flags of a VP8X chunk.
const (
	flagXMP     = 1 << 2
	flagEXIF    = 1 << 3
	flagAlpha   = 1 << 4
	flagProfile = 1 << 5
)

// chunk is one of a WebP file.
type chunk struct {
	name string
	at   int64 // of its content
	size int64
}

// maxChunks bounds what is looked at: a still picture has a handful.
const maxChunks = 1000

// webpChunks lists the chunks of a WebP file.
func webpChunks(r io.ReadSeeker) ([]chunk, error) {
	var head [12]byte
	if _, err := io.ReadFull(r, head[:]); err != nil {
		return nil, err
	}
	end := int64(binary.LittleEndian.Uint32(head[4:])) + 8
	var chunks []chunk
	for at := int64(len(head)); at+8 <= end && len(chunks) < maxChunks; {
		if _, err := r.Seek(at, io.SeekStart); err != nil {
			return chunks, err
		}
		if _, err := io.ReadFull(r, head[:8]); err != nil {
			return chunks, err
		}
		c := chunk{string(head[:4]), at + 8, int64(binary.LittleEndian.Uint32(head[4:]))}
		if c.at+c.size > end {
			return chunks, errMalformed
		}
		chunks = append(chunks, c)
		at = c.at + c.size + c.size%2
	}
	return chunks, nil
}

// content reads a chunk; nil, when it is too large or not there.
func (c chunk) content(r io.ReadSeeker) []byte {
	if c.size > maxPart {
		return nil
	}
	if _, err := r.Seek(c.at, io.SeekStart); err != nil {
		return nil
	}
	content := make([]byte, c.size)
	if _, err := io.ReadFull(r, content); err != nil {
		return nil
	}
	return content
}

func readWebP(r io.ReadSeeker) (found Metadata) {
	chunks, _ := webpChunks(r) // those before the damage count
	for _, c := range chunks {
		switch {
		case c.name == "EXIF" && found.EXIF == nil:
			found.EXIF = trimEXIF(c.content(r))
		case c.name == "ICCP" && found.Profile == nil:
			found.Profile = c.content(r)
		case c.name == "XMP " && found.XMP == nil:
			found.XMP = c.content(r)
		}
	}
	return found
}

// trimEXIF takes away what stands before EXIF data in JPEG, which some programs write in
// WebP too.
func trimEXIF(content []byte) []byte {
	if len(content) >= len(exifHead) && string(content[:len(exifHead)]) == exifHead {
		return content[len(exifHead):]
	}
	return content
}

// setWebP copies a WebP file with its chunks replaced. A density is EXIF data, as there
// is no other place for it, unless m has some.
func setWebP(w io.Writer, r io.ReadSeeker, m Metadata) error {
	chunks, err := webpChunks(r)
	if err != nil {
		return err
	}
	if m.EXIF == nil && m.Density != (Density{}) {
		m.EXIF = exifWith(m.Density)
	}
	head, err := extended(r, chunks)
	if err != nil {
		return err
	}
	before, after := webpParts(m)
	size := int64(4 + 8 + len(head) + len(before) + len(after))
	var kept []chunk
	for _, c := range chunks {
		if c.name == "VP8X" || replacesWebP(m, c.name) {
			continue
		}
		kept = append(kept, c)
		switch c.name {
		case "EXIF":
			head[0] |= flagEXIF
		case "XMP ":
			head[0] |= flagXMP
		case "ICCP":
			head[0] |= flagProfile
		}
		size += 8 + c.size + c.size%2
	}
	head[0] |= flagsOf(m)
	start := binary.LittleEndian.AppendUint32([]byte("RIFF"), uint32(size))
	start = webpChunk(append(start, "WEBP"...), "VP8X", head)
	if _, err := w.Write(append(start, before...)); err != nil {
		return err
	}
	for _, c := range kept {
		if err := copyChunk(w, r, c); err != nil {
			return err
		}
	}
	_, err = w.Write(after)
	return err
}

func copyChunk(w io.Writer, r io.ReadSeeker, c chunk) error {
	if _, err := r.Seek(c.at, io.SeekStart); err != nil {
		return err
	}
	if _, err := w.Write(binary.LittleEndian.AppendUint32([]byte(c.name), uint32(c.size))); err != nil {
		return err
	}
	if _, err := io.CopyN(w, r, c.size); err != nil {
		return err
	}
	_, err := w.Write(make([]byte, c.size%2))
	return err
}

func replacesWebP(m Metadata, name string) bool {
	switch name {
	case "EXIF":
		return m.EXIF != nil
	case "XMP ":
		return m.XMP != nil
	case "ICCP":
		return m.Profile != nil
	}
	return false
}

func flagsOf(m Metadata) (flags byte) {
	if m.EXIF != nil {
		flags |= flagEXIF
	}
	if len(m.XMP) > 0 {
		flags |= flagXMP
	}
	if m.Profile != nil {
		flags |= flagProfile
	}
	return flags
}

// webpParts are the chunks that say m: what stands before the pixels, and behind them.
func webpParts(m Metadata) (before, after []byte) {
	if m.Profile != nil {
		before = webpChunk(nil, "ICCP", m.Profile)
	}
	if m.EXIF != nil {
		after = webpChunk(after, "EXIF", m.EXIF)
	}
	if len(m.XMP) > 0 {
		after = webpChunk(after, "XMP ", m.XMP)
	}
	return before, after
}

func webpChunk(to []byte, name string, content []byte) []byte {
	to = binary.LittleEndian.AppendUint32(append(to, name...), uint32(len(content)))
	to = append(to, content...)
	return append(to, make([]byte, len(content)%2)...)
}

// extended is the content of a file's VP8X chunk, or of the one that a simple file
// would have. Flags of what the chunks say are not set.
func extended(r io.ReadSeeker, chunks []chunk) ([]byte, error) {
	for _, c := range chunks {
		content := make([]byte, min(c.size, 10))
		if _, err := r.Seek(c.at, io.SeekStart); err != nil {
			return nil, err
		}
		if _, err := io.ReadFull(r, content); err != nil {
			return nil, err
		}
		switch {
		case c.name == "VP8X" && len(content) == 10:
			content[0] &^= flagEXIF | flagXMP | flagProfile
			return content, nil
		case c.name == "VP8 " && len(content) == 10:
			w := uint32(binary.LittleEndian.Uint16(content[6:]) & 0x3fff)
			h := uint32(binary.LittleEndian.Uint16(content[8:]) & 0x3fff)
			return canvas(0, w, h)
		case c.name == "VP8L" && len(content) >= 5:
			bits := binary.LittleEndian.Uint32(content[1:])
			flags := byte(0)
			if bits>>28&1 == 1 {
				flags = flagAlpha
			}
			return canvas(flags, bits&0x3fff+1, bits>>14&0x3fff+1)
		}
	}
	return nil, errMalformed
}

func canvas(flags byte, width, height uint32) ([]byte, error) {
	if width == 0 || height == 0 {
		return nil, errMalformed
	}
	w, h := width-1, height-1
	return []byte{flags, 0, 0, 0, byte(w), byte(w >> 8), byte(w >> 16), byte(h), byte(h >> 8), byte(h >> 16)}, nil
}
