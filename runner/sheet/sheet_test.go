package sheet

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/color"
	_ "image/jpeg" // decodes what is looked at here
	_ "image/png"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gesso/runner/gallery"
)

// picture1 has one image of a block of its own.
func picture1(address string, status gallery.Status) *gallery.Gallery {
	return &gallery.Gallery{
		Title:  "Lantern Bay",
		Groups: []gallery.Group{{Block: address}},
		Images: []gallery.Image{{Address: address, Block: address, Status: status, Artifact: "red"}},
	}
}

// cards is a matrix of two axes and a third, of which one cell is not made and one is not
// there at all.
func cards() *gallery.Gallery {
	price := 0.04
	g := &gallery.Gallery{Title: "Lantern Bay", Currency: "USD", Groups: []gallery.Group{{
		Block: "image.card",
		Axes:  []gallery.Axis{{Name: "rank", Values: []string{"page", "queen"}}, {Name: "light", Values: []string{"day", "night", "dusk"}}, {Name: "style", Values: []string{"ink", "oil"}}},
	}}}
	for _, style := range []string{"ink", "oil"} {
		for row, rank := range []string{"page", "queen"} {
			for column, light := range []string{"day", "night", "dusk"} {
				img := gallery.Image{
					Address: fmt.Sprintf("image.card[%q]", rank+","+light+","+style), Block: "image.card",
					Status: gallery.Unchanged, Artifact: []string{"red", "green", "blue"}[(row+column)%3], At: []string{rank, light, style},
				}
				switch {
				case style == "oil" && row == 0 && column == 1:
					img.Status, img.Artifact, img.Price = gallery.NotMade, "", &price
				case style == "oil" && row == 1 && column == 2:
					continue
				}
				g.Images = append(g.Images, img)
			}
		}
	}
	return g
}

// many has so many images of one block.
func many(n int) *gallery.Gallery {
	g := &gallery.Gallery{Title: "many", Groups: []gallery.Group{{Block: "image.x"}}}
	for i := range n {
		g.Images = append(g.Images, gallery.Image{
			Address: fmt.Sprintf("image.x[%d]", i), Block: "image.x", Status: gallery.Unchanged, Artifact: []string{"red", "green", "blue"}[i%3],
		})
	}
	return g
}

// sheets writes a sheet and returns its pages.
func sheets(t *testing.T, name string, g *gallery.Gallery, o Options) (files []string, pages []image.Image) {
	t.Helper()
	dir := t.TempDir()
	written, err := Write(t.Context(), filepath.Join(dir, name), name, g, o, paint{})
	if err != nil {
		t.Fatal(err)
	}
	for _, sheet := range written {
		files = append(files, filepath.Join(dir, sheet.Name))
		pages = append(pages, open(t, filepath.Join(dir, sheet.Name)))
	}
	return files, pages
}

func open(t *testing.T, file string) image.Image {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	img, _, err := image.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	return img
}

// seen is what is at a point, by the name of the picture; "" is the ground.
func seen(img image.Image, x, y int) string {
	r, g, b, _ := img.At(x, y).RGBA()
	for name, c := range colours() {
		if near(r, c.R) && near(g, c.G) && near(b, c.B) {
			return name
		}
	}
	if ground := ground(); near(r, ground.R) && near(g, ground.G) && near(b, ground.B) {
		return ""
	}
	return fmt.Sprintf("#%02x%02x%02x", r>>8, g>>8, b>>8)
}

func near(a uint32, b uint8) bool { return max(int(a>>8), int(b))-min(int(a>>8), int(b)) < 12 }

// The pictures of a matrix are where their values meet; the values of a third axis are
// beside each other, or below where there is no room.
func TestMatrix(t *testing.T) {
	for columns, want := range map[int][]string{
		0: {"red green blue red  blue", "green blue red green blue "},
		3: {"red green blue", "green blue red", "red  blue", "green blue "},
	} {
		_, pages := sheets(t, "cards.png", cards(), Options{Columns: columns})
		img := pages[0]
		var got []string
		for y, in := 0, false; y < img.Bounds().Dy(); y++ {
			_, filled := colours()[seen(img, margin+legend+edge/2, y)]
			if filled && !in {
				var row []string
				for column := range strings.Count(want[0], " ") + 1 {
					row = append(row, seen(img, margin+legend+column*pitch+column/3*layerGap+20, y+20))
				}
				got = append(got, strings.Join(row, " "))
			}
			in = filled
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("with %d columns the rows are (-want +got)\n%s", columns, diff)
		}
	}
}

// What was there before is left of what there is.
func TestPairs(t *testing.T) {
	g := many(4)
	g.Images[1].Status, g.Images[1].Before = gallery.Changed, &gallery.Before{Artifact: "blue"}
	g.Images[2].Planned = &gallery.Planned{Action: "regenerate", Paid: true}
	_, pages := sheets(t, "pairs.png", g, Options{Pairs: true, Columns: 2})
	img := pages[0]
	y := firstRow(img, margin+edge/2)
	var got []string
	for _, x := range []int{margin, margin + edge + between, margin + pairPitch, margin + pairPitch + edge + between} {
		got = append(got, seen(img, x+20, y+20))
	}
	if diff := cmp.Diff([]string{"blue", "green", "blue", ""}, got); diff != "" {
		t.Errorf("the row is (-want +got)\n%s", diff)
	}
	_, pages = sheets(t, "pairs.png", many(3), Options{Pairs: true})
	if b := pages[0].Bounds(); b.Dy() > 300 {
		t.Errorf("where nothing has changed the sheet is %v", b)
	}
}

// A row is as high as the highest that it shows, before or after, and no higher: wide pictures
// stand in no squares, and none is cut.
func TestRowsAreAsHighAsTheirPictures(t *testing.T) {
	wide := func(before string, planned *gallery.Planned) *gallery.Image {
		return &gallery.Image{Status: gallery.Changed, Artifact: "red", Width: 1024, Height: 512, Before: &gallery.Before{Artifact: "blue", Size: before}, Planned: planned}
	}
	for name, c := range map[string]struct {
		of             *gallery.Image
		height, paired int
	}{
		"both are wide":                    {wide("1024x512", nil), edge / 2, edge / 2},
		"the one before was a square":      {wide("1024x1024", nil), edge / 2, edge},
		"that of the one before is lost":   {wide("", nil), edge / 2, edge / 2},
		"one is planned that is higher":    {wide("1024x512", &gallery.Planned{Size: "4:3"}), edge / 2, edge * 3 / 4},
		"a ratio that is not made":         {&gallery.Image{Status: gallery.NotMade, Size: "4:3"}, edge * 3 / 4, edge * 3 / 4},
		"removed, of which a size is kept": {&gallery.Image{Status: gallery.Removed, Before: &gallery.Before{Artifact: "blue", Size: "1024x768"}}, edge * 3 / 4, edge * 3 / 4},
		"a picture of unknown size":        {&gallery.Image{Artifact: "red"}, edge, edge},
		"a panorama":                       {&gallery.Image{Artifact: "red", Width: 4000, Height: 100}, edge / 2, edge / 2},
	} {
		if got, paired := tall([]*gallery.Image{c.of}), taller([]*gallery.Image{c.of}); got != c.height || paired != c.paired {
			t.Errorf("%s: %d, and in a pair %d, want %d and %d", name, got, paired, c.height, c.paired)
		}
	}
	sheet := func(before string) int {
		g := many(1)
		g.Images[0].Status, g.Images[0].Width, g.Images[0].Height = gallery.Changed, 1024, 512
		g.Images[0].Before = &gallery.Before{Artifact: "blue", Size: before}
		_, pages := sheets(t, "pairs.png", g, Options{Pairs: true})
		return pages[0].Bounds().Dy()
	}
	if by := sheet("1024x1024") - sheet("1024x512"); by != edge/2 {
		t.Errorf("the sheet of wide pictures is %d pixels less high than that of squares, want %d", by, edge/2)
	}
}

// Blocks of one picture each stand together, also where one of several comes between them, and
// below its heading is nothing that is not its own.
func TestSinglesStandTogether(t *testing.T) {
	g := &gallery.Gallery{}
	for _, block := range []string{"image.b", "module.x.image.d", "image.a", "image.c", "module.x.image.f"} {
		group := gallery.Group{Block: block}
		if strings.HasPrefix(block, "module.x.") {
			group.Module = "module.x"
		}
		g.Groups = append(g.Groups, group)
		addresses := []string{block}
		if block == "image.b" {
			addresses = []string{"image.b[0]", "image.b[1]"}
		}
		for _, address := range addresses {
			g.Images = append(g.Images, gallery.Image{Address: address, Block: block, Artifact: "red"})
		}
	}
	byBlock := map[string][]*gallery.Image{}
	for i := range g.Images {
		byBlock[g.Images[i].Block] = append(byBlock[g.Images[i].Block], &g.Images[i])
	}
	c := &composer{gallery: g}
	var got []string
	for _, s := range c.sections(byBlock) {
		text := s.heading + ":"
		for _, img := range s.images {
			text += " " + img.Address
		}
		got = append(got, text)
	}
	want := []string{": image.a image.c", "image.b: image.b[0] image.b[1]", "module.x: module.x.image.d module.x.image.f"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the sections are (-want +got)\n%s", diff)
	}
}

// firstRow is where the first picture at x begins.
func firstRow(img image.Image, x int) int {
	for y := range img.Bounds().Dy() {
		if _, is := colours()[seen(img, x, y)]; is {
			return y
		}
	}
	return -1
}

func TestColumns(t *testing.T) {
	for columns, want := range map[int]int{1: 2*margin + edge, 3: 2*margin + 2*pitch + edge, 58: 2*margin + 57*pitch + edge} {
		if c, _ := compose(many(60), Options{Columns: columns}, newFace()); c.width != want {
			t.Errorf("%d columns are %d wide, want %d", columns, c.width, want)
		}
	}
}

// A sheet of thousands is cut into pages within the bounds, and no picture gets lost.
func TestPages(t *testing.T) {
	if testing.Short() {
		t.Skip("a sheet of many pictures")
	}
	g := many(3000)
	for _, columns := range []int{1, 0, 58} {
		c, bands := compose(g, Options{Columns: columns}, newFace())
		pages := paginate(c, bands)
		shown := 0
		for i, p := range pages {
			if p.width > MaxSide || p.height > MaxSide || p.width*p.height > MaxPixels {
				t.Errorf("page %d of %d columns has %dx%d pixels", i+1, columns, p.width, p.height)
			}
			if p.bands[1].height != 64 {
				t.Errorf("page %d of %d columns does not begin with a heading", i+1, columns)
			}
			for _, b := range p.bands {
				for _, it := range b.items {
					if it.kind == picture {
						shown++
					}
					if !it.at.In(image.Rect(0, 0, p.width, b.height)) {
						t.Fatalf("%+v is not within its band of %dx%d", it, p.width, b.height)
					}
				}
			}
		}
		if shown != 3000 {
			t.Errorf("%d columns show %d of 3000 pictures", columns, shown)
		}
		if columns == 1 && len(pages) < 50 || columns == 58 && len(pages) > 3 {
			t.Errorf("%d columns make %d pages", columns, len(pages))
		}
	}
}

// Further pages lie beside the first, and those of a longer sheet before are gone.
func TestFilesOfPages(t *testing.T) {
	dir := t.TempDir()
	name := filepath.Join(dir, "all.png")
	if _, err := Write(t.Context(), name, name, many(110), Options{Columns: 1}, paint{}); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "all-4.png"), []byte("somebody's"), 0o600); err != nil {
		t.Fatal(err)
	}
	if got := list(t, dir); !slices.Equal(got, []string{"all-2.png", "all-3.png", "all-4.png", "all.png"}) {
		t.Fatalf("110 pictures in one column are in %q", got)
	}
	if names, err := Write(t.Context(), name, name, many(2), Options{Columns: 1}, paint{}); err != nil || len(names) != 1 {
		t.Fatalf("written are %v, %v", names, err)
	}
	if got := list(t, dir); !slices.Equal(got, []string{"all-4.png", "all.png"}) {
		t.Errorf("after a shorter sheet there are %q", got)
	}
}

func list(t *testing.T, dir string) (names []string) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

func TestSameBytes(t *testing.T) {
	for _, name := range []string{"a.png", "a.jpg"} {
		var all [][]byte
		for range 2 {
			files, _ := sheets(t, name, cards(), Options{Label: Path})
			data, err := os.ReadFile(files[0])
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, data)
		}
		if !bytes.Equal(all[0], all[1]) {
			t.Errorf("%s is another one the second time", name)
		}
	}
}

// A hundred pictures as JPEG are small enough to be attached.
func TestSize(t *testing.T) {
	if testing.Short() {
		t.Skip("a sheet of many pictures")
	}
	files, _ := sheets(t, "hundred.jpg", many(100), Options{})
	info, err := os.Stat(files[0])
	if err != nil || info.Size() > 2<<20 {
		t.Errorf("100 pictures are %d bytes, %v", info.Size(), err)
	}
}

func TestOnlySheetsAreReplaced(t *testing.T) {
	dir := t.TempDir()
	at := func(name string) string { return filepath.Join(dir, name) }
	for name, data := range map[string]string{"photo.png": "\x89PNG\r\n\x1a\n, and so on", "empty.jpg": ""} {
		if err := os.WriteFile(at(name), []byte(data), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Symlink(at("empty.jpg"), at("link.png")); err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(at("folder.png"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(at(".gesso"), 0o700); err != nil {
		t.Fatal(err)
	}
	for name, problem := range map[string]string{
		"photo.png": "left as it is", "empty.jpg": "", "new.jpeg": "", "new.PNG": "",
		"link.png": "is a link", "folder.png": "is a folder", ".gesso/x.png": "no place", "nowhere/x.png": "not there",
	} {
		for range 2 { // over itself too
			_, err := Write(t.Context(), at(name), name, picture1("image.a", gallery.New), Options{}, paint{})
			if problem == "" && err != nil || problem != "" && (err == nil || !strings.Contains(err.Error(), problem)) {
				t.Errorf("%s: %v, want %q", name, err, problem)
			}
		}
	}
}

// What fails leaves the sheet of before.
func TestFailureLeavesWhatWasThere(t *testing.T) {
	dir := t.TempDir()
	name := filepath.Join(dir, "a.png")
	if _, err := Write(t.Context(), name, name, many(3), Options{}, paint{}); err != nil {
		t.Fatal(err)
	}
	before, _ := os.ReadFile(name)
	stopped, stop := context.WithCancel(t.Context())
	stop()
	if _, err := Write(stopped, name, name, many(4), Options{}, paint{}); !errors.Is(err, context.Canceled) {
		t.Errorf("a stopped one ends with %v", err)
	}
	g := many(2)
	g.Images[1].Artifact = "broken"
	if _, err := Write(t.Context(), name, name, g, Options{}, paint{}); !errors.Is(err, errBroken) {
		t.Errorf("a broken one ends with %v", err)
	}
	if after, err := os.ReadFile(name); err != nil || !bytes.Equal(before, after) {
		t.Errorf("the sheet is another one: %v", err)
	}
	if got := list(t, dir); !slices.Equal(got, []string{"a.png"}) {
		t.Errorf("there are %q", got)
	}
}

func TestCheck(t *testing.T) {
	for name, o := range map[string]Options{
		"a.gif": {}, "a": {}, "png": {}, "a.webp": {}, "": {},
		"b.png": {Columns: -1}, "c.png": {Columns: MaxColumns + 1}, "d.png": {Label: "prompt"},
	} {
		if err := Check(filepath.Join(t.TempDir(), name), name, o); err == nil {
			t.Errorf("%q with %+v is taken", name, o)
		}
	}
	if err := Check(filepath.Join(t.TempDir(), "a.JPEG"), "a.JPEG", Options{Columns: MaxColumns, Label: None, Pairs: true}); err != nil {
		t.Error(err)
	}
}

// A sheet says what is missing, and of what it is made, whatever texts there are.
func TestSaid(t *testing.T) {
	g := cards()
	g.Title, g.Problem = "x\n\u202ey", "main.hcl:3: no"
	g.Images[0].Review = &gallery.Review{Verdict: "approve", Note: "not on the sheet"}
	prompt := "a secret that a prompt has"
	g.Images[0].Prompt = &prompt
	_, bands := compose(g, Options{}, newFace())
	var said []string
	for _, b := range bands {
		for _, it := range b.items {
			said = append(said, it.text)
		}
	}
	all := strings.Join(said, "\n")
	for _, want := range []string{"image.card", "style = ink", "style = oil", "light →", "rank ↓", "day", "queen", "not made\n0.04 USD", "approved", "11 images  ·  1 not made"} {
		if !strings.Contains(all, want) {
			t.Errorf("%q is nowhere in\n%s", want, all)
		}
	}
	if strings.Contains(all, "secret") || strings.Contains(all, "not on the sheet") {
		t.Errorf("a sheet tells a prompt or a note:\n%s", all)
	}
}

// Rows are as high as their pictures.
func TestHeights(t *testing.T) {
	of := func(w, h int) *gallery.Image { return &gallery.Image{Width: w, Height: h, Artifact: "red"} }
	for _, test := range []struct {
		images []*gallery.Image
		want   int
	}{
		{nil, edge},
		{[]*gallery.Image{of(1024, 1024)}, edge},
		{[]*gallery.Image{of(512, 1024), nil}, edge},
		{[]*gallery.Image{of(1024, 512), of(1024, 768)}, 192},
		{[]*gallery.Image{of(4000, 100)}, 128},
		{[]*gallery.Image{of(1024, 512), {Status: gallery.NotMade}}, 128},
		{[]*gallery.Image{of(1024, 512), {Artifact: "red"}}, edge},
		{[]*gallery.Image{{Status: gallery.NotMade}}, edge},
	} {
		if got := tall(test.images); got != test.want {
			t.Errorf("%v are %d high, want %d", test.images, got, test.want)
		}
	}
}

func TestLabels(t *testing.T) {
	c := &composer{options: Options{Label: Address}}
	for _, test := range []struct{ address, heading, want string }{
		{`image.hero["otto"]`, "image.hero", "otto"},
		{`image.hero["a\"b"]`, "image.hero", `a"b`},
		{`image.title[0]`, "image.title", "[0]"},
		{`image.sketch`, "image.title", "image.sketch"},
		{`module.a["x"].image.b`, `module.a["x"]`, "image.b"},
		{`image.cover`, "", "image.cover"},
	} {
		img := &gallery.Image{Address: test.address, Block: test.heading}
		if got := c.label(img, test.heading); got != test.want {
			t.Errorf("%s under %s is labelled %q, want %q", test.address, test.heading, got, test.want)
		}
	}
}

func colours() map[string]color.RGBA {
	return map[string]color.RGBA{"red": {200, 40, 40, 255}, "green": {40, 160, 60, 255}, "blue": {40, 60, 200, 255}}
}
