package derive

import (
	"image/color"
	"strconv"
	"strings"
)

// Background returns a colour in the form in which it is compared, #rrggbb or #rrggbbaa
// in lower case, and whether it is one: three, four, six or eight hexadecimal digits after
// a #, or one of the words white, black and transparent.
func Background(text string) (string, bool) {
	switch strings.ToLower(text) {
	case "white":
		return "#ffffff", true
	case "black":
		return "#000000", true
	case "transparent":
		return "#00000000", true
	}
	digits, found := strings.CutPrefix(strings.ToLower(text), "#")
	if !found || strings.Trim(digits, "0123456789abcdef") != "" {
		return "", false
	}
	if len(digits) == 3 || len(digits) == 4 {
		var b strings.Builder
		for _, d := range digits {
			b.WriteString(string(d) + string(d))
		}
		digits = b.String()
	}
	if len(digits) != 6 && len(digits) != 8 {
		return "", false
	}
	return "#" + strings.TrimSuffix(digits, alphaOf(digits)), true
}

// alphaOf is the alpha of eight digits where it says nothing: then six do.
func alphaOf(digits string) string {
	if len(digits) == 8 && strings.HasSuffix(digits, "ff") {
		return "ff"
	}
	return ""
}

// Colour is the background of a form; white where it has none.
func (f Form) Colour() color.NRGBA {
	digits := strings.TrimPrefix(f.Background, "#")
	n, err := strconv.ParseUint(digits, 16, 32)
	switch {
	case err == nil && len(digits) == 6:
		return color.NRGBA{uint8(n >> 16), uint8(n >> 8), uint8(n), 0xff}
	case err == nil && len(digits) == 8:
		return color.NRGBA{uint8(n >> 24), uint8(n >> 16), uint8(n >> 8), uint8(n)}
	}
	return color.NRGBA{0xff, 0xff, 0xff, 0xff}
}
