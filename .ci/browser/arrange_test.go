package browser

import (
	"slices"
	"strings"
	"testing"

	"gesso/runner/gallery"
)

// cell is something in a matrix, with where its middle is.
type cell struct {
	Text string
	X, Y float64
}

// cells are the legends, cards and holes of a block, by what they say.
func (b *tab) cells(block string) map[string]cell {
	b.t.Helper()
	all := eval[[]cell](b, `[...document.querySelectorAll(`+quoted(`.group[data-block="`+block+`"] .cards > *`)+`)].filter(e => e.checkVisibility()).map(e => { const r = e.getBoundingClientRect()
		return {Text: e.classList.contains("card") ? e.id : e.classList.contains("hole") ? "hole" : "legend " + e.textContent, X: r.x + r.width / 2 + scrollX, Y: r.y + r.height / 2 + scrollY} })`)
	found := map[string]cell{}
	for _, c := range all {
		found[c.Text] = c
	}
	return found
}

// A matrix is a table of pictures with the configuration's own legends; axes change places.
func TestMatrix(t *testing.T) {
	b := openEleven(t)
	under := func(legends map[string]string, how string) {
		t.Helper()
		cells := b.cells("image.card")
		for card, legend := range legends {
			columnRow := strings.Split(legend, "/")
			column, row, at := cells["legend "+columnRow[0]], cells["legend "+columnRow[1]], cells[`image.card["`+card+`"]`]
			if at.Text == "" || column.Text == "" || row.Text == "" {
				t.Fatalf("%s: %s, or its legends %s, are not there: %v", how, card, legend, cells)
			}
			if off := at.X - column.X; off < -60 || off > 60 || at.Y < column.Y {
				t.Errorf("%s: %s is not under %s: %v %v", how, card, columnRow[0], at, column)
			}
			if off := at.Y - row.Y; off < -200 || off > 200 || at.X < row.X {
				t.Errorf("%s: %s is not beside %s: %v %v", how, card, columnRow[1], at, row)
			}
		}
		if a, c := cells[`image.card["page,day"]`], cells[`image.card["queen,night"]`]; a.X >= c.X || a.Y >= c.Y {
			t.Errorf("%s: the first and the last are at %v and %v", how, a, c)
		}
	}
	under(map[string]string{"page,day": "day/page", "page,night": "night/page", "queen,day": "day/queen", "queen,night": "night/queen"}, "as declared")
	if !eval[bool](b, `document.getElementById('image.card["queen,night"]').textContent.includes("not made")`) {
		t.Error("nothing says that a cell is not made")
	}
	b.shot("matrix")
	eval[bool](b, `(s => { s.value = "0"; s.dispatchEvent(new Event("change")); return true })(document.querySelector('.group[data-block="image.card"] .axes select'))`)
	under(map[string]string{"page,day": "page/day", "page,night": "page/night", "queen,day": "queen/day", "queen,night": "queen/night"}, "changed places")
	b.calm()
}

// Of three axes the third is a choice; a cell that nothing declares is told from one that is
// not made.
func TestMatrixOfThreeAxes(t *testing.T) {
	g, s := &gallery.Gallery{FormatVersion: gallery.Format, ID: "three", Title: "three"}, shelf{}
	axes := []gallery.Axis{{Name: "rank", Values: []string{"page", "queen"}}, {Name: "light", Values: []string{"day", "night"}}, {Name: "style", Values: []string{"ink", "oil"}}}
	for _, rank := range axes[0].Values {
		for _, light := range axes[1].Values {
			for _, style := range axes[2].Values {
				if rank == "queen" && light == "day" && style == "oil" {
					continue // excluded
				}
				im := s.portrait(rank+","+light+","+style, gallery.New, blue)
				im.Block, im.At = "image.card", []string{rank, light, style}
				im.Address = `image.card["` + rank + "," + light + "," + style + `"]`
				g.Images = append(g.Images, im)
			}
		}
	}
	g.Groups = []gallery.Group{{Block: "image.card", Axes: axes}}
	count(g)
	b := newTab(t)
	b.open(write(t, g, s))
	seen := func() []string {
		var names []string
		for text := range b.cells("image.card") {
			if !strings.HasPrefix(text, "legend") {
				names = append(names, text)
			}
		}
		slices.Sort(names)
		return names
	}
	want := []string{`image.card["page,day,ink"]`, `image.card["page,night,ink"]`, `image.card["queen,day,ink"]`, `image.card["queen,night,ink"]`}
	if got := seen(); !slices.Equal(got, want) {
		t.Errorf("of ink there is %q", got)
	}
	eval[bool](b, `(document.querySelector('button[aria-label="next style"]').click(), true)`)
	want = []string{"hole", `image.card["page,day,oil"]`, `image.card["page,night,oil"]`, `image.card["queen,night,oil"]`}
	if got := seen(); !slices.Equal(got, want) {
		t.Errorf("of oil there is %q", got)
	}
	b.calm()
}

// A chain is a strip in the order in which one was made from the other, and each is compared
// with the one that it was made from.
func TestChain(t *testing.T) {
	b := openEleven(t)
	cells := b.cells("image.title")
	for i, right := range []string{"image.title[1]", "image.title[2]"} {
		left := []string{"image.title[0]", "image.title[1]"}[i]
		if cells[left].X >= cells[right].X {
			t.Errorf("%s is not left of %s: %v", left, right, cells)
		}
	}
	b.shot("chain")
	b.loupe("image.title[1]")
	if label := eval[string](b, `document.getElementById("c-before").textContent`); !strings.Contains(label, "image.title[0]") {
		t.Errorf("it is compared with %q", label)
	}
	b.calm()
}

// A row is as wide as its longest word, also where there is little room: no legend runs under
// the pictures.
func TestLegendsHaveRoom(t *testing.T) {
	s := shelf{}
	g := &gallery.Gallery{FormatVersion: gallery.Format, ID: "legends", Title: "Lantern Bay"}
	rows, columns := []string{"anvil-bookend", "doorstop", "a Rindfleischetikettierungsgesetz"}, []string{"engraving", "riso", "studio", "window"}
	for _, row := range rows {
		for _, column := range columns {
			im := s.portrait(row+"/"+column, gallery.New, red)
			im.Address, im.Block, im.At = "image.card["+quoted(row+"/"+column)+"]", "image.card", []string{row, column}
			g.Images = append(g.Images, im)
		}
	}
	g.Groups = []gallery.Group{{Block: "image.card", Axes: []gallery.Axis{{Name: "product", Values: rows}, {Name: "style", Values: columns}}}}
	count(g)
	b := newTab(t)
	b.viewport(360, 740)
	b.open(write(t, g, s))
	b.await(`document.querySelectorAll(".legend.row").length == 3`)
	if over := eval[[]string](b, `[...document.querySelectorAll(".legend.row")].filter(e => e.scrollWidth > e.clientWidth || e.getBoundingClientRect().width > 129).map(e => e.textContent + " " + e.scrollWidth + " of " + e.clientWidth)`); len(over) > 0 {
		t.Errorf("legends are wider than their column: %q", over)
	}
	b.narrow("the grid")
	b.calm()
}
