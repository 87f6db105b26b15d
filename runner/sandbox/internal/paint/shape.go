package paint

import "math"

// point is a place in a picture: pixels from the upper left corner, y down.
type point struct{ x, y float64 }

// region is a rectangle that shapes are cut to.
type region struct{ x0, y0, x1, y1 float64 }

func (r region) intersect(o region) region {
	return region{max(r.x0, o.x0), max(r.y0, o.y0), min(r.x1, o.x1), min(r.y1, o.y1)}
}

// lines is how many lines a row of pixels is cut into, to tell how far a shape
// covers a pixel.
const lines = 4

// area paints a shape that is one stretch on every horizontal line: edges says
// from where to where at a height, and an empty stretch is no paint.
func area(in region, k ink, edges func(y float64) (x0, x1 float64)) {
	for y := int(math.Floor(in.y0)); float64(y) < in.y1; y++ {
		var row stretches
		for i := range lines {
			at := float64(y) + (float64(i)+0.5)/lines
			if at < in.y0 || at >= in.y1 {
				continue
			}
			x0, x1 := edges(at)
			row.add(max(x0, in.x0), min(x1, in.x1))
		}
		row.paint(y, k)
	}
}

// stretches are the lines of one row of pixels that a shape touches.
type stretches struct {
	n        int
	from, to [lines]float64
}

func (s *stretches) add(x0, x1 float64) {
	if x0 < x1 {
		s.from[s.n], s.to[s.n] = x0, x1
		s.n++
	}
}

// paint spans what all lines cover, and weighs the pixels beside that.
func (s *stretches) paint(y int, k ink) {
	if s.n == 0 {
		return
	}
	lo, hi := math.Inf(1), math.Inf(-1)
	inLo, inHi := math.Inf(-1), math.Inf(1)
	for i := range s.n {
		lo, inLo = min(lo, s.from[i]), max(inLo, s.from[i])
		hi, inHi = max(hi, s.to[i]), min(inHi, s.to[i])
	}
	first, last := int(math.Floor(lo)), int(math.Ceil(hi))
	x0, x1 := int(math.Ceil(inLo)), int(math.Floor(inHi))
	if s.n < lines || x0 >= x1 {
		x0, x1 = last, last // nothing is covered by all lines
	}
	for x := first; x < x0; x++ {
		k.edge(x, y, s.cover(x))
	}
	if x0 < x1 {
		k.span(y, x0, x1)
	}
	for x := x1; x < last; x++ {
		k.edge(x, y, s.cover(x))
	}
}

// cover is how much of one pixel the shape takes, from 0 to 1.
func (s *stretches) cover(x int) float64 {
	sum := 0.0
	for i := range s.n {
		sum += max(0, min(s.to[i], float64(x+1))-max(s.from[i], float64(x)))
	}
	return sum / lines
}

// disc paints a circle, cut to a region.
func disc(in region, k ink, cx, cy, r float64) {
	in = in.intersect(region{cx - r, cy - r, cx + r, cy + r})
	area(in, k, func(y float64) (float64, float64) {
		half := math.Sqrt(max(0, r*r-(y-cy)*(y-cy)))
		return cx - half, cx + half
	})
}

// box paints a rectangle.
func box(in region, k ink, b region) {
	area(in.intersect(b), k, func(float64) (float64, float64) { return b.x0, b.x1 })
}

// polygon paints a convex one.
func polygon(in region, k ink, corners ...point) {
	b := region{math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)}
	for _, c := range corners {
		b = region{min(b.x0, c.x), min(b.y0, c.y), max(b.x1, c.x), max(b.y1, c.y)}
	}
	area(in.intersect(b), k, func(y float64) (float64, float64) {
		x0, x1 := math.Inf(1), math.Inf(-1)
		for i, p := range corners {
			q := corners[(i+1)%len(corners)]
			if (p.y <= y) == (q.y <= y) {
				continue // the side does not cross this height
			}
			x := p.x + (q.x-p.x)*(y-p.y)/(q.y-p.y)
			x0, x1 = min(x0, x), max(x1, x)
		}
		return x0, x1
	})
}

// ground paints everything under a line that has one height at each column.
func ground(in region, k ink, height func(x float64) float64) {
	x0, x1 := int(in.x0), int(in.x1)
	tops := make([]float64, x1-x0)
	highest, lowest := math.Inf(1), math.Inf(-1)
	for i := range tops {
		tops[i] = height(float64(x0+i) + 0.5)
		highest, lowest = min(highest, tops[i]), max(lowest, tops[i])
	}
	for y := max(int(in.y0), int(math.Floor(highest))); y < int(in.y1); y++ {
		if float64(y) >= lowest {
			k.span(y, x0, x1)
			continue
		}
		groundRow(k, tops, x0, y)
	}
}

// groundRow paints one row that the line crosses.
func groundRow(k ink, tops []float64, x0, y int) {
	start := -1 // of a run of pixels that are covered whole
	for i, top := range tops {
		cover := float64(y+1) - top
		if cover >= 1 {
			if start < 0 {
				start = i
			}
			continue
		}
		if start >= 0 {
			k.span(y, x0+start, x0+i)
			start = -1
		}
		if cover > 0 {
			k.edge(x0+i, y, cover)
		}
	}
	if start >= 0 {
		k.span(y, x0+start, x0+len(tops))
	}
}
