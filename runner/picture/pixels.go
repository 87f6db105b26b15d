package picture

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"image"
	"image/color"
	"io"
)

// PixelHash is a hash of what a picture shows, in hexadecimal: the same for all files,
// whatever their format and what they say beside it, whose pixels are the same when
// viewers show them, to eight bits a channel. It reads r from its start; the errors are
// Verify's with DefaultMaxPixels. Of a lossy file the pixels are what this program
// decodes.
func PixelHash(r io.ReadSeeker) (string, Info, error) {
	img, info, err := Decode(r, 0)
	if err != nil {
		return "", info, err
	}
	h := sha256.New()
	b := img.Bounds()
	h.Write(binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, uint32(b.Dx())), uint32(b.Dy())))
	row := make([]uint8, b.Dx()*4)
	img = flat(img)
	for y := range b.Dy() {
		plain(row, img, y)
		h.Write(row)
	}
	return hex.EncodeToString(h.Sum(nil)), info, nil
}

// plain fills a row of pixels, red, green, blue and opacity, from a layout that flat
// makes. What cannot be seen has no colour.
func plain(row []uint8, img image.Image, y int) {
	switch img := img.(type) {
	case *image.Gray:
		for x, v := range img.Pix[y*img.Stride:][:len(row)/4] {
			row[x*4], row[x*4+1], row[x*4+2], row[x*4+3] = v, v, v, 0xff
		}
		return
	case *image.NRGBA:
		copy(row, img.Pix[y*img.Stride:])
	case *image.RGBA:
		copy(row, img.Pix[y*img.Stride:])
		for x := 0; x < len(row); x += 4 {
			if a := row[x+3]; a != 0 && a != 0xff {
				c := color.NRGBAModel.Convert(color.RGBA{row[x], row[x+1], row[x+2], a}).(color.NRGBA)
				row[x], row[x+1], row[x+2] = c.R, c.G, c.B
			}
		}
	}
	for x := 0; x < len(row); x += 4 {
		if row[x+3] == 0 {
			row[x], row[x+1], row[x+2] = 0, 0, 0
		}
	}
}
