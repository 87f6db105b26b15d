package sheet

import (
	"image"
	"image/color"
	"strconv"
	"strings"

	"gesso/runner/gallery"
	"gesso/runner/money"
	"gesso/runner/typeface"
)

// rows are the pictures of a section, as many beside each other as there are columns.
func (c *composer) rows(s section) (bands []band) {
	perRow := c.columns
	for at := 0; at < len(s.images); at += perRow {
		of := s.images[at:min(at+perRow, len(s.images))]
		height := tall(of)
		var items []item
		for i, img := range of {
			x := margin + i*pitch
			if i > 0 && len(s.group.Chain) > 0 {
				items = append(items, item{kind: arrow, at: image.Rect(x-gap+3, height/2-6, x-3, height/2+6), colour: quiet()})
			}
			items = append(items, c.place(img, x, height, c.label(img, s.heading))...)
		}
		bands = append(bands, row(height, items))
	}
	return bands
}

// tall is how high the places of a row are: as high as its pictures, as far as that is
// known.
func tall(images []*gallery.Image) int {
	height := 0
	for _, img := range images {
		if img == nil {
			continue
		}
		of := rise(img.Sides())
		if of == 0 && img.Before != nil { // all that there is of one that is no more
			of = rise(gallery.Sides(img.Before.Size))
		}
		if of == 0 && (img.Artifact != "" || img.Before != nil) {
			return edge
		}
		height = max(height, of)
	}
	if height == 0 {
		return edge
	}
	return max(height, edge/2)
}

// rise is how high a picture is in a place; 0 where that is not known.
func rise(width, height int) int {
	if width <= 0 || height <= 0 {
		return 0
	}
	return max(1, height*edge/max(width, height))
}

// row is a band as high as what is in it.
func row(height int, items []item) band {
	bottom := height
	for _, it := range items {
		bottom = max(bottom, it.at.Max.Y)
	}
	return high(bottom+gap, items...)
}

// label is what stands below a picture: its address, without what the heading says, or its
// path.
func (c *composer) label(img *gallery.Image, heading string) string {
	switch c.options.Label {
	case None:
		return ""
	case Path:
		if img.Path != "" {
			return img.Path
		}
	}
	if key, ok := strings.CutPrefix(img.Address, heading+"["); ok && heading == img.Block {
		if quoted, err := strconv.Unquote(strings.TrimSuffix(key, "]")); err == nil {
			return quoted
		}
		return "[" + key
	}
	if short, ok := strings.CutPrefix(img.Address, heading+"."); ok && heading != "" {
		return short
	}
	return img.Address
}

// place is a picture with what is said of it, at x.
func (c *composer) place(img *gallery.Image, x, height int, label string) []item {
	items := []item{c.look(img, image.Rect(x, 0, x+edge, height))}
	y := height + 8
	if label != "" {
		text := c.face.Cut(typeface.Line(label), labelSize, edge)
		items = append(items, item{kind: words, at: image.Rect(x, y, x+edge, y+20), text: text, size: labelSize, colour: dark()})
		y += 22
	}
	return append(items, c.said(img, x, y, edge)...)
}

// look is what is seen of an image: its picture, or why there is none.
func (c *composer) look(img *gallery.Image, at image.Rectangle) item {
	switch {
	case img.Status == gallery.Removed && img.Artifact == "" && img.Before != nil:
		return item{kind: washed, at: at, sha: img.Before.Artifact}
	case img.Status == gallery.Removed:
		return item{kind: washed, at: at, sha: img.Artifact}
	case img.Artifact != "":
		return item{kind: picture, at: at, sha: img.Artifact}
	}
	return item{kind: empty, at: at, text: c.missing(img), size: smallSize, colour: colourOf(img.Status)}
}

// missing says why an image has no picture, and what one would cost.
func (c *composer) missing(img *gallery.Image) string {
	text := string(img.Status)
	if img.Planned != nil && img.Planned.Paid || img.Planned == nil && img.Status == gallery.NotMade {
		text += "\n" + c.price(img)
	}
	return text
}

// price is what a picture of an image would cost.
func (c *composer) price(img *gallery.Image) string {
	price := img.Price
	if img.Planned != nil {
		price = img.Planned.Price
	}
	if price == nil {
		return "price unknown"
	}
	return money.In(*price, c.gallery.Currency)
}

// said is the status and what else there is to say of an image, in a line.
func (c *composer) said(img *gallery.Image, x, y, width int) (items []item) {
	right := x + width
	if img.Status != gallery.Unchanged && !c.alike {
		text := string(img.Status)
		wide := c.face.Width(text, smallSize) + 12
		items = append(items, item{kind: chip, at: image.Rect(x, y, x+wide, y+19), text: text, size: smallSize, colour: colourOf(img.Status)})
		x += wide + 8
	}
	var more []string
	if img.Review != nil {
		more = append(more, verdict(img.Review.Verdict))
	}
	for _, mark := range []struct {
		is   bool
		word string
	}{{img.Blank, "blank"}, {img.Edited, "edited by hand"}} {
		if mark.is {
			more = append(more, mark.word)
		}
	}
	if img.Planned != nil && img.Artifact != "" && img.Planned.Paid && !c.options.Pairs {
		more = append(more, img.Planned.Action+", "+c.price(img))
	}
	if text := c.face.Cut(typeface.Line(strings.Join(more, "  ·  ")), smallSize, max(right-x, 0)); text != "" {
		items = append(items, item{kind: words, at: image.Rect(x, y+1, right, y+19), text: text, size: smallSize, colour: quiet()})
	}
	return items
}

// verdict is one in the past tense.
func verdict(word string) string {
	switch word {
	case "approve":
		return "approved"
	case "reject":
		return "rejected"
	}
	return word
}

// colourOf is that of a status. White is read on each, and each is read on the ground.
func colourOf(status gallery.Status) color.RGBA {
	switch status {
	case gallery.New:
		return color.RGBA{0x1a, 0x7f, 0x37, 0xff}
	case gallery.Changed:
		return color.RGBA{0x0b, 0x5c, 0xc4, 0xff}
	case gallery.Tainted:
		return color.RGBA{0x9a, 0x4d, 0x00, 0xff}
	case gallery.Failed:
		return color.RGBA{0xb4, 0x23, 0x18, 0xff}
	case gallery.InDoubt:
		return color.RGBA{0x6f, 0x42, 0xc1, 0xff}
	}
	return quiet()
}
