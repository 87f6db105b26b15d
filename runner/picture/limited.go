package picture

import (
	"image"
	"io"

	"golang.org/x/image/webp"
)

// Lossy WebP has the luma and chroma of BT.601 in their limited range, where black is
// 16 and white 235; the decoder hands its planes out as those of JPEG, which fill the
// bytes, so that black and white come out grey (golang/go#40173). What is done here is
// what libwebp does with the planes, to the last bit: its matrix, in its fixed-point
// arithmetic, and its way to interpolate the chroma of four pixels.

// decodeWebP decodes WebP with the right colours.
func decodeWebP(r io.Reader) (image.Image, error) {
	img, err := webp.Decode(r)
	if err != nil {
		return nil, err
	}
	switch planes := img.(type) {
	case *image.YCbCr:
		to := image.NewRGBA(image.Rect(0, 0, planes.Rect.Dx(), planes.Rect.Dy()))
		limited{planes, to.Pix, to.Stride}.fill()
		return to, nil
	case *image.NYCbCrA:
		to := image.NewNRGBA(image.Rect(0, 0, planes.Rect.Dx(), planes.Rect.Dy()))
		limited{&planes.YCbCr, to.Pix, to.Stride}.fill()
		for y := range to.Rect.Dy() {
			alpha := planes.A[y*planes.AStride:]
			for x := range to.Rect.Dx() {
				to.Pix[y*to.Stride+x*4+3] = alpha[x]
			}
		}
		return to, nil
	}
	return img, nil
}

// limited fills pixels of four bytes from planes of limited range, subsampled 4:2:0,
// whose first pixel is at the beginning.
type limited struct {
	planes *image.YCbCr
	pix    []uint8
	stride int
}

func (l limited) fill() {
	height := l.planes.Rect.Dy()
	for y := range height {
		// The nearer row of chroma counts three times.
		near := y / 2
		far := near - 1 + y%2*2
		if far < 0 || far > (height-1)/2 {
			far = near
		}
		l.row(y, near, far)
	}
}

// row fills a row of pixels from the two rows of chroma between which it lies.
func (l limited) row(y, near, far int) {
	p := l.planes
	width := p.Rect.Dx()
	luma, to := p.Y[y*p.YStride:][:width], l.pix[y*l.stride:][:width*4]
	nearU, farU := p.Cb[near*p.CStride:], p.Cb[far*p.CStride:]
	nearV, farV := p.Cr[near*p.CStride:], p.Cr[far*p.CStride:]
	setRGB(to, luma[0], edge(nearU[0], farU[0]), edge(nearV[0], farV[0]))
	for x := 1; x < width; x += 2 {
		c := x / 2
		if x+1 == width {
			setRGB(to[x*4:], luma[x], edge(nearU[c], farU[c]), edge(nearV[c], farV[c]))
			break
		}
		u1, u2 := between(nearU[c], nearU[c+1], farU[c], farU[c+1])
		v1, v2 := between(nearV[c], nearV[c+1], farV[c], farV[c+1])
		setRGB(to[x*4:], luma[x], u1, v1)
		setRGB(to[x*4+4:], luma[x+1], u2, v2)
	}
}

// edge is the chroma of the first or last pixel of a row, which lies between two
// samples.
func edge(near, far uint8) int { return (3*int(near) + int(far) + 2) >> 2 }

// between is the chroma of two neighbours among four samples, each of which counts 9, 3,
// 3 or 1 times by its distance.
func between(near1, near2, far1, far2 uint8) (first, second int) {
	n1, n2, f1, f2 := int(near1), int(near2), int(far1), int(far2)
	sum := n1 + n2 + f1 + f2 + 8
	across, along := (sum+2*(n2+f1))>>3, (sum+2*(n1+f2))>>3
	return (across + n1) >> 1, (along + n2) >> 1
}

// setRGB writes an opaque pixel.
func setRGB(to []uint8, luma uint8, u, v int) {
	y := int(luma) * 19077 >> 8
	to[0] = clip(y + v*26149>>8 - 14234)
	to[1] = clip(y - u*6419>>8 - v*13320>>8 + 8708)
	to[2] = clip(y + u*33050>>8 - 17685)
	to[3] = 0xff
}

// clip takes a level with six more bits.
func clip(v int) uint8 { return uint8(max(0, min(255, v>>6))) }
