package page

import (
	"strings"

	"gesso/runner/gallery"
)

// group is a block as the markup shows it.
type group struct {
	Number  int
	Block   string
	Shape   string // a class of the style sheet: how wide its pictures are for their height
	Axes    string
	Count   int
	Chain   bool
	members []int // indices of images
}

// arrange puts the images to their groups, in the order of both.
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

// shapes are the classes for pictures, each with the widest picture that it is for.
var shapes = []struct {
	class  string
	widest float64
}{{"tall", 0.7}, {"portrait", 0.9}, {"square", 1.15}, {"landscape", 1.45}, {"wide", 2.2}, {"banner", 1e9}}

// shape is the class of most of a group's pictures, of the first one at a draw.
func shape(g *gallery.Gallery, members []int) string {
	count := map[string]int{}
	most := "square"
	for _, n := range members {
		w, h := sides(&g.Images[n])
		for _, s := range shapes {
			if float64(w)/float64(h) <= s.widest {
				if count[s.class]++; count[s.class] > count[most] {
					most = s.class
				}
				break
			}
		}
	}
	return most
}
