package sheet

import (
	"fmt"
	"image"

	"gesso/runner/gallery"
	"gesso/runner/typeface"
)

// The measures of a pair.
const (
	between   = 40 // room for the arrow
	pairWidth = 2*edge + between
	pairGap   = 48
	pairPitch = pairWidth + pairGap
)

// paired reports whether an image is one of those that a sheet of pairs shows.
func paired(img *gallery.Image) bool {
	return img.Status != gallery.Unchanged || img.Planned != nil
}

// pairs are the pictures of a section, each beside the one before it.
func (c *composer) pairs(s section) (bands []band) {
	for at := 0; at < len(s.images); at += c.columns {
		of := s.images[at:min(at+c.columns, len(s.images))]
		height := taller(of)
		var items []item
		for i, img := range of {
			items = append(items, c.pair(img, margin+i*pairPitch, height, c.label(img, s.heading))...)
		}
		bands = append(bands, row(height, items))
	}
	return bands
}

// taller is how high the places of a row of pairs are: as high as what there was and what
// there is.
func taller(images []*gallery.Image) int {
	height := tall(images)
	for _, img := range images {
		if img.Before != nil {
			height = max(height, rise(gallery.Sides(img.Before.Size)))
		}
		if img.Planned != nil {
			height = max(height, rise(gallery.Sides(img.Planned.Size)))
		}
	}
	return height
}

// pair is what was there before, what there is, and why.
func (c *composer) pair(img *gallery.Image, x, height int, label string) []item {
	left, right := image.Rect(x, 0, x+edge, height), image.Rect(x+edge+between, 0, x+pairWidth, height)
	before, after := c.sides(img, left, right)
	items := []item{before, after,
		{kind: arrow, at: image.Rect(x+edge+8, height/2-7, x+edge+between-8, height/2+7), colour: quiet()}}
	y := height + 8
	if label != "" {
		text := c.face.Cut(typeface.Line(label), labelSize, pairWidth)
		items = append(items, item{kind: words, at: image.Rect(x, y, x+pairWidth, y+20), text: text, size: labelSize, colour: dark()})
		y += 22
	}
	items = append(items, c.said(img, x, y, pairWidth)...)
	y += 24
	rows, _ := c.face.Wrap(typeface.Line(reason(img)), smallSize, pairWidth, 2)
	for _, text := range rows {
		items = append(items, item{kind: words, at: image.Rect(x, y, x+pairWidth, y+17), text: text, size: smallSize, colour: quiet()})
		y += 17
	}
	return items
}

// sides are the two places of a pair: what was there, and what is or would be.
func (c *composer) sides(img *gallery.Image, left, right image.Rectangle) (before, after item) {
	none := func(text string, at image.Rectangle) item {
		return item{kind: empty, at: at, text: text, size: smallSize, colour: quiet()}
	}
	before = none("no picture before", left)
	if img.Before != nil {
		before = item{kind: picture, at: left, sha: img.Before.Artifact}
	}
	after = c.look(img, right)
	switch {
	case img.Status == gallery.Removed:
		if img.Before == nil && img.Artifact != "" {
			before = item{kind: picture, at: left, sha: img.Artifact}
		}
		after = none("removed", right)
	case img.Status == gallery.Unchanged && img.Artifact != "":
		// What there is, is what was there before the plan.
		before = item{kind: picture, at: left, sha: img.Artifact}
		after = none(c.planned(img), right)
	}
	return before, after
}

// planned says what an apply would make of an image.
func (c *composer) planned(img *gallery.Image) string {
	text := img.Planned.Action
	if img.Planned.Paid {
		text += "\n" + c.price(img)
	}
	return text
}

// reason is why an image changed, or would, and by how much.
func reason(img *gallery.Image) string {
	text := img.Reason
	if text == "" && img.Planned != nil {
		text = img.Planned.Reason
	}
	if img.Tainted != "" {
		text = img.Tainted
	}
	if img.Differs != nil && img.Status != gallery.Unchanged {
		part := fmt.Sprintf("%.0f %% of the pixels differ", *img.Differs*100)
		if text != "" {
			text += "  ·  "
		}
		text += part
	}
	return text
}
