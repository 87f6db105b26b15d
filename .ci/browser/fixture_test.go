package browser

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"gesso/runner/gallery"
	"gesso/runner/gallery/page"
)

// shelf draws pictures of one colour each, which a test can find again on the screen.
type shelf map[string]color.RGBA

// add puts a picture of a colour on the shelf, and returns its name.
func (s shelf) add(name string, c color.RGBA) string {
	sum := sha256.Sum256([]byte(name))
	sha := hex.EncodeToString(sum[:])
	s[sha] = c
	return sha
}

func (s shelf) Thumb(sha string) ([]byte, error)   { return s.draw(sha, 320) }
func (s shelf) Preview(sha string) ([]byte, error) { return s.draw(sha, 640) }

func (s shelf) draw(sha string, edge int) ([]byte, error) {
	c, known := s[sha]
	if !known {
		return nil, fs.ErrNotExist
	}
	img := image.NewRGBA(image.Rect(0, 0, edge, edge))
	draw.Draw(img, img.Rect, image.NewUniform(c), image.Point{}, draw.Src)
	var b bytes.Buffer
	err := jpeg.Encode(&b, img, &jpeg.Options{Quality: 90})
	return b.Bytes(), err
}

var (
	red   = color.RGBA{200, 40, 40, 255}
	green = color.RGBA{40, 160, 60, 255}
	blue  = color.RGBA{40, 60, 200, 255}
)

func ptr[T any](v T) *T { return &v }

// portrait is an image of image.hero with a picture of its own.
func (s shelf) portrait(name string, status gallery.Status, c color.RGBA) gallery.Image {
	return gallery.Image{
		Address: "image.hero[" + strconv.Quote(name) + "]", Block: "image.hero", Status: status, Artifact: s.add(name, c), Path: "assets/" + name + ".png",
		Model: "flux-dev", Size: "1024x1024", Width: 1024, Height: 1024, Bytes: 28031, Seed: "1146774331", Price: ptr(0.02), Cost: ptr(0.02),
		Made: "2026-11-26T10:00:00Z", Prompt: ptr("portrait of " + name), Tags: gallery.Tags{"kind": "hero"},
	}
}

// compared gives an image a picture that it had before, of another prompt.
func (s shelf) compared(im gallery.Image, c color.RGBA, words ...gallery.Word) gallery.Image {
	sha, prompt := s.add(im.Address+" before", c), ""
	for _, w := range words {
		if w.Change != "+" {
			prompt += w.Text
		}
	}
	im.Before = &gallery.Before{Artifact: sha, Prompt: &prompt, Made: "2026-11-20T10:00:00Z", Model: im.Model, Size: im.Size}
	im.Words, im.Reason = words, "prompt changed"
	im.Takes = []gallery.Take{
		{Number: 1, Artifact: sha, Here: true, Prompt: &prompt, Made: "2026-11-20T10:00:00Z", Cost: ptr(0.02), Model: im.Model},
		{Number: 2, Artifact: im.Artifact, Here: true, Current: true, Prompt: im.Prompt, Made: im.Made, Cost: ptr(0.02), Model: im.Model},
	}
	return im
}

// eleven is a gallery with eleven pictures: portraits of all kinds, a matrix of which one
// cell is not made, and a chain.
func eleven() (*gallery.Gallery, shelf) {
	s := shelf{}
	g := &gallery.Gallery{FormatVersion: gallery.Format, ID: "eleven", Title: "Lantern Bay", Currency: "USD", Base: "main"}
	add := func(im gallery.Image) { g.Images = append(g.Images, im) }
	card := func(rank, light string) gallery.Image {
		im := s.portrait(rank+","+light, gallery.New, color.RGBA{uint8(40 + 50*len(rank)), 120, uint8(30 * len(light)), 255})
		im.Block, im.At, im.Tags = "image.card", []string{rank, light}, gallery.Tags{"kind": "card"}
		im.Address = "image.card[" + strconv.Quote(rank+","+light) + "]"
		return im
	}
	for _, rank := range []string{"page", "queen"} {
		for _, light := range []string{"day", "night"} {
			im := card(rank, light)
			if rank == "queen" && light == "night" {
				im.Artifact, im.Status, im.Cost, im.Made, im.Bytes, im.Width, im.Height, im.Prompt = "", gallery.NotMade, nil, "", 0, 0, 0, nil
				im.Planned = &gallery.Planned{Action: "generate", Paid: true, Price: ptr(0.04), Reason: "new", Prompt: ptr("the queen by night")}
			}
			add(im)
		}
	}
	add(s.portrait("ada", gallery.New, color.RGBA{40, 160, 160, 255}))
	blank := s.portrait("blank", gallery.Tainted, color.RGBA{250, 250, 250, 255})
	blank.Blank, blank.Tainted = true, "it is nearly one colour"
	add(blank)
	bo := s.portrait("bo", gallery.Unchanged, color.RGBA{90, 90, 90, 255})
	bo.Review, bo.Cost = &gallery.Review{Verdict: "approve", By: "design", Note: "keep"}, ptr(0.5)
	add(bo)
	add(s.compared(s.portrait("otto", gallery.Changed, blue), red, gallery.Word{Change: "=", Text: "portrait of "}, gallery.Word{Change: "-", Text: "a boy"}, gallery.Word{Change: "+", Text: "otto"}))
	add(s.compared(s.portrait("runa", gallery.Changed, green), green, gallery.Word{Change: "=", Text: "portrait of runa"})) // the same again
	for i := range 3 {
		im := s.portrait(fmt.Sprint("title", i), gallery.Unchanged, color.RGBA{uint8(60 + 60*i), 60, 120, 255})
		im.Address, im.Block, im.Tags = fmt.Sprintf("image.title[%d]", i), "image.title", gallery.Tags{"kind": "title"}
		if i > 0 {
			im.Source = fmt.Sprintf("image.title[%d]", i-1)
		}
		add(im)
	}
	g.Groups = []gallery.Group{
		{Block: "image.card", Axes: []gallery.Axis{{Name: "rank", Values: []string{"page", "queen"}}, {Name: "light", Values: []string{"day", "night"}}}},
		{Block: "image.hero"},
		{Block: "image.title", Chain: []string{"image.title[0]", "image.title[1]", "image.title[2]"}},
	}
	count(g)
	return g, s
}

// count fills in how many images have each status.
func count(g *gallery.Gallery) {
	n := map[gallery.Status]int{}
	for i := range g.Images {
		n[g.Images[i].Status]++
	}
	g.Statuses = nil
	for _, status := range gallery.Statuses() {
		if n[status] > 0 {
			g.Statuses = append(g.Statuses, gallery.StatusCount{Status: status, Count: n[status]})
		}
	}
}

// write writes a gallery as one file, and returns its URL.
func write(t *testing.T, g *gallery.Gallery, p page.Pictures) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "gallery.html")
	out, err := os.Create(file)
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	if err := page.Write(out, g, page.Form{Edge: 320, Previews: compares(g)}, p); err != nil {
		t.Fatal(err)
	}
	return onDisk(file)
}

// writeFolder writes the folder form, and returns the folder.
func writeFolder(t *testing.T, g *gallery.Gallery, p page.Pictures) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "gallery")
	if err := page.WriteFolder(dir, g, page.Form{Edge: 320, Previews: compares(g)}, p); err != nil {
		t.Fatal(err)
	}
	return dir
}

// compares are the pictures that are compared with others.
func compares(g *gallery.Gallery) map[string]bool {
	all := map[string]bool{}
	for i := range g.Images {
		if b := g.Images[i].Before; b != nil {
			all[b.Artifact], all[g.Images[i].Artifact] = true, true
		}
	}
	return all
}

// openEleven shows the eleven pictures in a tab of their own.
func openEleven(t *testing.T) *tab {
	t.Helper()
	g, s := eleven()
	b := newTab(t)
	b.open(write(t, g, s))
	return b
}
