package sheet

import (
	"image"
	"strings"

	"gesso/runner/gallery"
	"gesso/runner/typeface"
)

// legend is the width of the names at the left of a grid.
const legend = 150

// grid is a matrix as it is drawn.
type grid struct {
	down, across         []string // the values of the axes
	downName, acrossName string
	layers               []layer
}

// layer is one value of each further axis, and what has them.
type layer struct {
	name   string // "" where there is no further axis
	images map[[2]string]*gallery.Image
}

// gridOf is the matrix that a block is, or nil.
func gridOf(g gallery.Group, images []*gallery.Image) *grid {
	if len(g.Axes) < 2 || len(images) == 0 {
		return nil
	}
	made := &grid{down: g.Axes[0].Values, across: g.Axes[1].Values, downName: g.Axes[0].Name, acrossName: g.Axes[1].Name}
	layers := map[string]int{}
	for _, names := range combinations(g.Axes[2:]) {
		layers[names] = len(made.layers)
		made.layers = append(made.layers, layer{name: names, images: map[[2]string]*gallery.Image{}})
	}
	for _, img := range images {
		if len(img.At) != len(g.Axes) {
			return nil
		}
		i, known := layers[layerName(g.Axes[2:], img.At[2:])]
		if !known {
			return nil
		}
		made.layers[i].images[[2]string{img.At[0], img.At[1]}] = img
	}
	filled := made.layers[:0]
	for _, l := range made.layers {
		if len(l.images) > 0 {
			filled = append(filled, l)
		}
	}
	made.layers = filled
	return made
}

// combinations are the names of all layers that axes make, in their order.
func combinations(axes []gallery.Axis) []string {
	all := [][]string{nil}
	for _, axis := range axes {
		var longer [][]string
		for _, begun := range all {
			for _, value := range axis.Values {
				longer = append(longer, append(append([]string{}, begun...), value))
			}
		}
		all = longer
	}
	names := make([]string, len(all))
	for i, values := range all {
		names[i] = layerName(axes, values)
	}
	return names
}

func layerName(axes []gallery.Axis, values []string) string {
	var parts []string
	for i, axis := range axes {
		parts = append(parts, axis.Name+" = "+values[i])
	}
	return strings.Join(parts, ", ")
}

// stripe is neighbouring columns of a grid: values across, of one layer.
type stripe struct {
	layer
	across []string
	x      int
}

// layerGap is what parts layers beside each other more than columns.
const layerGap = 32

// beside is the width of layers of so many columns beside each other, and of their legend.
func beside(layers, columns int) int {
	return legend + layers*(columns*pitch+layerGap) - layerGap - gap
}

// stripes are the columns of a grid as they are drawn: as many layers beside each other as
// there is room for; one that has more columns than that in parts.
func (c *composer) stripes(g *grid) (all [][]stripe) {
	room := c.width - 2*margin
	most := max(1, (room-legend+gap)/pitch)
	x := margin + legend
	for _, l := range g.layers {
		for from := 0; from < len(g.across); from += most {
			next := stripe{l, g.across[from:min(from+most, len(g.across))], x}
			if last := len(all) - 1; last >= 0 && len(g.across) <= most && beside(len(all[last])+1, len(g.across)) <= room {
				before := all[last][len(all[last])-1]
				next.x = before.x + len(before.across)*pitch + layerGap
				all[last] = append(all[last], next)
				continue
			}
			all = append(all, []stripe{next})
		}
	}
	return all
}

// grid is the bands of a matrix.
func (c *composer) grid(g *grid) (bands []band) {
	for _, stripes := range c.stripes(g) {
		top := c.legends(g, stripes)
		top.opens = true
		bands = append(bands, top)
		for _, value := range g.down {
			next := c.gridRow(stripes, value)
			next.leads = []band{top}
			bands = append(bands, next)
		}
	}
	return bands
}

// legends are the values across a grid, each layer's below its name.
func (c *composer) legends(g *grid, stripes []stripe) band {
	y := 0
	var items []item
	for _, s := range stripes {
		if s.name != "" {
			width := len(s.across)*pitch - gap
			text := c.face.Cut(typeface.Line(s.name), labelSize, width)
			items = append(items, item{kind: words, at: image.Rect(s.x, 4, s.x+width, 26), text: text, size: labelSize, colour: dark()},
				item{kind: rule, at: image.Rect(s.x, 30, s.x+width, 31), colour: line()})
			y = 34
		}
	}
	corner := func(name, sign string) string {
		return c.face.Cut(typeface.Line(name), smallSize, legend-gap-18) + " " + sign
	}
	items = append(items,
		item{kind: words, at: image.Rect(margin, y, margin+legend, y+16), text: corner(g.acrossName, "→"), size: smallSize, colour: quiet()},
		item{kind: words, at: image.Rect(margin, y+18, margin+legend, y+34), text: corner(g.downName, "↓"), size: smallSize, colour: quiet()},
	)
	for _, s := range stripes {
		for i, value := range s.across {
			x := s.x + i*pitch
			text := c.face.Cut(typeface.Line(value), labelSize, edge)
			items = append(items, item{kind: words, at: image.Rect(x, y+12, x+edge, y+34), text: text, size: labelSize, colour: dark(), centre: true})
		}
	}
	return high(y+40, items...)
}

// gridRow is one value down a grid: its name, and the pictures that have it.
func (c *composer) gridRow(stripes []stripe, value string) band {
	var images []*gallery.Image
	for _, s := range stripes {
		for _, other := range s.across {
			images = append(images, s.images[[2]string{value, other}])
		}
	}
	height := tall(images)
	names, _ := c.face.Wrap(typeface.Line(value), labelSize, legend-gap, 4)
	of := c.face.Height(labelSize)
	y := max(0, (height-len(names)*of)/2)
	var items []item
	for i, name := range names {
		at := image.Rect(margin, y+i*of, margin+legend-gap, y+(i+1)*of)
		items = append(items, item{kind: words, at: at, text: name, size: labelSize, colour: dark()})
	}
	for _, s := range stripes {
		for i := range s.across {
			x, img := s.x+i*pitch, images[0]
			images = images[1:]
			if img == nil {
				items = append(items, item{kind: rule, at: image.Rect(x+edge/2-10, height/2, x+edge/2+10, height/2+2), colour: line()})
				continue
			}
			label := ""
			if c.options.Label == Path {
				label = img.Path
			}
			items = append(items, c.place(img, x, height, label)...)
		}
	}
	return row(height, items)
}
