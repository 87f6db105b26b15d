package container

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"io"
)

const (
	exifHead = "Exif\x00\x00"
	xmpHead  = "http://ns.adobe.com/xap/1.0/\x00"
	xmpMore  = "http://ns.adobe.com/xmp/extension/\x00"
	iccHead  = "ICC_PROFILE\x00"
	jfifHead = "JFIF\x00"
)

// maxSegment is how many bytes a segment of a JPEG can hold.
const maxSegment = 0xffff - 2

const metresPerInch = 0.0254

// Segments gives the segments of a JPEG before its first scan to each, until that
// returns false. Damage ends them.
func Segments(r io.Reader, each func(marker byte, content []byte) bool) {
	b := bufio.NewReader(r)
	if _, err := b.Discard(2); err != nil {
		return
	}
	for {
		marker, content, err := segment(b)
		if err != nil || marker == 0xda || marker == 0xd9 || !each(marker, content) {
			return
		}
	}
}

// segment reads a segment. Where the pixels begin, or the picture ends, it has read the
// marker alone.
func segment(b *bufio.Reader) (marker byte, content []byte, err error) {
	for {
		marker, err = b.ReadByte()
		for err == nil && marker == 0xff {
			marker, err = b.ReadByte() // fill bytes
		}
		if err != nil || marker == 0xda || marker == 0xd9 {
			return marker, nil, err
		}
		if marker > 1 && (marker < 0xd0 || marker > 0xd7) {
			break // the others stand alone
		}
	}
	var length [2]byte
	if _, err := io.ReadFull(b, length[:]); err != nil {
		return 0, nil, err
	}
	size := binary.BigEndian.Uint16(length[:])
	if size < 2 {
		return 0, nil, errMalformed
	}
	content = make([]byte, size-2)
	_, err = io.ReadFull(b, content)
	return marker, content, err
}

func readJPEG(r io.Reader) (found Metadata) {
	var profile [][]byte
	Segments(r, func(marker byte, content []byte) bool {
		switch {
		case marker == 0xe0 && bytes.HasPrefix(content, []byte(jfifHead)):
			found.Density = densityOfJFIF(content)
		case marker == 0xe1 && bytes.HasPrefix(content, []byte(exifHead)) && found.EXIF == nil:
			found.EXIF = content[len(exifHead):]
		case marker == 0xe1 && bytes.HasPrefix(content, []byte(xmpHead)) && found.XMP == nil:
			found.XMP = content[len(xmpHead):]
		case marker == 0xe2 && bytes.HasPrefix(content, []byte(iccHead)) && len(profile) < 0xff:
			profile = append(profile, content[len(iccHead):])
		}
		return true
	})
	found.Profile = joinProfile(profile)
	return found
}

func densityOfJFIF(content []byte) Density {
	const head = len(jfifHead) + 2 // and the version
	if len(content) < head+5 {
		return Density{}
	}
	x, y := float64(binary.BigEndian.Uint16(content[head+1:])), float64(binary.BigEndian.Uint16(content[head+3:]))
	if x == 0 || y == 0 {
		return Density{}
	}
	switch content[head] {
	case 1:
		return Density{x / metresPerInch, y / metresPerInch, Metre}
	case 2:
		return Density{x * 100, y * 100, Metre}
	}
	if x == y {
		return Density{} // square pixels, as all are of which nothing is said
	}
	return Density{x, y, NoUnit}
}

// joinProfile joins the parts of a profile, each of which begins with its number and how
// many there are. Unless all are there, there is none.
func joinProfile(parts [][]byte) []byte {
	if len(parts) == 0 {
		return nil
	}
	sorted := make([][]byte, len(parts)+1)
	size := 0
	for _, part := range parts {
		if len(part) < 2 || int(part[1]) != len(parts) || part[0] == 0 || int(part[0]) > len(parts) || sorted[part[0]] != nil {
			return nil
		}
		sorted[part[0]] = part[2:]
		size += len(part)
	}
	if size > maxPart {
		return nil
	}
	return bytes.Join(sorted[1:], nil)
}

// jpegParts are the segments that say m. What is too large for them is left out.
func jpegParts(m Metadata) []byte {
	var parts []byte
	if m.EXIF != nil && len(m.EXIF) <= maxSegment-len(exifHead) {
		parts = jpegSegment(parts, 0xe1, exifHead, m.EXIF)
	}
	if len(m.XMP) > 0 && len(m.XMP) <= maxSegment-len(xmpHead) {
		parts = jpegSegment(parts, 0xe1, xmpHead, m.XMP)
	}
	const most = maxSegment - len(iccHead) - 2
	count := (len(m.Profile) + most - 1) / most
	for n := range min(count, 0xff) {
		part := m.Profile[n*most : min((n+1)*most, len(m.Profile))]
		parts = jpegSegment(parts, 0xe2, iccHead+string([]byte{byte(n + 1), byte(count)}), part)
	}
	return parts
}

func jpegSegment(to []byte, marker byte, head string, content []byte) []byte {
	to = append(to, 0xff, marker)
	to = binary.BigEndian.AppendUint16(to, uint16(2+len(head)+len(content)))
	return append(append(to, head...), content...)
}

func jfif(d Density) []byte {
	content := []byte{1, 2, 0}
	x, y := d.X, d.Y
	if d.Unit == Metre {
		content[2] = 1
		x, y = x*metresPerInch, y*metresPerInch
	}
	content = binary.BigEndian.AppendUint16(content, uint16(whole(x, 0xffff)))
	content = binary.BigEndian.AppendUint16(content, uint16(whole(y, 0xffff)))
	return jpegSegment(nil, 0xe0, jfifHead, append(content, 0, 0))
}

// replacesJPEG reports whether a segment says what m says.
func replacesJPEG(m Metadata, marker byte, content []byte) bool {
	begins := func(head string) bool { return bytes.HasPrefix(content, []byte(head)) }
	switch marker {
	case 0xe0:
		return m.Density != (Density{}) && (begins(jfifHead) || begins("JFXX\x00"))
	case 0xe1:
		return m.EXIF != nil && begins(exifHead) || m.XMP != nil && (begins(xmpHead) || begins(xmpMore))
	case 0xe2:
		return m.Profile != nil && begins(iccHead)
	}
	return false
}

// setJPEG copies a JPEG with its segments replaced. What says the density and EXIF
// comes first, as their standards want.
func setJPEG(w io.Writer, r io.Reader, m Metadata) error {
	b := bufio.NewReader(r)
	if _, err := io.CopyN(w, b, 2); err != nil {
		return err
	}
	if m.Density != (Density{}) {
		if _, err := w.Write(jfif(m.Density)); err != nil {
			return err
		}
	}
	for set := false; ; {
		marker, content, err := segment(b)
		if err != nil {
			return err
		}
		first := marker == 0xe0 || marker == 0xe1 && bytes.HasPrefix(content, []byte(exifHead)) && m.EXIF == nil
		if !set && !first {
			set = true
			if _, err := w.Write(jpegParts(m)); err != nil {
				return err
			}
		}
		if marker == 0xda || marker == 0xd9 {
			if _, err := w.Write([]byte{0xff, marker}); err != nil {
				return err
			}
			_, err := io.Copy(w, b)
			return err
		}
		if replacesJPEG(m, marker, content) {
			continue
		}
		if _, err := w.Write(jpegSegment(nil, marker, "", content)); err != nil {
			return err
		}
	}
}
