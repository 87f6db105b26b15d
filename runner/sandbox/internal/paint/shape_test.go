package paint

import (
	"math"
	"testing"
)

// meter is ink that measures how much it is used.
type meter struct {
	t   *testing.T
	w   int
	sum float64
}

func (m *meter) span(y, x0, x1 int) {
	if x0 < 0 || x1 > m.w || x0 >= x1 || y < 0 || y >= m.w {
		m.t.Fatalf("span from %d to %d in row %d leaves the picture", x0, x1, y)
	}
	m.sum += float64(x1 - x0)
}

func (m *meter) edge(x, y int, cover float64) {
	if x < 0 || x >= m.w || y < 0 || y >= m.w || cover < 0 || cover > 1.0001 {
		m.t.Fatalf("edge of %v at %d, %d", cover, x, y)
	}
	m.sum += cover
}

// Shapes cover their area, wherever they lie between the pixels, and nothing
// beyond the region that they are cut to.
func TestShapesCoverTheirArea(t *testing.T) {
	const w = 100
	in := region{0, 0, w, w}
	for _, c := range []struct {
		name  string
		paint func(ink)
		want  float64
	}{
		{"disc", func(k ink) { disc(in, k, 50.3, 49.8, 30) }, math.Pi * 900},
		{"tiny disc", func(k ink) { disc(in, k, 50.5, 50.5, 1.5) }, math.Pi * 2.25},
		{"half a disc outside", func(k ink) { disc(in, k, 0, 50, 30) }, math.Pi * 450},
		{"disc far outside", func(k ink) { disc(in, k, -500, 50, 30) }, 0},
		{"box", func(k ink) { box(in, k, region{10.25, 10.25, 20.75, 30.75}) }, 10.5 * 20.5},
		{"triangle", func(k ink) { polygon(in, k, point{10, 10}, point{90, 10}, point{10, 90}) }, 3200},
		{"ground", func(k ink) { ground(in, k, func(x float64) float64 { return 40 + x/10 }) }, w * (100 - 45)},
		{"ground from above", func(k ink) { ground(in, k, func(float64) float64 { return -5 }) }, w * w},
	} {
		m := &meter{t: t, w: w}
		c.paint(m)
		if math.Abs(m.sum-c.want) > 0.01*c.want+0.6 {
			t.Errorf("%s covers %.1f pixels, want %.1f", c.name, m.sum, c.want)
		}
	}
}

func TestCanvasNeverNeedsMoreThan256Colors(t *testing.T) {
	var c canvas
	c.reset(8, 8)
	for v := range uint32(4000) {
		c.exact(hex(v * 4099))
	}
	if got := c.exact(hex(4099)); c.colors[got] != hex(4099) {
		t.Errorf("an early colour lost its place to %v", c.colors[got])
	}
	if c.n != 256 {
		t.Errorf("%d colours", c.n)
	}
}
