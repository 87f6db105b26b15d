package paint

import (
	"image"
	"math"

	"gesso/runner/typeface"
)

// Recipe is all that a picture is made from.
type Recipe struct {
	Prompt string
	Model  string
	Seed   uint32

	// Width and Height are in pixels, 64 and more. An edit of 0x0 gets the shape of
	// its source.
	Width, Height int

	// Depth is how many edits lead to the picture: 0 for a generated one.
	Depth int

	// Blank leaves nothing but nearly one colour: a picture that went wrong.
	Blank bool
}

// Painter draws, one picture at a time: it keeps its canvas, fonts and encoder
// from one picture to the next, and is not safe for concurrent use.
type Painter struct {
	canvas  canvas
	photo   photo
	letters letters
	press   press
}

// New makes a painter.
func New() *Painter { return &Painter{letters: letters{typeface.New()}} }

// Draw makes a generated picture's file: PNG for the most part, JPEG for one
// recipe in seven. The bytes are the caller's.
func (p *Painter) Draw(r Recipe) ([]byte, error) {
	dice := r.dice()
	if r.Blank {
		return p.blank(r, dice)
	}
	inks := palettes[dice.below(len(palettes))]
	compose := compositions[dice.below(len(compositions))]
	band := bandHeight(r.Width, r.Height)

	p.canvas.reset(r.Width, r.Height)
	compose(&scene{
		canvas: &p.canvas, dice: dice, inks: inks,
		w: float64(r.Width), h: float64(r.Height - band),
	})
	label := p.letters.label(r, band)
	label.dark = dice.below(3) == 0
	label.draw(&p.canvas, inks)
	label.drawSwatches(&p.canvas, inks)
	return p.press.print(p.canvas.image(), r.isJPEG())
}

// Edit makes an edited picture's file from its source's pixels, which must not be
// empty. It recolours them, adds something to them, and shows the source, small,
// beside the words.
func (p *Painter) Edit(r Recipe, source image.Image) ([]byte, error) {
	if r.Width == 0 || r.Height == 0 {
		r.Width, r.Height = likeSource(source.Bounds())
	}
	dice := r.dice()
	if r.Blank {
		return p.blank(r, dice)
	}
	inks := palettes[dice.below(len(palettes))]
	band := bandHeight(r.Width, r.Height)

	label := p.letters.label(r, band)
	label.dark = true
	p.photo.reset(r.Width, r.Height)
	rows := r.Height - band
	p.photo.cover(source, rows)
	before := p.photo.miniature(label.aside.Dy(), rows)
	p.photo.develop(dice, inks, rows)
	p.photo.adorn(dice, inks, rows)
	label.draw(&p.photo, inks)
	p.photo.inset(label.aside, before)
	return p.press.print(p.photo.img, r.isJPEG())
}

// Scene is one of this package's own pictures without the words below it: what an
// edit of it should start from, as there will be new words.
func Scene(img image.Image) image.Image {
	b := img.Bounds()
	b.Max.Y -= bandHeight(b.Dx(), b.Dy())
	if whole, ok := img.(interface {
		SubImage(image.Rectangle) image.Image
	}); ok {
		return whole.SubImage(b)
	}
	return img
}

// maxEdit bounds the sides of an edit that was given no size.
const maxEdit = 1440

// likeSource is a size with a source's shape that a model could answer with.
func likeSource(b image.Rectangle) (width, height int) {
	scale := min(1, maxEdit/float64(max(b.Dx(), b.Dy())))
	side := func(n int) int { return max(64, int(math.Round(float64(n)*scale/32))*32) }
	return side(b.Dx()), side(b.Dy())
}
