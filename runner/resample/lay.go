package resample

import (
	"image"
	"image/color"

	"gesso/spec/derive"
)

const opaque = 65535

// Lay returns a picture laid out, with 8 bits a channel: an *image.RGBA where nothing
// shows through, else an *image.NRGBA. A picture that stays as it is, is returned itself.
// The layout is one of a picture of those sides; the picture is only read.
func Lay(img image.Image, l derive.Layout, background color.NRGBA) image.Image {
	if stays(img, l, background) {
		return img
	}
	canvas := image.NewNRGBA(image.Rect(0, 0, l.Width, l.Height))
	behind := premultiplied(background)
	fill(canvas, background)
	s := newScaler(img, l)
	row := make([]int32, s.channels*l.Place.Dx())
	for y := range l.Place.Dy() {
		s.row(y, row)
		if s.channels == 3 {
			setSolid(canvas.Pix[canvas.PixOffset(l.Place.Min.X, l.Place.Min.Y+y):], row)
			continue
		}
		set(canvas.Pix[canvas.PixOffset(l.Place.Min.X, l.Place.Min.Y+y):], row, behind)
	}
	if canvas.Opaque() {
		return &image.RGBA{Pix: canvas.Pix, Stride: canvas.Stride, Rect: canvas.Rect} // the same bytes
	}
	return canvas
}

// stays reports whether a layout is the picture itself.
func stays(img image.Image, l derive.Layout, background color.NRGBA) bool {
	b := img.Bounds()
	whole := image.Rect(0, 0, b.Dx(), b.Dy())
	if l.Width != b.Dx() || l.Height != b.Dy() || l.Crop != whole || l.Place != whole {
		return false
	}
	solid, known := img.(interface{ Opaque() bool })
	return background.A == 0 || known && solid.Opaque()
}

// fill paints a canvas. A new one is transparent already.
func fill(canvas *image.NRGBA, c color.NRGBA) {
	if c.A == 0 {
		return
	}
	for i := 0; i < len(canvas.Pix); i += 4 {
		canvas.Pix[i], canvas.Pix[i+1], canvas.Pix[i+2], canvas.Pix[i+3] = c.R, c.G, c.B, c.A
	}
}

func premultiplied(c color.NRGBA) [4]int32 {
	var wide [4]int32
	multiplied([]uint8{c.R, c.G, c.B, c.A}, wide[:])
	return wide
}

// scaler makes the rows of a scaled picture, in their order.
type scaler struct {
	from     *rows
	channels int // 3 where nothing shows through: what is left out would add up to opaque
	columns  []weights
	lines    []weights
	source   []int32   // a row of the picture
	band     [][]int32 // rows of the picture that are scaled across, by their number modulo its length
	scaled   int       // rows that were read
	straight bool      // they are as wide as they are to be
}

func newScaler(img image.Image, l derive.Layout) *scaler {
	s := &scaler{
		from: newRows(img, l.Crop), columns: weigh(l.Crop.Dx(), l.Place.Dx()), lines: weigh(l.Crop.Dy(), l.Place.Dy()),
		source: make([]int32, 4*l.Crop.Dx()), straight: l.Crop.Dx() == l.Place.Dx(),
	}
	s.channels = 4
	if solid, known := img.(interface{ Opaque() bool }); known && !s.straight && solid.Opaque() {
		s.channels = 3
	}
	most := 0
	for _, w := range s.lines {
		most = max(most, len(w.parts))
	}
	s.band = make([][]int32, most)
	for i := range s.band {
		s.band[i] = make([]int32, s.channels*l.Place.Dx())
	}
	return s
}

// row is the next row of the result, which may overshoot.
func (s *scaler) row(y int, to []int32) {
	w := s.lines[y]
	for ; s.scaled < w.first+len(w.parts); s.scaled++ {
		s.across(s.scaled)
	}
	if len(w.parts) == 1 {
		copy(to, s.band[w.first%len(s.band)])
		return
	}
	for i := range to {
		to[i] = unit / 2
	}
	line := func(j int) []int32 { return s.band[(w.first+j)%len(s.band)][:len(to)] }
	j := 0
	for ; j+3 < len(w.parts); j += 4 { // four at a time: the sums are read and written less often
		a, b, c, d := line(j), line(j+1), line(j+2), line(j+3)
		p, q, r, t := w.parts[j], w.parts[j+1], w.parts[j+2], w.parts[j+3]
		for i := range to {
			to[i] += a[i]*p + b[i]*q + c[i]*r + d[i]*t
		}
	}
	for ; j < len(w.parts); j++ {
		part := w.parts[j]
		for i, v := range line(j) {
			to[i] += v * part
		}
	}
	for i := range to {
		to[i] >>= unitBits
	}
}

// across reads a row of the picture and scales it to the width.
func (s *scaler) across(y int) {
	to := s.band[y%len(s.band)]
	if s.straight {
		s.from.read(y, to)
		return
	}
	s.from.read(y, s.source)
	if s.channels == 3 {
		s.acrossSolid(to)
		return
	}
	for x, w := range s.columns {
		r, g, b, a := int32(unit/2), int32(unit/2), int32(unit/2), int32(unit/2)
		from := s.source[4*w.first:][:4*len(w.parts)]
		for i, part := range w.parts {
			pixel := (*[4]int32)(from[4*i:])
			r += pixel[0] * part
			g += pixel[1] * part
			b += pixel[2] * part
			a += pixel[3] * part
		}
		to[4*x], to[4*x+1], to[4*x+2], to[4*x+3] = r>>unitBits, g>>unitBits, b>>unitBits, a>>unitBits
	}
}

func (s *scaler) acrossSolid(to []int32) {
	for x, w := range s.columns {
		r, g, b := int32(unit/2), int32(unit/2), int32(unit/2)
		from := s.source[4*w.first:][:4*len(w.parts)]
		for i, part := range w.parts {
			pixel := (*[4]int32)(from[4*i:])
			r += pixel[0] * part
			g += pixel[1] * part
			b += pixel[2] * part
		}
		*(*[3]int32)(to[3*x:]) = [3]int32{r >> unitBits, g >> unitBits, b >> unitBits}
	}
}

// setSolid writes a row of three channels, through which nothing shows.
func setSolid(to []uint8, row []int32) {
	for x := range len(row) / 3 {
		from, pixel := (*[3]int32)(row[3*x:]), (*[4]uint8)(to[4*x:])
		for c, v := range from {
			pixel[c] = uint8((min(max(v, 0), opaque)*255 + opaque/2) / opaque)
		}
		pixel[3] = 255
	}
}

// set writes a row over a background.
func set(to []uint8, row []int32, behind [4]int32) {
	for i := 0; i < len(row); i += 4 {
		a := min(max(row[i+3], 0), opaque)
		through := opaque - a
		whole := a + scale(behind[3], through)
		for c := range 3 {
			v := min(max(row[i+c], 0), a) + scale(behind[c], through)
			switch {
			case whole == opaque:
				to[i+c] = uint8((v*255 + opaque/2) / opaque)
			case whole == 0:
				to[i+c] = 0
			default:
				to[i+c] = uint8(min((int64(v)*255+int64(whole)/2)/int64(whole), 255))
			}
		}
		to[i+3] = uint8((whole*255 + opaque/2) / opaque)
	}
}

// scale is v times by, both in parts of opaque.
func scale(v, by int32) int32 {
	if by == 0 || v == 0 {
		return 0
	}
	return int32((int64(v)*int64(by) + opaque/2) / opaque)
}
