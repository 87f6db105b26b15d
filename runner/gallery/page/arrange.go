package page

import (
	"math"
	"strings"

	"gesso/runner/gallery"
)

// group is a block as the markup shows it.
type group struct {
	Number  int
	Block   string
	Shape   string // a class of the style sheet: the aspect ratio of its pictures
	Axes    string
	Count   int
	Chain   bool
	members []int // indices of images
}

// arrange assigns the images to their groups, keeping the order of both.
func arrange(g *gallery.Gallery) []group {
	var groups []group
	at := map[string]int{}
	for _, of := range g.Groups {
		at[of.Block] = len(groups)
		names := make([]string, len(of.Axes))
		for i, axis := range of.Axes {
			names[i] = visible(axis.Name)
		}
		groups = append(groups, group{Block: of.Block, Axes: strings.Join(names, " × "), Chain: of.Chain != nil})
	}
	for n := range g.Images {
		block := g.Images[n].Block
		i, known := at[block]
		if !known {
			i, at[block] = len(groups), len(groups)
			groups = append(groups, group{Block: block})
		}
		groups[i].members = append(groups[i].members, n)
	}
	kept := groups[:0]
	for _, group := range groups {
		if group.Count = len(group.members); group.Count > 0 {
			group.Shape = shape(g, group.members)
			kept = append(kept, group)
		}
	}
	return kept
}

// shapes are the classes for pictures, each with its sides.
var shapes = []struct {
	class string
	ratio float64
}{
	{"s9x16", 9. / 16}, {"s2x3", 2. / 3}, {"s5x7", 5. / 7}, {"s4x5", 4. / 5}, {"s1x1", 1},
	{"s5x4", 5. / 4}, {"s4x3", 4. / 3}, {"s3x2", 3. / 2}, {"s16x9", 16. / 9}, {"s5x2", 5. / 2},
}

// shape returns the class that fits most of a group's pictures best; in a tie, that of the
// first one.
func shape(g *gallery.Gallery, members []int) string {
	count := map[string]int{}
	most := ""
	for _, n := range members {
		w, h := g.Images[n].Sides()
		if w == 0 {
			w, h = 1, 1
		}
		nearest := shapes[0]
		for _, s := range shapes {
			if off(w, h, s.ratio) < off(w, h, nearest.ratio) {
				nearest = s
			}
		}
		if count[nearest.class]++; count[nearest.class] > count[most] {
			most = nearest.class
		}
	}
	return most
}

// off returns how far two sides are from a ratio: twice as wide is as far as twice as high.
func off(w, h int, ratio float64) float64 {
	return math.Abs(math.Log(float64(w) / float64(h) / ratio))
}
