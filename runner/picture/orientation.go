package picture

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"io"
)

// A camera writes its pixels as its sensor lies and notes in EXIF how to hold them:
// one of eight orientations, of which upright is the first and the last four swap
// the sides. Viewers and image models show the picture turned, so that is what its
// width and height are, and what another format is made of.
const upright = 1

// maxEXIF bounds what is read of a picture's metadata, in bytes.
const maxEXIF = 1 << 20

// orientation reads how a picture is to be shown. What is malformed is as good as
// missing: the picture itself decodes.
func orientation(r io.ReadSeeker, format string) int {
	if _, err := r.Seek(0, io.SeekStart); err != nil {
		return upright
	}
	var exif []byte
	switch format {
	case JPEG:
		exif = exifOfJPEG(r)
	case PNG:
		exif = exifOfPNG(r)
	case WebP:
		exif = exifOfWebP(r)
	}
	return orientationOf(bytes.TrimPrefix(exif, []byte(exifHeader)))
}

const exifHeader = "Exif\x00\x00"

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

// segments gives the segments of a JPEG before its first scan to each, until that
// returns false.
func segments(r io.Reader, each func(marker byte, content []byte) bool) {
	b := bufio.NewReader(r)
	if _, err := b.Discard(2); err != nil {
		return
	}
	for {
		mark, err := b.ReadByte()
		for err == nil && mark == 0xff {
			mark, err = b.ReadByte() // fill bytes
		}
		if err != nil || mark == 0xda || mark == 0xd9 { // the pixels begin, or the picture ends
			return
		}
		if mark == 0 || mark == 1 || mark >= 0xd0 && mark <= 0xd7 {
			continue // stands alone
		}
		var length [2]byte
		if _, err := io.ReadFull(b, length[:]); err != nil || binary.BigEndian.Uint16(length[:]) < 2 {
			return
		}
		content := make([]byte, binary.BigEndian.Uint16(length[:])-2)
		if _, err := io.ReadFull(b, content); err != nil || !each(mark, content) {
			return
		}
	}
}

func exifOfJPEG(r io.Reader) (exif []byte) {
	segments(r, func(marker byte, content []byte) bool {
		if marker == 0xe1 && bytes.HasPrefix(content, []byte(exifHeader)) {
			exif = content
		}
		return exif == nil
	})
	return exif
}

// progressive reports whether a JPEG comes in several scans, for which the decoder
// keeps all of its coefficients.
func progressive(r io.ReadSeeker) (found bool) {
	if _, err := r.Seek(0, io.SeekStart); err != nil {
		return true
	}
	segments(r, func(marker byte, _ []byte) bool {
		found = marker == 0xc2
		return !found
	})
	return found
}

func exifOfPNG(r io.ReadSeeker) []byte {
	return chunk(r, 8, "eXIf", "IEND", func(head []byte) (name string, size, skip int64) {
		size = int64(binary.BigEndian.Uint32(head))
		return string(head[4:]), size, size + 4 // a checksum follows
	})
}

func exifOfWebP(r io.ReadSeeker) []byte {
	return chunk(r, 12, "EXIF", "", func(head []byte) (name string, size, skip int64) {
		size = int64(binary.LittleEndian.Uint32(head[4:]))
		return string(head[:4]), size, size + size%2
	})
}

// chunk finds a chunk by its name among those that follow start; the chunk named
// last ends them. Parse reads a chunk's head of eight bytes.
func chunk(r io.ReadSeeker, start int64, want, last string, parse func(head []byte) (name string, size, skip int64)) []byte {
	if _, err := r.Seek(start, io.SeekStart); err != nil {
		return nil
	}
	var head [8]byte
	for {
		if _, err := io.ReadFull(r, head[:]); err != nil {
			return nil
		}
		name, size, skip := parse(head[:])
		switch name {
		case want:
			content, err := io.ReadAll(io.LimitReader(r, min(size, maxEXIF)))
			if err != nil {
				return nil
			}
			return content
		case last:
			return nil
		}
		if _, err := r.Seek(skip, io.SeekCurrent); err != nil {
			return nil
		}
	}
}

// orientationOf reads the tag of that name in the first directory of EXIF data,
// which is a TIFF file of either byte order.
func orientationOf(exif []byte) int {
	var order binary.ByteOrder
	switch {
	case bytes.HasPrefix(exif, []byte("II*\x00")):
		order = binary.LittleEndian
	case bytes.HasPrefix(exif, []byte("MM\x00*")):
		order = binary.BigEndian
	default:
		return upright
	}
	const tag, short, entry = 0x0112, 3, 12
	if len(exif) < 8 {
		return upright
	}
	at := int64(order.Uint32(exif[4:]))
	if at+2 > int64(len(exif)) {
		return upright
	}
	entries := exif[at+2:]
	for range order.Uint16(exif[at:]) {
		if len(entries) < entry {
			return upright
		}
		if order.Uint16(entries) == tag && order.Uint16(entries[2:]) == short && order.Uint32(entries[4:]) == 1 {
			if o := int(order.Uint16(entries[8:])); o >= 1 && o <= 8 {
				return o
			}
			return upright
		}
		entries = entries[entry:]
	}
	return upright
}
