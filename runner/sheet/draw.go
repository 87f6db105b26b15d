package sheet

import (
	"bytes"
	"errors"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"io/fs"
	"strings"

	"gesso/runner/resample"
	"gesso/runner/typeface"
	"gesso/spec/derive"
)

// Pictures gives what is to be seen of a picture, as JPEG, by the SHA-256 of its bytes. The
// error matches fs.ErrNotExist where it cannot be had; any other one ends the sheet.
type Pictures interface {
	Thumb(sha string) ([]byte, error)
}

// canvas is a band as it is painted.
type canvas struct {
	*image.RGBA
	face     *typeface.Face
	pictures Pictures
}

// item paints one thing.
func (c canvas) item(it item) error {
	switch it.kind {
	case words:
		c.words(it)
	case chip:
		c.fill(image.Rect(it.at.Min.X+1, it.at.Min.Y, it.at.Max.X-1, it.at.Max.Y), it.colour)
		c.fill(image.Rect(it.at.Min.X, it.at.Min.Y+1, it.at.Max.X, it.at.Max.Y-1), it.colour)
		c.text(it.text, it.at.Min.X+6, it.at.Min.Y+14, it.size, white())
	case picture, washed:
		return c.picture(it)
	case empty:
		c.empty(it)
	case rule:
		c.fill(it.at, it.colour)
	case arrow:
		c.arrow(it.at, it.colour)
	}
	return nil
}

func (c canvas) fill(at image.Rectangle, colour color.RGBA) {
	draw.Draw(c.RGBA, at, image.NewUniform(colour), image.Point{}, draw.Src)
}

// words sets a line of text in the middle of the height of where it is.
func (c canvas) words(it item) {
	x := it.at.Min.X
	if it.centre {
		x += max(0, it.at.Dx()-c.face.Width(it.text, it.size)) / 2
	}
	// Letters have most of their ink between the baseline and seven tenths above it.
	c.text(it.text, x, (it.at.Min.Y+it.at.Max.Y)/2+it.size*7/20, it.size, it.colour)
}

func (c canvas) text(text string, x, y, size int, colour color.RGBA) {
	c.face.Draw(text, image.Pt(x, y), size, func(x, y int, cover uint8) {
		if !(image.Point{X: x, Y: y}).In(c.Rect) {
			return
		}
		p := c.Pix[c.PixOffset(x, y):]
		a := int(cover)
		for i, v := range [3]uint8{colour.R, colour.G, colour.B} {
			p[i] = uint8((int(p[i])*(255-a) + int(v)*a + 127) / 255)
		}
	})
}

// picture paints a picture as large as it fits, on its panel.
func (c canvas) picture(it item) error {
	data, err := c.pictures.Thumb(it.sha)
	if errors.Is(err, fs.ErrNotExist) {
		it.text, it.size, it.colour = "its bytes are not here", smallSize, quiet()
		c.empty(it)
		return nil
	}
	if err != nil {
		return err
	}
	img, err := jpeg.Decode(bytes.NewReader(data))
	if err != nil {
		return err
	}
	fit := derive.Form{Width: it.at.Dx(), Height: it.at.Dy(), Fit: derive.Inside}
	b := img.Bounds()
	small := resample.Lay(img, fit.Layout(b.Dx(), b.Dy()), color.NRGBA{})
	c.fill(it.at, panel())
	size := small.Bounds().Size()
	corner := it.at.Min.Add(it.at.Size().Sub(size).Div(2))
	where := image.Rectangle{Min: corner, Max: corner.Add(size)}
	if it.kind == picture {
		draw.Draw(c.RGBA, where, small, small.Bounds().Min, draw.Src)
		return nil
	}
	faded := image.NewUniform(color.Alpha{0x60})
	draw.DrawMask(c.RGBA, where, small, small.Bounds().Min, faded, image.Point{}, draw.Over)
	return nil
}

// empty paints a place without a picture: a dashed frame, and why.
func (c canvas) empty(it item) {
	const dash = 6
	in := it.at.Inset(1)
	for x := in.Min.X; x < in.Max.X; x += 2 * dash {
		end := min(x+dash, in.Max.X)
		c.fill(image.Rect(x, in.Min.Y, end, in.Min.Y+1), line())
		c.fill(image.Rect(x, in.Max.Y-1, end, in.Max.Y), line())
	}
	for y := in.Min.Y; y < in.Max.Y; y += 2 * dash {
		end := min(y+dash, in.Max.Y)
		c.fill(image.Rect(in.Min.X, y, in.Min.X+1, end), line())
		c.fill(image.Rect(in.Max.X-1, y, in.Max.X, end), line())
	}
	lines := strings.Split(it.text, "\n")
	height := c.face.Height(it.size) + 2
	top := (it.at.Min.Y + it.at.Max.Y - len(lines)*height) / 2
	for i, text := range lines {
		at := image.Rect(it.at.Min.X+8, top+i*height, it.at.Max.X-8, top+(i+1)*height)
		c.words(item{at: at, text: c.face.Cut(typeface.Line(text), it.size, at.Dx()), size: it.size, colour: it.colour, centre: true})
	}
}

// arrow paints a line with a head, from left to right.
func (c canvas) arrow(at image.Rectangle, colour color.RGBA) {
	middle := (at.Min.Y + at.Max.Y) / 2
	c.fill(image.Rect(at.Min.X, middle-1, at.Max.X-1, middle+1), colour)
	head := at.Dy() / 2
	for i := range head {
		x := at.Max.X - 1 - i
		c.fill(image.Rect(x-1, middle-1-i, x+1, middle-i), colour)
		c.fill(image.Rect(x-1, middle+i, x+1, middle+1+i), colour)
	}
}
