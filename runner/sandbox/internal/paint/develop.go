package paint

import "math"

// film is a change of colours: each of red, green and blue becomes a weighted sum
// of all three and a constant.
type film [3][4]float64

// looks are the changes that an edit can make. Each is told from its source, and
// from the others, at a glance.
var looks = [...]func(*dice, inks) film{nightfall, sepia, duotone, riso, turned, faded}

// luma is how much each colour adds to brightness.
var luma = [3]float64{0.299, 0.587, 0.114}

// toned maps dark to one colour and light to another, keeping some of the colour
// that was.
func toned(dark, light rgb, saturation float64) film {
	var f film
	from := [3]float64{float64(dark.r), float64(dark.g), float64(dark.b)}
	to := [3]float64{float64(light.r), float64(light.g), float64(light.b)}
	for i := range f {
		for j := range luma {
			f[i][j] = (to[i] - from[i]) / 255 * luma[j] * (1 - saturation)
		}
		f[i][i] += saturation
		f[i][3] = from[i] * (1 - saturation)
	}
	return f
}

func nightfall(*dice, inks) film { return toned(rgb{6, 10, 36}, rgb{142, 172, 232}, 0.25) }
func sepia(*dice, inks) film     { return toned(rgb{52, 28, 12}, rgb{255, 238, 204}, 0.12) }
func faded(*dice, inks) film     { return toned(rgb{104, 112, 138}, rgb{255, 250, 240}, 0.5) }

// duotone and riso print in two colours of a palette: the one dark on bright,
// the other like two inks on paper.
func duotone(_ *dice, k inks) film { return toned(k.dark, mix(k.accent, k.paper, 0.35), 0) }
func riso(_ *dice, k inks) film    { return toned(k.tones[3], mix(k.paper, k.tones[0], 0.5), 0.15) }

// turned rotates all hues and keeps brightness.
func turned(d *dice, _ inks) film {
	angle := d.between(1.6, 4.6)
	sin, cos := math.Sincos(angle)
	// The rotation about the axis of greys that leaves luma alone: the matrix of
	// SVG's hueRotate filter.
	const r, g, b = 0.213, 0.715, 0.072
	return film{
		{r + cos*(1-r) - sin*r, g - cos*g - sin*g, b - cos*b + sin*(1-b), 0},
		{r - cos*r + sin*0.143, g + cos*(1-g) + sin*0.140, b - cos*b - sin*0.283, 0},
		{r - cos*r - sin*(1-r), g - cos*g + sin*g, b + cos*(1-b) + sin*b, 0},
	}
}

// develop changes the picture's colours, down to a row, by a look that the dice
// choose.
func (p *photo) develop(d *dice, k inks, rows int) {
	low, high := p.tones()
	f := looks[d.below(len(looks))](d, k).stretched(low, high)
	var table [3][4]int32 // fixed point, 16 bits of fraction
	for i, row := range f {
		for j, v := range row {
			table[i][j] = int32(v * (1 << 16))
		}
	}
	w, _ := p.size()
	pix := p.img.Pix[:4*w*rows]
	for i := 0; i < len(pix); i += 4 {
		px := pix[i : i+3 : i+3]
		r, g, b := int32(px[0]), int32(px[1]), int32(px[2])
		for j := range px {
			row := &table[j]
			px[j] = uint8(min(max((row[0]*r+row[1]*g+row[2]*b+row[3])>>16, 0), 255))
		}
	}
}

// stretched is the film for a source whose brightness goes from low to high: it
// is brought to the full range first, or a long chain of edits would end in fog.
func (f film) stretched(low, high float64) film {
	const from, to = 24, 236
	gain := min(max(1, (to-from)/max(1, high-low)), 6)
	if gain == 1 {
		return f
	}
	shift := from - low*gain
	for i := range f {
		for j := range 3 {
			f[i][3] += f[i][j] * shift
			f[i][j] *= gain
		}
	}
	return f
}

// tones are the brightnesses that a twentieth of the picture is below and above.
func (p *photo) tones() (low, high float64) {
	var histogram [256]int
	sum := 0
	for i := 0; i+2 < len(p.img.Pix); i += 4 * 37 { // a sample: 37 divides no usual width
		px := p.img.Pix[i:]
		histogram[(299*int(px[0])+587*int(px[1])+114*int(px[2]))/1000]++
		sum++
	}
	seen := 0
	low, high = -1, 255
	for v, n := range histogram {
		seen += n
		if low < 0 && seen > sum/20 {
			low = float64(v)
		}
		if seen > sum-sum/20 {
			high = float64(v)
			break
		}
	}
	return max(low, 0), high
}
