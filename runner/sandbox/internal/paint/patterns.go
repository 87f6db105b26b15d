package paint

import "math"

// arches are rainbows in earth colours, standing side by side.
func arches(s *scene) {
	s.sky(s.inks.paper, mix(s.inks.paper, s.inks.tones[0], 0.7))
	s.sun(s.w*s.dice.between(0.15, 0.85), s.h*s.dice.between(0.14, 0.26), s.unit()*s.dice.between(0.06, 0.09), s.inks.sun)
	n := max(2, int(s.w/s.unit()*2+0.5)) + s.dice.below(2)
	for i := range n {
		r := s.unit() * s.dice.between(0.2, 0.36)
		x := s.w * (float64(i) + s.dice.between(0.25, 0.75)) / float64(n)
		s.arch(x, math.Round(s.h*s.dice.between(0.55, 0.86)), r)
	}
	base := s.ridge(s.h*0.93, s.h*0.012, s.w)
	ground(s.frame(), s.canvas.flat(s.inks.tones[3]), base)
}

// arch is one of them: rings of colour, the outermost first, on straight legs. y
// is a whole number, or a seam would show where the two meet.
func (s *scene) arch(x, y, r float64) {
	rings := 4 + s.dice.below(3)
	start := s.dice.below(5)
	colors := [5]rgb{s.inks.tones[3], s.inks.tones[2], s.inks.accent, s.inks.tones[1], s.inks.dark}
	top, legs := s.frame(), s.frame()
	top.y1 = y
	paint := func(col rgb, r float64) {
		k := s.canvas.flat(col)
		disc(top, k, x, y, r)
		box(legs, k, region{x - r, y, x + r, s.h})
	}
	for i := range rings {
		out := r * (1 - float64(i)/float64(rings))
		paint(s.inks.paper, out)
		paint(colors[(start+i)%len(colors)], out-r*0.022)
	}
	paint(s.inks.paper, r*0.12)
}

// circles are watercolour discs that grow darker where they cross.
func circles(s *scene) {
	s.sky(s.inks.paper, mix(s.inks.paper, s.inks.tones[0], 0.5))
	n := 6 + s.dice.below(4)
	for i := range n {
		turn := float64(i)*2.39996 + s.dice.between(0, 0.6) // the golden angle spreads them
		away := math.Sqrt((float64(i)+0.5)/float64(n)) * 0.42
		x, y := s.w*(0.5+away*math.Cos(turn)), s.h*(0.5+away*math.Sin(turn))
		col := [4]rgb{s.inks.accent, s.inks.tones[0], s.inks.tones[1], s.inks.tones[2]}[(i+s.dice.below(2))%4]
		disc(s.frame(), s.canvas.stain(col, 0.92), x, y, s.unit()*s.dice.between(0.14, 0.3))
	}
	for range 3 {
		x, y := s.w*s.dice.between(0.1, 0.9), s.h*s.dice.between(0.1, 0.9)
		disc(s.frame(), s.canvas.flat(s.inks.dark), x, y, s.unit()*s.dice.between(0.012, 0.035))
	}
}

// blocks are a grid of simple figures, after the Bauhaus.
func blocks(s *scene) {
	across := 3 + s.dice.below(3)
	side := s.unit() / float64(across)
	columns, rows := math.Round(s.w/side), math.Round(s.h/side)
	w, h := s.w/columns, s.h/rows
	for row := range int(rows) {
		for column := range int(columns) {
			x, y := float64(column), float64(row)
			// Whole pixels: between two edges in one pixel a seam would show.
			s.block(region{math.Round(x * w), math.Round(y * h), math.Round((x + 1) * w), math.Round((y + 1) * h)})
		}
	}
}

func (s *scene) block(cell region) {
	back, front := s.inks.paper, s.any()
	if s.dice.below(2) == 0 {
		back, front = front, [3]rgb{s.inks.paper, s.inks.dark, s.any()}[s.dice.below(3)]
	}
	k := s.canvas.flat(front)
	box(s.frame(), s.canvas.flat(back), cell)
	w, h := cell.x1-cell.x0, cell.y1-cell.y0
	corners := [4]point{{cell.x0, cell.y0}, {cell.x1, cell.y0}, {cell.x1, cell.y1}, {cell.x0, cell.y1}}
	turn := s.dice.below(4)
	at := corners[turn]
	small := min(w, h)
	switch s.dice.below(7) {
	case 0: // a quarter circle
		disc(cell, k, at.x, at.y, small)
	case 1: // quarter rings
		for i, r := range []float64{1, 0.75, 0.5, 0.25} {
			disc(cell, s.canvas.flat([2]rgb{front, back}[i%2]), at.x, at.y, small*r)
		}
	case 2: // a circle, with a smaller one inside
		disc(cell, k, cell.x0+w/2, cell.y0+h/2, small*0.38)
		disc(cell, s.canvas.flat(back), cell.x0+w/2, cell.y0+h/2, small*0.15)
	case 3: // a half circle on one side
		next := corners[(turn+1)%4]
		disc(cell, k, (at.x+next.x)/2, (at.y+next.y)/2, small/2)
	case 4: // a triangle
		polygon(cell, k, at, corners[(turn+1)%4], corners[(turn+2)%4])
	case 5: // stripes
		for i := range 4 {
			y := cell.y0 + h*(float64(i)+0.25)/4
			box(cell, k, region{cell.x0, y, cell.x1, y + h/8})
		}
	case 6: // two leaves
		disc(cell, k, at.x, at.y, small*0.5)
		opposite := corners[(turn+2)%4]
		disc(cell, k, opposite.x, opposite.y, small*0.5)
	}
}

// scales are rows of fans, after the Japanese wave pattern.
func scales(s *scene) {
	r := s.unit() / (6 + 2*float64(s.dice.below(3)))
	box(s.frame(), s.canvas.flat(s.inks.tones[1]), s.frame())
	flip := s.dice.below(2) == 0
	rows := int(s.h/(r/2)) + 3
	for row := range rows {
		t := float64(row) / float64(rows)
		if flip {
			t = 1 - t
		}
		shift := float64(row%2) * r
		for x := shift - r; x < s.w+r; x += 2 * r {
			s.fan(x, float64(row)*r/2, r, t)
		}
	}
}

// fan is one scale: rings that take the palette's colours from row to row.
func (s *scene) fan(x, y, r, t float64) {
	main := s.inks.along(0.15 + 0.75*t)
	if s.dice.below(17) == 0 {
		main = s.inks.accent
	}
	for i, size := range []float64{1, 0.9, 0.68, 0.58, 0.36, 0.26} {
		col := [2]rgb{s.inks.paper, main}[i%2]
		disc(s.frame(), s.canvas.flat(col), x, y, r*size)
	}
}

// cubes are tumbling blocks: rhombs in three shades that read as cubes.
func cubes(s *scene) {
	side := s.unit() / (7 + 2*float64(s.dice.below(3)))
	half := side * math.Sqrt(3) / 2
	box(s.frame(), s.canvas.flat(s.inks.dark), s.frame())
	lean, level := s.dice.between(-0.6, 0.6), s.ridge(0.5, 0.5, s.w*0.9)
	for row := -1; float64(row)*side*1.5 < s.h+side; row++ {
		for column := -1; float64(column)*2*half < s.w+2*half; column++ {
			x := (float64(column)*2 + float64(row&1)) * half
			y := float64(row) * side * 1.5
			t := 0.15 + 0.6*(y/s.h+lean*(x/s.w-0.5)) + 0.22*(level(x)-0.5) + s.dice.between(-0.05, 0.05)
			col := s.inks.along(math.Round(t*9) / 9)
			if s.dice.below(14) == 0 {
				col = s.inks.accent
			}
			s.cube(x, y, side, half, col)
		}
	}
}

func (s *scene) cube(x, y, side, half float64, col rgb) {
	top, left, right := mix(col, s.inks.paper, 0.35), col, mix(col, s.inks.dark, 0.38)
	center := point{x, y}
	up, down := point{x, y - side}, point{x, y + side}
	nw, ne := point{x - half, y - side/2}, point{x + half, y - side/2}
	sw, se := point{x - half, y + side/2}, point{x + half, y + side/2}
	polygon(s.frame(), s.canvas.flat(top), up, ne, center, nw)
	polygon(s.frame(), s.canvas.flat(left), nw, center, down, sw)
	polygon(s.frame(), s.canvas.flat(right), ne, se, down, center)
}
