package container

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"hash/crc32"
	"io"
	"math"
)

// xmpKeyword is the keyword of an iTXt chunk with XMP, and what follows it: not
// compressed, no language, no translation.
const xmpKeyword = "XML:com.adobe.xmp\x00\x00\x00\x00\x00"

// pngChunks gives the chunks of a PNG from where r stands, which is behind its first
// eight bytes, to each, until that returns false or IEND is over. The content of a chunk
// that is larger than maxPart or not wanted is nil.
func pngChunks(r io.ReadSeeker, want func(name string) bool, each func(name string, content []byte)) {
	var head [8]byte
	for {
		if _, err := io.ReadFull(r, head[:]); err != nil {
			return
		}
		name, size := string(head[4:]), int64(binary.BigEndian.Uint32(head[:]))
		if name == "IEND" {
			return
		}
		skip := size + 4 // a checksum follows
		if want(name) && size <= maxPart {
			content := make([]byte, size)
			if _, err := io.ReadFull(r, content); err != nil {
				return
			}
			each(name, content)
			skip = 4
		}
		if _, err := r.Seek(skip, io.SeekCurrent); err != nil {
			return
		}
	}
}

func readPNG(r io.ReadSeeker) (found Metadata) {
	if _, err := r.Seek(int64(len(pngHead)), io.SeekStart); err != nil {
		return found
	}
	want := func(name string) bool {
		return name == "eXIf" || name == "iCCP" || name == "iTXt" || name == "pHYs"
	}
	pngChunks(r, want, func(name string, content []byte) {
		switch {
		case name == "eXIf" && found.EXIF == nil:
			found.EXIF = bytes.TrimPrefix(content, []byte(exifHead))
		case name == "iCCP" && found.Profile == nil:
			found.Profile = inflateProfile(content)
		case name == "iTXt" && found.XMP == nil && bytes.HasPrefix(content, []byte(xmpKeyword[:18])):
			found.XMP = textOf(content[18:])
		case name == "pHYs" && len(content) == 9:
			x, y := binary.BigEndian.Uint32(content), binary.BigEndian.Uint32(content[4:])
			if x > 0 && y > 0 && content[8] <= 1 {
				found.Density = Density{float64(x), float64(y), Unit(content[8])}
			}
		}
	})
	return found
}

// textOf is the text of an iTXt chunk, behind the zero that ends its keyword.
func textOf(rest []byte) []byte {
	if len(rest) < 2 {
		return nil
	}
	packed, rest := rest[0] == 1, rest[2:]
	for range 2 { // language and translated keyword
		_, after, ok := bytes.Cut(rest, []byte{0})
		if !ok {
			return nil
		}
		rest = after
	}
	if packed {
		return inflate(rest)
	}
	return rest
}

// inflateProfile reads the content of an iCCP chunk: a name, a method, the profile.
func inflateProfile(content []byte) []byte {
	_, rest, ok := bytes.Cut(content, []byte{0})
	if !ok || len(rest) < 1 || rest[0] != 0 {
		return nil
	}
	return inflate(rest[1:])
}

func inflate(packed []byte) []byte {
	z, err := zlib.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil
	}
	content, err := io.ReadAll(io.LimitReader(z, maxPart+1))
	if err != nil || len(content) > maxPart {
		return nil
	}
	return content
}

// pngParts are the chunks that say m. They may all stand behind the first chunk.
func pngParts(m Metadata) []byte {
	var parts []byte
	if m.Profile != nil {
		content := bytes.NewBufferString("icc\x00\x00")
		z := zlib.NewWriter(content)
		_, _ = z.Write(m.Profile) // to memory
		_ = z.Close()
		parts = pngChunk(parts, "iCCP", content.Bytes())
	}
	if m.Density != (Density{}) {
		content := binary.BigEndian.AppendUint32(nil, whole(m.Density.X, math.MaxInt32))
		content = binary.BigEndian.AppendUint32(content, whole(m.Density.Y, math.MaxInt32))
		parts = pngChunk(parts, "pHYs", append(content, byte(m.Density.Unit)))
	}
	if m.EXIF != nil {
		parts = pngChunk(parts, "eXIf", m.EXIF)
	}
	if len(m.XMP) > 0 {
		parts = pngChunk(parts, "iTXt", append([]byte(xmpKeyword), m.XMP...))
	}
	return parts
}

// whole is a number as files have it: at least 1, at most most.
func whole(x, most float64) uint32 { return uint32(max(1, min(most, math.Round(x)))) }

func pngChunk(to []byte, name string, content []byte) []byte {
	to = binary.BigEndian.AppendUint32(to, uint32(len(content)))
	start := len(to)
	to = append(append(to, name...), content...)
	return binary.BigEndian.AppendUint32(to, crc32.ChecksumIEEE(to[start:]))
}

// replacesPNG reports whether a chunk says what m says.
func replacesPNG(m Metadata, name string, start []byte) bool {
	switch name {
	case "iCCP", "sRGB":
		return m.Profile != nil
	case "pHYs":
		return m.Density != (Density{})
	case "eXIf":
		return m.EXIF != nil
	case "iTXt":
		return m.XMP != nil && bytes.HasPrefix(start, []byte(xmpKeyword[:18]))
	}
	return false
}

// setPNG copies a PNG with its chunks replaced.
func setPNG(w io.Writer, r io.Reader, m Metadata) error {
	if _, err := io.CopyN(w, r, int64(len(pngHead))); err != nil {
		return err
	}
	for first := true; ; first = false {
		var head [8 + 18]byte
		if _, err := io.ReadFull(r, head[:8]); err != nil {
			return err
		}
		name, left := string(head[4:8]), int64(binary.BigEndian.Uint32(head[:]))+4
		if first != (name == "IHDR") {
			return errMalformed
		}
		start := head[8:8]
		if name == "iTXt" && left >= 18 {
			start = head[8:26]
			if _, err := io.ReadFull(r, start); err != nil {
				return err
			}
			left -= 18
		}
		to := w
		if replacesPNG(m, name, start) {
			to = io.Discard
		}
		if _, err := to.Write(head[:8+len(start)]); err != nil {
			return err
		}
		if _, err := io.CopyN(to, r, left); err != nil {
			return err
		}
		if first {
			if _, err := w.Write(pngParts(m)); err != nil {
				return err
			}
		}
		if name == "IEND" {
			_, err := io.Copy(w, r) // what follows the picture
			return err
		}
	}
}
