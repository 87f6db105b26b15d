package sheet

import "image"

// page is the bands of one picture, from top to bottom.
type page struct {
	width, height int
	bands         []band
}

// paginate cuts bands into pages. Each begins with a title and, where it begins within a
// section, with what stood above.
func paginate(c *composer, bands []band) []page {
	limit := min(MaxSide, MaxPixels/c.width) / mcu * mcu
	foot := high(margin - gap)
	room := limit - c.title(1, 1).height - foot.height
	var cut [][]band
	var current []band
	height := 0
	for i, b := range bands {
		need := b.height
		for j := i; bands[j].opens && j+1 < len(bands); j++ {
			need += bands[j+1].height
		}
		if height > 0 && height+need > room {
			cut = append(cut, current)
			current = append([]band(nil), b.leads...)
			height = total(current)
		}
		current = append(current, b)
		height += b.height
	}
	cut = append(cut, current)
	pages := make([]page, len(cut))
	for i, of := range cut {
		all := append([]band{c.title(i+1, len(cut))}, of...)
		all = append(all, foot)
		pages[i] = page{c.width, total(all), all}
	}
	return pages
}

func total(bands []band) (height int) {
	for _, b := range bands {
		height += b.height
	}
	return height
}

// Bounds is the page's size.
func (p page) Bounds() image.Rectangle { return image.Rect(0, 0, p.width, p.height) }
