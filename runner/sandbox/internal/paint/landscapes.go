package paint

import "math"

// hills are layers that darken as they come nearer, under a low sun.
func hills(s *scene) {
	s.sky(mix(s.inks.tones[0], s.inks.tones[1], s.dice.between(0, 0.4)), s.inks.paper)
	s.sun(s.w*s.dice.between(0.2, 0.8), s.h*s.dice.between(0.22, 0.42), s.unit()*s.dice.between(0.07, 0.13), s.inks.sun)
	n := 4 + s.dice.below(3)
	for i := range n {
		near := float64(i+1) / float64(n)
		level := s.h * (0.42 + 0.5*near*near*0.95)
		line := s.ridge(level, s.h*(0.05+0.04*near), s.w*s.dice.between(0.5, 1.1))
		col := s.inks.along(0.18 + 0.8*near)
		mist := mix(col, s.inks.paper, 0.38*(1.15-near))
		ground(s.frame(), s.canvas.fall(col, mist, 26, level-s.h*0.06, level+s.h*0.3), line)
	}
}

// night is a starry sky with a moon over dark ridges.
func night(s *scene) {
	deep := mix(s.inks.dark, rgb{4, 6, 18}, 0.45)
	s.sky(deep, mix(s.inks.tones[3], s.inks.tones[2], 0.35))
	for range 90 + s.dice.below(60) {
		x, y := s.dice.between(0, s.w), s.h*math.Pow(s.dice.between(0, 1), 1.4)*0.8
		r := s.unit() * math.Pow(s.dice.between(0.2, 1), 3) * 0.0042
		disc(s.frame(), s.canvas.veil(s.inks.paper, s.dice.between(0.5, 0.95)), x, y, max(r, 0.7))
	}
	x, y, r := s.w*s.dice.between(0.2, 0.8), s.h*s.dice.between(0.18, 0.36), s.unit()*s.dice.between(0.06, 0.11)
	s.sun(x, y, r, s.inks.paper)
	for range 3 {
		at, size := s.dice.between(0, 2*math.Pi), r*s.dice.between(0.12, 0.26)
		away := s.dice.between(0.15, 0.62) * r
		disc(s.frame(), s.canvas.veil(s.inks.tones[2], 0.22), x+away*math.Cos(at), y+away*math.Sin(at), size)
	}
	for i := range 3 {
		near := float64(i) / 2
		level := s.h * (0.72 + 0.17*near)
		col := mix(mix(s.inks.tones[3], s.inks.dark, 0.45+0.4*near), deep, 0.3+0.5*near)
		line := s.ridge(level, s.h*0.055, s.w*s.dice.between(0.4, 0.9))
		ground(s.frame(), s.canvas.fall(mix(col, s.inks.tones[2], 0.12), col, 18, level-s.h*0.05, level+s.h*0.12), line)
	}
}

// lake is mountains with snow over still water.
func lake(s *scene) {
	shore := s.h * s.dice.between(0.6, 0.68)
	s.sky(s.inks.tones[0], mix(s.inks.paper, s.inks.accent, 0.18))
	sunX, sunR := s.w*s.dice.between(0.25, 0.75), s.unit()*s.dice.between(0.07, 0.11)
	s.sun(sunX, shore-s.unit()*s.dice.between(0.28, 0.38), sunR, s.inks.sun)
	land := region{0, 0, s.w, shore}
	for layer := range 2 {
		col := s.inks.tones[1+layer*2]
		for range 3 + int(s.w/s.h)*2 {
			s.mountain(land, s.dice.between(-0.1, 1.1)*s.w, shore, s.unit()*s.dice.between(0.24, 0.5)*(1-0.35*float64(layer)), col)
		}
	}
	water := region{0, shore, s.w, s.h}
	box(s.frame(), s.canvas.fall(mix(s.inks.tones[1], s.inks.paper, 0.25), s.inks.tones[2], 40, shore, s.h), water)
	for range 34 {
		far := s.dice.between(0, 1)
		y, half := shore+(s.h-shore)*far, s.unit()*s.dice.between(0.03, 0.16)*(0.4+far)
		x, thick := s.dice.between(0, s.w), max(1.2, s.unit()*0.006*(0.3+far))
		if s.dice.below(3) == 0 {
			x = sunX + s.dice.between(-1, 1)*sunR*1.2
		}
		streak(water, s.canvas.veil(s.inks.paper, 0.38), x, y, half, thick)
	}
}

// mountain is a lit and a shaded side, with snow on the top.
func (s *scene) mountain(in region, x, foot, height float64, col rgb) {
	left, right := height*s.dice.between(0.8, 1.15), height*s.dice.between(0.8, 1.15)
	ridge := x + height*s.dice.between(-0.06, 0.12)
	top := point{x, foot - height}
	shaded := mix(col, s.inks.dark, 0.3)
	polygon(in, s.canvas.flat(col), top, point{x - left, foot}, point{ridge, foot})
	polygon(in, s.canvas.flat(shaded), top, point{ridge, foot}, point{x + right, foot})
	snow := s.dice.between(0.2, 0.32)
	at := func(end point, t float64) point { return point{top.x + (end.x-top.x)*t, top.y + (end.y-top.y)*t} }
	l, m, r := at(point{x - left, foot}, snow), at(point{ridge, foot}, snow*1.35), at(point{x + right, foot}, snow*1.05)
	polygon(in, s.canvas.flat(s.inks.paper), top, l, m)
	polygon(in, s.canvas.flat(mix(s.inks.paper, col, 0.3)), top, m, r)
}

// streak is a level brush stroke with pointed ends.
func streak(in region, k ink, x, y, half, thick float64) {
	polygon(in, k, point{x - half, y}, point{x, y - thick/2}, point{x + half, y}, point{x, y + thick/2})
}

// sunburst is rays from a sun behind a hill.
func sunburst(s *scene) {
	x, y := s.w*s.dice.between(0.3, 0.7), s.h*s.dice.between(0.5, 0.66)
	s.sky(s.inks.paper, s.inks.tones[0])
	rays := 22 + 2*s.dice.below(6)
	far, turn := s.w+s.h, s.dice.between(0, 1)
	ray := s.canvas.veil(s.inks.tones[1], 0.62)
	for i := range rays / 2 {
		a, b := (float64(2*i)+turn)*2*math.Pi/float64(rays), (float64(2*i+1)+turn)*2*math.Pi/float64(rays)
		polygon(s.frame(), ray, point{x, y},
			point{x + far*math.Cos(a), y + far*math.Sin(a)}, point{x + far*math.Cos(b), y + far*math.Sin(b)})
	}
	r := s.unit() * s.dice.between(0.17, 0.24)
	disc(s.frame(), s.canvas.flat(s.inks.paper), x, y, r*1.2)
	disc(s.frame(), s.canvas.fall(s.inks.sun, mix(s.inks.sun, s.inks.tones[2], 0.55), 40, y-r, y+r), x, y, r)
	for i := range 3 {
		near := float64(i+1) / 3
		level := s.h * (0.64 + 0.26*near)
		line := s.ridge(level, s.h*0.05, s.w*s.dice.between(0.6, 1.2))
		col := s.inks.along(0.5 + 0.45*near)
		ground(s.frame(), s.canvas.fall(col, mix(col, s.inks.dark, 0.35), 24, level-s.h*0.05, s.h), line)
	}
}

// waves are bands of sea, each with a crest of foam, under a low sun.
func waves(s *scene) {
	s.sky(mix(s.inks.tones[0], s.inks.paper, 0.3), mix(s.inks.paper, s.inks.accent, 0.22))
	s.sun(s.w*s.dice.between(0.2, 0.8), s.h*0.27, s.unit()*s.dice.between(0.09, 0.13), s.inks.sun)
	n := 8
	for i := range n {
		near := float64(i) / float64(n-1)
		level := s.h * (0.33 + 0.6*math.Pow(near, 1.25))
		size := s.h * (0.008 + 0.026*near)
		length := s.unit() * (0.2 + 0.42*near) * s.dice.between(0.9, 1.15)
		phase, drift := s.dice.between(0, 2*math.Pi), s.dice.between(0, 2*math.Pi)
		// Sharp crests and round troughs: a sine, folded.
		line := func(x float64) float64 {
			swell := size * 0.7 * math.Sin(x*2*math.Pi/(length*3.7)+drift)
			return level + swell + size*2*math.Abs(math.Sin(x*math.Pi/length+phase)) - size
		}
		foam := s.unit() * (0.004 + 0.008*near)
		col := s.inks.along(0.24 + 0.7*near)
		crest := mix(s.inks.paper, col, 0.12)
		ground(s.frame(), s.canvas.flat(crest), func(x float64) float64 { return line(x) - foam })
		ground(s.frame(), s.canvas.fall(col, mix(col, s.inks.along(0.1+0.7*near), 0.6), 20, level, level+s.h*0.14), line)
	}
}
