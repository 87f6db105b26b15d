package sheet

import (
	"fmt"
	"image"
	"math"
	"slices"
	"strings"

	"gesso/runner/gallery"
	"gesso/runner/typeface"
)

// composer turns a gallery into bands.
type composer struct {
	gallery *gallery.Gallery
	options Options
	face    *typeface.Face
	columns int  // of places, or of pairs
	width   int  // of the sheet
	alike   bool // all images have one status, which the title says

	byAddress map[string]*gallery.Image
}

// compose is the bands of a sheet without its title, and the width of all.
func compose(g *gallery.Gallery, o Options, face *typeface.Face) (c *composer, bands []band) {
	c = &composer{gallery: g, options: o, face: face, byAddress: map[string]*gallery.Image{}}
	byBlock := map[string][]*gallery.Image{}
	shown := 0
	for i := range g.Images {
		image := &g.Images[i]
		if o.Pairs && !paired(image) {
			continue
		}
		shown++
		c.byAddress[image.Address] = image
		byBlock[image.Block] = append(byBlock[image.Block], image)
	}
	if o.Label == "" {
		c.options.Label = Address
	}
	c.alike = len(g.Statuses) == 1 && g.Statuses[0].Status == gallery.New
	c.measure(shown, byBlock)
	for _, s := range c.sections(byBlock) {
		bands = append(bands, c.section(s)...)
	}
	if shown == 0 {
		bands = append(bands, high(48, c.nothing()))
	}
	return c, bands
}

func (c *composer) nothing() item {
	text := "No picture is in this gallery."
	if c.options.Pairs {
		text = "No picture has changed."
	}
	return item{kind: words, at: image.Rect(margin, 8, c.width-margin, 40), text: text, size: labelSize, colour: quiet()}
}

// measure decides the number of columns, and with that the width.
func (c *composer) measure(shown int, byBlock map[string][]*gallery.Image) {
	place, most := pitch, MaxColumns
	if c.options.Pairs {
		place, most = pairPitch, (MaxSide-2*margin+gap)/pairPitch
	}
	c.columns = c.options.Columns
	switch {
	case c.columns > 0:
	case c.options.Pairs:
		c.columns = max(1, min(4, int(math.Round(math.Sqrt(float64(shown)/2.5)))))
	default:
		c.columns = max(4, min(16, int(math.Ceil(math.Sqrt(1.6*float64(shown))))))
	}
	c.columns = min(c.columns, most)
	if c.options.Pairs {
		c.width = 2*margin - pairGap + c.columns*place
		return
	}
	c.width = max(c.widest(byBlock), 2*margin-gap+min(c.columns, 4)*pitch)
	if c.options.Columns == 0 {
		c.columns = (c.width - 2*margin + gap) / pitch
	}
}

// widest is the width of the widest section.
func (c *composer) widest(byBlock map[string][]*gallery.Image) (width int) {
	for _, s := range c.sections(byBlock) {
		need := 2*margin - gap + min(len(s.images), c.columns)*pitch
		if grid := gridOf(s.group, s.images); grid != nil {
			across := min(len(grid.across), (MaxSide-2*margin-legend+gap)/pitch)
			layers := max(1, min(len(grid.layers), (c.columns+1)/across))
			need = 2*margin + beside(layers, across)
		}
		width = max(width, need)
	}
	return min(width, MaxSide)
}

// section is what has one heading: a block, or several of one picture each.
type section struct {
	heading string // "" where each label says it
	group   gallery.Group
	images  []*gallery.Image
}

// sections are those of a sheet, in the gallery's order. Blocks that have one picture each
// stand together, those of a module where its first one is, and those of none, which have no
// heading, before all others: below a block they would seem to be of that one.
func (c *composer) sections(byBlock map[string][]*gallery.Image) (all []section) {
	for _, g := range c.gallery.Groups {
		images := byBlock[g.Block]
		if c.options.Pairs {
			g.Axes, g.Chain = nil, nil
		}
		if len(g.Chain) > 0 {
			images = c.chained(g, images)
		}
		single := len(images) == 1 && images[0].Address == g.Block
		together := slices.IndexFunc(all, func(s section) bool { return s.group.Block == "" && s.group.Module == g.Module })
		switch {
		case len(images) == 0:
		case single && together >= 0:
			all[together].images = append(all[together].images, images[0])
		case single && g.Module == "":
			all = slices.Insert(all, 0, section{images: images})
		case single:
			all = append(all, section{g.Module, gallery.Group{Module: g.Module}, images})
		default:
			all = append(all, section{g.Block, g, images})
		}
	}
	return all
}

// chained is the images of a chain, in its order, and after them those of the block that
// are not in it.
func (c *composer) chained(g gallery.Group, images []*gallery.Image) (all []*gallery.Image) {
	for _, address := range g.Chain {
		if image := c.byAddress[address]; image != nil {
			all = append(all, image)
		}
	}
	for _, image := range images {
		if !slices.Contains(g.Chain, image.Address) {
			all = append(all, image)
		}
	}
	return all
}

func (c *composer) section(s section) (bands []band) {
	heading := c.heading(s, "")
	if s.heading == "" {
		heading = high(mcu)
	}
	again := c.heading(s, ", continued")
	switch grid := gridOf(s.group, s.images); {
	case c.options.Pairs:
		bands = c.pairs(s)
	case grid != nil:
		bands = c.grid(grid)
	default:
		bands = c.rows(s)
	}
	for i := range bands {
		if s.heading != "" {
			bands[i].leads = append([]band{again}, bands[i].leads...)
		}
	}
	heading.opens = true
	return append([]band{heading}, bands...)
}

// heading is a block's name, and in few words what there is of it.
func (c *composer) heading(s section, more string) band {
	const height = 64
	name := typeface.Line(s.heading)
	right := c.width - margin
	sum := summary(s.images)
	room := right - margin - c.face.Width(sum, smallSize) - gap
	name = c.face.Cut(name, headingSize, max(room-c.face.Width(more, headingSize), 0)) + more
	return high(height,
		item{kind: words, at: image.Rect(margin, 16, right, 42), text: name, size: headingSize, colour: dark()},
		item{kind: words, at: image.Rect(right-c.face.Width(sum, smallSize), 22, right, 42), text: sum, size: smallSize, colour: quiet()},
		item{kind: rule, at: image.Rect(margin, 46, right, 47), colour: line()},
	)
}

// summary says how many images there are, and of which statuses.
func summary(images []*gallery.Image) string {
	counts := map[gallery.Status]int{}
	for _, image := range images {
		counts[image.Status]++
	}
	parts := []string{plural(len(images), "image")}
	for _, status := range gallery.Statuses() {
		if n := counts[status]; n > 0 && status != gallery.Unchanged {
			parts = append(parts, fmt.Sprintf("%d %s", n, status))
		}
	}
	return strings.Join(parts, "  ·  ")
}

func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// title is the top of a page.
func (c *composer) title(page, pages int) band {
	g, right := c.gallery, c.width-margin
	name := g.Title
	if pages > 1 {
		name += fmt.Sprintf("  ·  page %d of %d", page, pages)
	}
	var about []string
	if g.Sandbox {
		about = append(about, "pictures of the sandbox")
	}
	about = append(about, plural(len(g.Images), "image"))
	for _, count := range g.Statuses {
		about = append(about, fmt.Sprintf("%d %s", count.Count, count.Status))
	}
	if g.Base != "" {
		about = append(about, "compared with what was there "+g.Base)
	}
	if g.Problem != "" {
		about = append(about, "only what the state knows: "+g.Problem)
	}
	cut := func(text string, size int) string { return c.face.Cut(typeface.Line(text), size, right-margin) }
	return high(margin+72,
		item{kind: words, at: image.Rect(margin, margin, right, margin+34), text: cut(name, titleSize), size: titleSize, colour: dark()},
		item{kind: words, at: image.Rect(margin, margin+38, right, margin+56), text: cut(strings.Join(about, "  ·  "), smallSize), size: smallSize, colour: quiet()},
	)
}
