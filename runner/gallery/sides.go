package gallery

import (
	"strconv"
	"strings"
)

// Sides returns the width and height at which an image is seen: the pixels of its picture,
// or else the requested size. 0, 0: unknown.
func (i *Image) Sides() (width, height int) {
	if i.Width > 0 && i.Height > 0 {
		return i.Width, i.Height
	}
	return Sides(i.Size)
}

// Sides parses a requested size, in pixels ("640x896") or as a ratio ("16:9"). It returns
// 0, 0 for anything else.
func Sides(size string) (width, height int) {
	between := strings.IndexAny(size, "x:")
	if between < 0 {
		return 0, 0
	}
	w, _ := strconv.Atoi(size[:between])
	h, _ := strconv.Atoi(size[between+1:])
	if w > 0 && h > 0 && w < 1<<20 && h < 1<<20 {
		return w, h
	}
	return 0, 0
}
