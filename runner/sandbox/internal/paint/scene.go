package paint

import "math"

// scene is what a composition paints on: the part of the canvas above the words.
type scene struct {
	canvas *canvas
	dice   *dice
	inks   inks
	w, h   float64
}

// compositions are the kinds of picture. Each paints the whole scene.
var compositions = [...]func(*scene){
	hills, night, lake, sunburst, arches, circles, blocks, scales, cubes, waves,
}

func (s *scene) frame() region { return region{0, 0, s.w, s.h} }

// unit is the shorter side: what sizes are measured by.
func (s *scene) unit() float64 { return min(s.w, s.h) }

// sky paints the whole scene in a gradient from top to bottom.
func (s *scene) sky(top, bottom rgb) {
	box(s.frame(), s.canvas.fall(top, bottom, 64, 0, s.h), s.frame())
}

// sun paints a disc in a glow that fades outwards.
func (s *scene) sun(x, y, r float64, col rgb) {
	for _, ring := range []float64{2.6, 2.1, 1.65, 1.3} {
		disc(s.frame(), s.canvas.veil(col, 0.13), x, y, r*ring)
	}
	disc(s.frame(), s.canvas.flat(col), x, y, r)
}

// ridge is a line of hills: three waves, none a multiple of another. Heights
// swing by about swing around level.
func (s *scene) ridge(level, swing, length float64) func(x float64) float64 {
	type wave struct{ size, rate, phase float64 }
	var waves [3]wave
	for i, size := range []float64{0.55, 0.3, 0.15} {
		rate := 2 * math.Pi / length * math.Pow(1.9, float64(i)) * s.dice.between(0.85, 1.15)
		waves[i] = wave{size * swing, rate, s.dice.between(0, 2*math.Pi)}
	}
	return func(x float64) float64 {
		y := level
		for _, w := range waves {
			y += w.size * math.Sin(x*w.rate+w.phase)
		}
		return y
	}
}

// any is one of the palette's colours that stand out on one another: not paper.
func (s *scene) any() rgb {
	choices := []rgb{s.inks.tones[0], s.inks.tones[1], s.inks.tones[2], s.inks.tones[3], s.inks.accent}
	return choices[s.dice.below(len(choices))]
}
