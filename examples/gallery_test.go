package examples_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gesso/runner/gallery"
)

// TestGallery: the blocks of each example are shown along what varies in them.
func TestGallery(t *testing.T) {
	for example, want := range map[string][]string{
		"accounts": {"image.final 2:", "image.sketch 9: motif(3)=harbour,mill,bridge take(3)=0,1,2"},
		"catalogue": {
			"image.product 320: product(40)=anvil-bookend..umbrella style(4)=engraving,riso,studio,window format(2)=banner,card",
		},
		"deck": {
			"image.back 1:",
			"module.house.image.card 12: house(3)=foxes,lindens,ravens rank(2)=page,queen light(2)=day,night",
			"module.house.image.crest 3:",
		},
		"quickstart": {
			"image.cloud 2:", "image.hero 3:", "image.hero_night 3:", "image.title 3: image.title[0] -> image.title[1] -> image.title[2]",
		},
		"website": {"image.place 2:"},
	} {
		var g gallery.Gallery
		if err := json.Unmarshal([]byte(gesso(t, "-chdir="+fresh(t, example), "gallery", "-json")), &g); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, blocks(t, &g)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", example, diff)
		}
	}
}

// blocks are the groups of a gallery, a line each. All images of one that has axes are on
// all of them, each at a place of its own.
func blocks(t *testing.T, g *gallery.Gallery) []string {
	t.Helper()
	var lines []string
	for _, group := range g.Groups {
		count, places := 0, map[string]bool{}
		for _, i := range g.Images {
			if i.Block == group.Block {
				count++
				places[strings.Join(i.At, "\n")] = true
			}
		}
		if len(group.Axes) > 0 && len(places) != count {
			t.Errorf("%s: %d images at %d places", group.Block, count, len(places))
		}
		line := fmt.Sprintf("%s %d:", group.Block, count)
		for _, a := range group.Axes {
			values := strings.Join(a.Values, ",")
			if len(a.Values) > 4 {
				values = a.Values[0] + ".." + a.Values[len(a.Values)-1]
			}
			line += fmt.Sprintf(" %s(%d)=%s", a.Name, len(a.Values), values)
		}
		if len(group.Chain) > 0 {
			line += " " + strings.Join(group.Chain, " -> ")
		}
		lines = append(lines, line)
	}
	return lines
}
