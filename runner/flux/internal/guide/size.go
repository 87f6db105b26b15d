package guide

import (
	"fmt"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// dimensions of a picture, in pixels.
type dimensions struct{ width, height int }

func (d dimensions) String() string { return fmt.Sprintf("%dx%d", d.width, d.height) }

// pixelForm is the API's WIDTHxHEIGHT. Six digits are more than any picture has.
var pixelForm = regexp.MustCompile(`^([1-9][0-9]{0,5})x([1-9][0-9]{0,5})$`)

func parsePixels(size string) (dimensions, bool) {
	m := pixelForm.FindStringSubmatch(size)
	if m == nil {
		return dimensions{}, false
	}
	// The form leaves nothing that could fail.
	width, _ := strconv.Atoi(m[1])
	height, _ := strconv.Atoi(m[2])
	return dimensions{width, height}, true
}

// tidy spells a size as the API does: people write 1024X768, 1024 × 768, 16/9.
func tidy(size string) string {
	return strings.NewReplacer(" ", "", "X", "x", "×", "x", "*", "x", "/", ":", "：", ":").Replace(size)
}

// near is a size that the model takes and that size may have meant, or "".
func (m model) near(size string) string {
	size = tidy(size)
	if m.possible(size) {
		return size
	}
	d, ok := parsePixels(size)
	if !ok {
		return ""
	}
	s := m.sizes[0]
	if s.least == 0 {
		return nearestRatio(m.sizes[len(m.sizes)-1].ratios, d)
	}
	return dimensions{s.nearest(d.width), s.nearest(d.height)}.String()
}

// agreed reports whether every guide allows a size.
func (m model) agreed(size string) bool {
	return !slices.ContainsFunc(m.sizes, func(s sizes) bool { return !s.allows(size) })
}

// possible reports whether some guide allows a size.
func (m model) possible(size string) bool {
	return slices.ContainsFunc(m.sizes, func(s sizes) bool { return s.allows(size) })
}

// nearest is the length next to one that a model takes in pixels.
func (s sizes) nearest(length int) int {
	length = max((length+side/2)/side*side, s.least)
	if s.most > 0 {
		length = min(length, s.most)
	}
	return length
}

func nearestRatio(ratios []string, d dimensions) string {
	best, distance := "", math.Inf(1)
	for _, ratio := range ratios {
		w, h, _ := strings.Cut(ratio, ":")
		width, _ := strconv.ParseFloat(w, 64) // a table of ours
		height, _ := strconv.ParseFloat(h, 64)
		away := math.Abs(math.Log(float64(d.width) / float64(d.height) * height / width))
		if away < distance {
			best, distance = ratio, away
		}
	}
	return best
}

// describe says in words what one guide allows.
func (s sizes) describe() string {
	var ways []string
	switch {
	case s.least > 0 && s.most > 0:
		ways = append(ways, fmt.Sprintf("WIDTHxHEIGHT with both sides from %d to %d pixels and multiples of %d", s.least, s.most, side))
	case s.least > 0:
		ways = append(ways, fmt.Sprintf("WIDTHxHEIGHT with both sides at least %d pixels and multiples of %d", s.least, side))
	}
	if len(s.only) > 0 {
		ways = append(ways, "one of "+strings.Join(s.only, ", "))
	}
	if len(s.ratios) > 0 {
		ways = append(ways, "one of the ratios "+strings.Join(s.ratios, ", "))
	}
	return strings.Join(ways, ", or ")
}
