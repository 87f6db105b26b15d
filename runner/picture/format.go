package picture

import (
	"path/filepath"
	"strconv"
	"strings"
)

// The formats, as Info and messages spell them. All are read and written; WebP is
// written without loss.
const (
	PNG  = "png"
	JPEG = "jpeg"
	WebP = "webp"
)

// FormatOf returns the format that a path's extension asks for: .png, .jpg, .jpeg or
// .webp in any case. It is false for every other extension: a format that cannot be
// written cannot be asked for.
func FormatOf(path string) (format string, ok bool) {
	switch strings.ToLower(filepath.Ext(path)) {
	case ".png":
		return PNG, true
	case ".jpg", ".jpeg":
		return JPEG, true
	case ".webp":
		return WebP, true
	}
	return "", false
}

// Dimensions reads a size in pixels, "1024x768". It is false for a ratio
// ("16:9"), for zero, for signs, spaces and leading zeros, and for sides that
// no picture has (six digits and more).
func Dimensions(size string) (width, height int, ok bool) {
	w, h, found := strings.Cut(size, "x")
	if !found {
		return 0, 0, false
	}
	width, okW := side(w)
	height, okH := side(h)
	if !okW || !okH {
		return 0, 0, false
	}
	return width, height, true
}

// Matches reports whether a picture may be what a size asked for: exactly so many
// pixels, or nearly the ratio. Models round to whole blocks, so that 16:9 comes as
// 1392x752; a tenth more or less is plainly another ratio. Of a size that is neither
// nothing is known, and everything matches.
func Matches(size string, width, height int) bool {
	if w, h, ok := Dimensions(size); ok {
		return width == w && height == h
	}
	first, second, _ := strings.Cut(size, ":")
	w, okW := side(first)
	h, okH := side(second)
	if !okW || !okH || width <= 0 || height <= 0 {
		return true
	}
	const most = 1.1
	off := float64(width) * float64(h) / (float64(height) * float64(w))
	return off < most && 1/off < most
}

// side reads one positive decimal number as people write it.
func side(s string) (int, bool) {
	if len(s) == 0 || len(s) > 5 || s[0] < '1' || s[0] > '9' {
		return 0, false
	}
	n, err := strconv.ParseUint(s, 10, 32)
	return int(n), err == nil
}
