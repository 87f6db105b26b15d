package gallery

import (
	"strconv"
	"strings"
)

// Sides are how wide and how high an image is seen: the pixels of its picture, or where
// nobody knows them the size that was asked for. 0 and 0 is that neither is known.
func (i *Image) Sides() (width, height int) {
	if i.Width > 0 && i.Height > 0 {
		return i.Width, i.Height
	}
	return Sides(i.Size)
}

// Sides are the two numbers of a size as it is asked for, of pixels ("640x896") or of a ratio
// ("16:9"); 0 and 0 where it is neither.
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
