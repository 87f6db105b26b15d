package picture

import (
	"image"
	"image/draw"
)

// A picture is blank when nothing shows in a thumbnail of it. Generators that
// fail without saying so, and filters that black a picture out, leave such
// pictures: one colour, with the noise of the model and of JPEG on top.
//
// So the picture is cut into tiles, each of which is one pixel of the
// thumbnail, and it is blank when the means of all tiles are nearly the same
// and its pixels scatter little around them:
//
//   - The mean of a tile takes noise away and keeps what is drawn. In a white
//     megapixel a black line of one pixel moves the means of its tiles by 32
//     levels, and a dot of five by 25 even where it falls on four tiles: somebody
//     meant them, and the picture is not blank. A single stray pixel moves a mean
//     by 4, and is noise.
//   - The scatter tells a fine pattern, such as a checkerboard of single pixels,
//     from the grey that it averages to.
const (
	// thumbnail is how many tiles the longer side is cut into, where a tile then
	// has at least minTile pixels a side: fewer would average no noise away.
	thumbnail = 128
	minTile   = 8

	// maxSpread is how many of 255 levels the brightest and the darkest tile of a
	// blank picture differ by, in each channel: 6%. JPEG of one colour stays
	// below 3 at any quality, a gradient that can be seen is above.
	maxSpread = 16

	// maxScatter is the standard deviation of a blank picture's pixels, in
	// levels. Noise that leaves a picture one colour to the eye is below 10, black
	// and white in equal parts have 127.
	maxScatter = 16
)

// channels are those of image.RGBA. Alpha is one of them: black in different
// opacities on nothing is a drawing.
const channels = 4

// isBlank reports whether a picture is nearly one colour. It looks at every
// pixel once, row by row, in the memory of one row.
func isBlank(img image.Image) bool {
	bounds := img.Bounds()
	side := max(minTile, (max(bounds.Dx(), bounds.Dy())+thumbnail-1)/thumbnail)
	row := image.NewRGBA(image.Rect(0, 0, bounds.Dx(), 1))
	m := meter{side: side, tiles: make([][channels]uint64, (bounds.Dx()+side-1)/side)}
	for y := range bounds.Dy() {
		draw.Draw(row, row.Rect, img, image.Pt(bounds.Min.X, bounds.Min.Y+y), draw.Src)
		m.add(row.Pix)
		if (y+1)%side == 0 || y == bounds.Dy()-1 {
			m.closeTiles(y%side + 1)
			if m.spread() > maxSpread {
				return false
			}
		}
	}
	return m.scatter() <= maxScatter*maxScatter
}

// meter adds up a picture's pixels, in each channel.
type meter struct {
	side      int
	width     int                // pixels of a row
	tiles     [][channels]uint64 // sums of the row of tiles at hand
	low, high [channels]float64  // of the means of all tiles so far
	began     bool
	count     uint64
	sum       [channels]uint64
	squares   [channels]uint64
}

// add takes a row of pixels.
func (m *meter) add(pix []uint8) {
	m.width = len(pix) / channels
	m.count += uint64(m.width)
	for n := range m.tiles {
		tile := &m.tiles[n]
		part := pix[n*m.side*channels : min((n+1)*m.side*channels, len(pix))]
		for i, level := range part {
			v := uint64(level)
			tile[i%channels] += v
			m.squares[i%channels] += v * v
		}
	}
}

// closeTiles ends a row of tiles of some height.
func (m *meter) closeTiles(height int) {
	for n := range m.tiles {
		size := float64(height * min(m.side, m.width-n*m.side))
		for c, sum := range m.tiles[n] {
			mean := float64(sum) / size
			if !m.began {
				m.low[c], m.high[c] = mean, mean
			}
			m.low[c], m.high[c] = min(m.low[c], mean), max(m.high[c], mean)
			m.sum[c] += sum
		}
		m.began = true
	}
	clear(m.tiles)
}

// spread is the largest difference between two tiles in one channel, in levels.
func (m *meter) spread() float64 {
	spread := 0.0
	for c := range channels {
		spread = max(spread, m.high[c]-m.low[c])
	}
	return spread
}

// scatter is the largest variance of a channel.
func (m *meter) scatter() float64 {
	largest := 0.0
	for c := range channels {
		mean := float64(m.sum[c]) / float64(m.count)
		largest = max(largest, float64(m.squares[c])/float64(m.count)-mean*mean)
	}
	return largest
}
