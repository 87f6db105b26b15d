package browser

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"math"
	"testing"

	"github.com/chromedp/chromedp"
)

// What is where on the screen, in words of the page. One place knows the markup.
const (
	loupeOpen = `document.getElementById("loupe").open`
	loupeName = `document.getElementById("l-name").textContent`
	focused   = `(document.activeElement.closest(".card") || {}).id || ""`
	shown     = `[...document.querySelectorAll(".card")].filter(c => c.checkVisibility()).length`
)

func (b *tab) address(js string) string { b.t.Helper(); return eval[string](b, js) }

// screen is what is seen.
func (b *tab) screen() image.Image {
	b.t.Helper()
	data, err := chromedp.Run(b.ctx, chromedp.CaptureScreenshot())
	if err != nil {
		b.t.Fatal(err)
	}
	img, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		b.t.Fatal(err)
	}
	return img
}

// settle waits until the pictures of the loupe are decoded and painted.
func (b *tab) settle() {
	b.t.Helper()
	eval[bool](b, `Promise.all([...document.querySelectorAll("#stage img")].filter(i => i.src && !i.hidden).map(i => i.decode().catch(() => {})))
		.then(() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(true)))))`)
}

type point struct{ X, Y float64 }

// at is the place of a share of the width and height of an element.
func (b *tab) at(selector string, x, y float64) point {
	b.t.Helper()
	box := eval[struct{ X, Y, W, H float64 }](b, `(r => ({X: r.x, Y: r.y, W: r.width, H: r.height}))(document.querySelector(`+quoted(selector)+`).getBoundingClientRect())`)
	return point{box.X + x*box.W, box.Y + y*box.H}
}

// near reports whether a point of the screen has a colour, but for what JPEG does to it.
func near(img image.Image, p point, want color.RGBA) (color.RGBA, bool) {
	c := color.RGBAModel.Convert(img.At(int(p.X), int(p.Y))).(color.RGBA)
	off := func(a, b uint8) float64 { return math.Abs(float64(a) - float64(b)) }
	return c, off(c.R, want.R) < 14 && off(c.G, want.G) < 14 && off(c.B, want.B) < 14
}

func wantColour(t *testing.T, img image.Image, p point, want color.RGBA, what string) {
	t.Helper()
	if got, ok := near(img, p, want); !ok {
		t.Errorf("%s: %v at %v, want %v", what, got, p, want)
	}
}
