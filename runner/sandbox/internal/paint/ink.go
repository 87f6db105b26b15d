package paint

// ink is what a shape is filled with.
type ink interface {
	// span paints the pixels from x0 up to x1 of row y, all inside the picture.
	span(y, x0, x1 int)
	// edge paints a pixel that the shape covers in part.
	edge(x, y int, cover float64)
}

// flat is one colour.
type flat struct {
	on    *canvas
	col   rgb
	place uint8
}

func (c *canvas) flat(col rgb) flat { return flat{c, col, c.exact(col)} }

func (k flat) span(y, x0, x1 int)           { fill(k.on.pix[y*k.on.w+x0:y*k.on.w+x1], k.place) }
func (k flat) edge(x, y int, cover float64) { k.on.dab(x, y, k.col, cover) }

// shade is a gradient along a line, from one point to another, and flat beyond.
type shade struct {
	on     *canvas
	ramp   []uint8
	x0, y0 float64
	dx, dy float64 // steps of the ramp a pixel
}

// shade makes a gradient from colour a at one point to colour b at the other.
func (c *canvas) shade(a, b rgb, steps int, x0, y0, x1, y1 float64) shade {
	dx, dy := x1-x0, y1-y0
	scale := float64(steps) / max(1, dx*dx+dy*dy)
	return shade{c, c.ramp(a, b, steps), x0, y0, dx * scale, dy * scale}
}

// fall is the commonest gradient: straight down from y0 to y1.
func (c *canvas) fall(a, b rgb, steps int, y0, y1 float64) shade {
	return c.shade(a, b, steps, 0, y0, 0, y1)
}

func (k shade) at(x, y int) uint8 {
	step := int((float64(x)-k.x0)*k.dx + (float64(y)-k.y0)*k.dy)
	return k.ramp[min(max(step, 0), len(k.ramp)-1)]
}

func (k shade) span(y, x0, x1 int) {
	row := k.on.pix[y*k.on.w : (y+1)*k.on.w]
	if k.dx == 0 {
		fill(row[x0:x1], k.at(0, y))
		return
	}
	for x := x0; x < x1; x++ {
		row[x] = k.at(x, y)
	}
}

func (k shade) edge(x, y int, cover float64) {
	k.on.dab(x, y, k.on.colors[k.at(x, y)], cover)
}

// glaze changes what lies under it, colour by colour: transparent paint.
type glaze struct {
	on    *canvas
	over  func(rgb) rgb
	table *[256]int16 // by place: the changed colour's place plus one
}

// veil is paint of one colour at some opacity.
func (c *canvas) veil(col rgb, opacity float64) glaze {
	return glaze{c, func(under rgb) rgb { return mix(under, col, opacity) }, new([256]int16)}
}

// stain multiplies, as watercolour does: crossing shapes grow darker.
func (c *canvas) stain(col rgb, opacity float64) glaze {
	times := func(a, b uint8) uint8 { return uint8(int(a) * int(b) / 255) }
	return glaze{c, func(under rgb) rgb {
		return mix(under, rgb{times(under.r, col.r), times(under.g, col.g), times(under.b, col.b)}, opacity)
	}, new([256]int16)}
}

func (k glaze) span(y, x0, x1 int) {
	row := k.on.pix[y*k.on.w+x0 : y*k.on.w+x1]
	for i, under := range row {
		if k.table[under] == 0 {
			k.table[under] = int16(k.on.slot(k.over(k.on.colors[under]), glazeTolerance)) + 1
		}
		row[i] = uint8(k.table[under] - 1)
	}
}

// glazeTolerance spares places where a glaze lies on a gradient.
const glazeTolerance = 8

func (k glaze) edge(x, y int, cover float64) {
	under := k.on.colors[k.on.pix[y*k.on.w+x]]
	k.on.dab(x, y, k.over(under), cover)
}

// wash is transparent paint on any surface, a pixel at a time: for small shapes.
type wash struct {
	on      surface
	col     rgb
	opacity float64
}

func (k wash) span(y, x0, x1 int) {
	for x := x0; x < x1; x++ {
		k.on.dab(x, y, k.col, k.opacity)
	}
}

func (k wash) edge(x, y int, cover float64) { k.on.dab(x, y, k.col, k.opacity*cover) }
