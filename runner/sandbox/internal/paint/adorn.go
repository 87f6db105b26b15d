package paint

import "math"

// adorn adds to an edit something that its source did not have: what a model
// would have been asked for.
func (p *photo) adorn(d *dice, k inks, rows int) {
	w, _ := p.size()
	in := region{0, 0, float64(w), float64(rows)}
	unit := min(in.x1, in.y1)
	switch d.below(5) {
	case 0:
		p.snow(d, in, unit)
	case 1:
		p.beams(d, in)
	case 2:
		p.confetti(d, k, in, unit)
	case 3:
		p.mat(k, in, unit)
	case 4:
		p.balloons(d, k, in, unit)
	}
}

func (p *photo) snow(d *dice, in region, unit float64) {
	for range 130 {
		r := unit * 0.011 * math.Pow(d.between(0.3, 1), 2.5)
		disc(in, wash{p, rgb{255, 255, 255}, d.between(0.55, 0.95)}, d.between(0, in.x1), d.between(0, in.y1), max(r, 0.8))
	}
}

func (p *photo) beams(d *dice, in region) {
	lean := in.y1 * d.between(0.3, 0.7)
	for x := -lean * d.between(0.2, 1); x < in.x1; {
		wide := in.x1 * d.between(0.04, 0.13)
		polygon(in, wash{p, rgb{255, 250, 225}, d.between(0.1, 0.22)},
			point{x + lean, 0}, point{x + lean + wide*0.7, 0}, point{x + wide, in.y1}, point{x, in.y1})
		x += wide + in.x1*d.between(0.05, 0.2)
	}
}

func (p *photo) confetti(d *dice, k inks, in region, unit float64) {
	colors := []rgb{k.accent, k.paper, k.tones[1], k.tones[2]}
	for i := range 44 {
		x, y, turn := d.between(0, in.x1), d.between(0, in.y1), d.between(0, math.Pi)
		long, wide := unit*d.between(0.012, 0.022), unit*d.between(0.005, 0.009)
		sin, cos := math.Sincos(turn)
		corner := func(a, b float64) point { return point{x + a*long*cos - b*wide*sin, y + a*long*sin + b*wide*cos} }
		polygon(in, wash{p, colors[i%len(colors)], 1}, corner(-1, -1), corner(1, -1), corner(1, 1), corner(-1, 1))
	}
}

// mat frames the picture in card with a thin line inside.
func (p *photo) mat(k inks, in region, unit float64) {
	card := math.Round(unit * 0.055)
	for _, frame := range []struct {
		inset, wide float64
		col         rgb
	}{{0, card, k.paper}, {card, max(1, math.Round(card*0.06)), k.dark}} {
		at, to := frame.inset, frame.inset+frame.wide
		paint := wash{p, frame.col, 1}
		box(in, paint, region{at, at, in.x1 - at, to})
		box(in, paint, region{at, in.y1 - to, in.x1 - at, in.y1 - at})
		box(in, paint, region{at, to, to, in.y1 - to})
		box(in, paint, region{in.x1 - to, to, in.x1 - at, in.y1 - to})
	}
}

func (p *photo) balloons(d *dice, k inks, in region, unit float64) {
	for i, col := range []rgb{k.accent, k.tones[1], k.tones[2]} {
		x, y := in.x1*(0.2+0.3*float64(i)+d.between(-0.08, 0.08)), in.y1*d.between(0.16, 0.42)
		r := unit * d.between(0.04, 0.075)
		thread := max(1.2, unit*0.0022)
		polygon(in, wash{p, k.paper, 0.8}, point{x - thread/2, y}, point{x + thread/2, y}, point{x + thread/2, y + r*4}, point{x - thread/2, y + r*4})
		polygon(in, wash{p, mix(col, k.dark, 0.2), 1}, point{x, y + r*0.9}, point{x + r*0.16, y + r*1.2}, point{x - r*0.16, y + r*1.2})
		disc(in, wash{p, col, 1}, x, y, r)
		disc(in, wash{p, k.paper, 0.45}, x-r*0.34, y-r*0.36, r*0.2)
	}
}
