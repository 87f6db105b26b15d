package container

import (
	"bytes"
	"encoding/binary"
	"math"
)

// The tags and types of EXIF data that are looked at.
const (
	tagOrientation = 0x0112
	tagX           = 0x011a
	tagY           = 0x011b
	tagUnit        = 0x0128

	typeShort    = 3
	typeRational = 5

	unitInch       = 2
	unitCentimetre = 3
)

// Upright is the orientation of a picture of which nothing is said.
const Upright = 1

// Orientation is how a picture is to be shown, by its EXIF data: 1 to 8. What is
// malformed is Upright.
func Orientation(exif []byte) int {
	found := Upright
	entries(exif, func(order binary.ByteOrder, tag uint16, entry []byte) bool {
		if tag != tagOrientation {
			return true
		}
		if o, ok := short(order, entry); ok && o >= 1 && o <= 8 {
			found = int(o)
		}
		return false
	})
	return found
}

// densityOf is the density that EXIF data names.
func densityOf(exif []byte) Density {
	var x, y float64
	unit := uint16(unitInch)
	entries(exif, func(order binary.ByteOrder, tag uint16, entry []byte) bool {
		switch tag {
		case tagX:
			x = rational(order, entry, exif)
		case tagY:
			y = rational(order, entry, exif)
		case tagUnit:
			unit, _ = short(order, entry)
		}
		return true
	})
	if x <= 0 || y <= 0 {
		return Density{}
	}
	switch unit {
	case unitInch:
		return Density{x / metresPerInch, y / metresPerInch, Metre}
	case unitCentimetre:
		return Density{x * 100, y * 100, Metre}
	}
	if x == y {
		return Density{}
	}
	return Density{x, y, NoUnit}
}

// entries gives the entries of the first directory of EXIF data, which is a TIFF file
// of either byte order, to each, until that returns false. The directories that follow
// are those of thumbnails.
func entries(exif []byte, each func(order binary.ByteOrder, tag uint16, entry []byte) bool) {
	var order binary.ByteOrder
	switch {
	case len(exif) < 8:
		return
	case bytes.HasPrefix(exif, []byte("II*\x00")):
		order = binary.LittleEndian
	case bytes.HasPrefix(exif, []byte("MM\x00*")):
		order = binary.BigEndian
	default:
		return
	}
	at := int64(order.Uint32(exif[4:]))
	if at+2 > int64(len(exif)) {
		return
	}
	const size = 12
	rest := exif[at+2:]
	for range order.Uint16(exif[at:]) {
		if len(rest) < size || !each(order, order.Uint16(rest), rest[:size]) {
			return
		}
		rest = rest[size:]
	}
}

func short(order binary.ByteOrder, entry []byte) (uint16, bool) {
	if order.Uint16(entry[2:]) != typeShort || order.Uint32(entry[4:]) != 1 {
		return 0, false
	}
	return order.Uint16(entry[8:]), true
}

func rational(order binary.ByteOrder, entry, exif []byte) float64 {
	at := int64(order.Uint32(entry[8:]))
	if order.Uint16(entry[2:]) != typeRational || order.Uint32(entry[4:]) != 1 || at+8 > int64(len(exif)) {
		return 0
	}
	numerator, denominator := order.Uint32(exif[at:]), order.Uint32(exif[at+4:])
	if denominator == 0 {
		return 0
	}
	return float64(numerator) / float64(denominator)
}

// exifWith is EXIF data that says a density and nothing else.
func exifWith(d Density) []byte {
	x, y, unit := d.X, d.Y, uint16(1)
	if d.Unit == Metre {
		x, y, unit = x*metresPerInch, y*metresPerInch, unitInch
	}
	const head, count, size = 8, 3, 12
	values := uint32(head + 2 + count*size + 4)
	o := binary.BigEndian
	b := o.AppendUint32([]byte("MM\x00*"), head)
	b = o.AppendUint16(b, count)
	for n, tag := range []uint16{tagX, tagY} {
		b = o.AppendUint16(o.AppendUint16(b, tag), typeRational)
		b = o.AppendUint32(o.AppendUint32(b, 1), values+uint32(n)*8)
	}
	b = o.AppendUint16(o.AppendUint16(b, tagUnit), typeShort)
	b = o.AppendUint16(o.AppendUint16(o.AppendUint32(b, 1), unit), 0)
	b = o.AppendUint32(b, 0) // no directory follows
	for _, v := range []float64{x, y} {
		b = o.AppendUint32(o.AppendUint32(b, whole(v*100, math.MaxInt32)), 100)
	}
	return b
}
