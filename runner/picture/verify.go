package picture

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"image"
	"io"
)

// Verify checks a whole picture: what Inspect checks, and then every pixel. It
// reads r from its start, wherever it stands, and leaves it anywhere. maxPixels
// of 0 and less is DefaultMaxPixels. The Info says what is known even beside an
// error. Errors are Inspect's, and Truncated or Damaged [*Error]s. As all pixels are
// at hand, it also tells whether they show anything: Info.Blank. The sides are those
// that viewers show, with the orientation in the picture's EXIF data.
//
// Bytes that follow the picture's end are allowed, as every viewer allows them.
func Verify(r io.ReadSeeker, maxPixels int) (Info, error) {
	img, info, _, err := decode(r, maxPixels)
	if err == nil {
		info.Blank = isBlank(img)
	}
	return info, err
}

// Decode is Verify for a caller that wants the pixels as well, to judge them itself.
// They are turned as viewers show them.
func Decode(r io.ReadSeeker, maxPixels int) (image.Image, Info, error) {
	img, info, turned, err := decode(r, maxPixels)
	if err != nil {
		return nil, info, err
	}
	return turn(img, turned), info, nil
}

// DecodeAll is Decode for a caller that makes another picture of the pixels, to which
// the Traits belong too.
func DecodeAll(r io.ReadSeeker, maxPixels int) (image.Image, Info, Traits, error) {
	img, info, err := Decode(r, maxPixels)
	if err != nil {
		return nil, info, Traits{}, err
	}
	traits, _ := traitsOf(r)
	return img, info, traits, nil
}

// decode returns the pixels as they are stored, the Info of what viewers show, and
// the orientation between the two.
func decode(r io.ReadSeeker, maxPixels int) (image.Image, Info, int, error) {
	if _, err := r.Seek(0, io.SeekStart); err != nil {
		return nil, Info{}, upright, fmt.Errorf("reading picture: %w", err)
	}
	c, head, err := inspect(r, maxPixels)
	info := head.Info
	if err != nil {
		return nil, info, upright, err
	}
	if c.format == WebP {
		if err := wholeRIFF(r, info); err != nil {
			return nil, info, upright, err
		}
	}
	if _, err := r.Seek(0, io.SeekStart); err != nil {
		return nil, info, upright, fmt.Errorf("reading picture: %w", err)
	}
	source := &watched{r: r}
	img, err := guard(func() (image.Image, error) { return c.decode(bufio.NewReader(source)) })
	if err != nil {
		if end := ends[c.format]; end != "" && !endsAs(r, end) {
			err = fmt.Errorf("%w: %w", io.ErrUnexpectedEOF, err)
		}
		if c.format == WebP && isAnimation(r) {
			err = errAnimation
		}
		return nil, info, upright, source.blame(info, err)
	}
	// A container can promise one size and hold another: then the cap was checked
	// against the wrong number, and so was whatever the caller does with Info.
	if b := img.Bounds(); b.Dx() != info.Width || b.Dy() != info.Height {
		err := fmt.Errorf("its pixels are %dx%d", b.Dx(), b.Dy())
		return nil, info, upright, &Error{Problem: Damaged, Info: info, Err: err}
	}
	_, turned := traitsOf(r)
	return img, info.shown(turned), turned, nil
}

// wholeRIFF compares a WebP file's length with the one in its header. The WebP
// decoder stops at the last pixel and its errors do not tell a missing end from
// a broken middle, so this is what knows a cut download.
func wholeRIFF(r io.ReadSeeker, info Info) error {
	length, err := r.Seek(0, io.SeekEnd)
	if err != nil {
		return fmt.Errorf("reading picture: %w", err)
	}
	if _, err := r.Seek(4, io.SeekStart); err != nil {
		return fmt.Errorf("reading picture: %w", err)
	}
	var field [4]byte
	if _, err := io.ReadFull(r, field[:]); err != nil {
		return fmt.Errorf("reading picture: %w", err)
	}
	if declared := int64(binary.LittleEndian.Uint32(field[:])) + 8; length < declared {
		return &Error{Problem: Truncated, Info: info, Err: io.ErrUnexpectedEOF}
	}
	return nil
}

// isAnimation reports whether a WebP says that it holds several pictures, which the decoder
// does not tell from one that is damaged. See "Extended File Format" in the container's
// specification.
func isAnimation(r io.ReadSeeker) bool {
	const at, flag = 20, 0x02
	head := make([]byte, at+1)
	if _, err := r.Seek(0, io.SeekStart); err != nil {
		return false
	}
	_, err := io.ReadFull(r, head)
	return err == nil && string(head[12:16]) == "VP8X" && head[at]&flag != 0
}

// ends are the last bytes of a whole picture: JPEG's end mark, and PNG's last chunk.
// Asked for when decoding failed, they tell a missing end from a broken middle, for
// which the decoders have one error.
var ends = map[string]string{JPEG: "\xff\xd9", PNG: "IEND\xaeB\x60\x82"}

func endsAs(r io.ReadSeeker, end string) bool {
	last := make([]byte, len(end))
	if _, err := r.Seek(-int64(len(last)), io.SeekEnd); err != nil {
		return false
	}
	_, err := io.ReadFull(r, last)
	return err == nil && string(last) == end
}
