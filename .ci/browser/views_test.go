package browser

import (
	"image/color"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// open opens the loupe on an address, as a link to it does.
func (b *tab) loupe(address string) {
	b.t.Helper()
	eval[bool](b, `(document.getElementById(`+quoted(address)+`).querySelector("a").click(), true)`)
	b.await(loupeOpen + ` && ` + loupeName + ` == ` + quoted(address))
	b.settle()
}

const otto, runa = `image.hero["otto"]`, `image.hero["runa"]`

// Each view shows what it says: otto was red and is blue; runa is what it was.
func TestViews(t *testing.T) {
	b := openEleven(t)
	b.loupe(otto)

	b.keys("1")
	b.settle()
	img := b.screen()
	wantColour(t, img, b.at("#l-before", .5, .5), red, "side by side, before")
	wantColour(t, img, b.at("#l-after", .5, .5), blue, "side by side, after")
	b.shot("loupe-side")

	b.keys("2")
	b.settle()
	img = b.screen()
	wantColour(t, img, b.at("#l-after", .25, .5), red, "swipe, left of the line")
	wantColour(t, img, b.at("#l-after", .75, .5), blue, "swipe, right of the line")
	eval[bool](b, `(m => { m.value = 10; m.dispatchEvent(new Event("input", {bubbles: true})); return true })(document.getElementById("mix"))`)
	b.settle()
	wantColour(t, b.screen(), b.at("#l-after", .25, .5), blue, "swipe, the line moved to the left")
	eval[bool](b, `(m => { m.value = 50; m.dispatchEvent(new Event("input", {bubbles: true})); return true })(document.getElementById("mix"))`)

	b.keys("3")
	b.settle()
	wantColour(t, b.screen(), b.at("#l-after", .5, .5), color.RGBA{120, 50, 120, 255}, "fade, half of both")

	b.keys("4")
	b.settle()
	c, _ := near(b.screen(), b.at("#l-after", .5, .5), color.RGBA{})
	if c.R < 140 || c.B < 140 {
		t.Errorf("the difference of red and blue is %v", c)
	}
	b.keys(kb.ArrowRight)
	b.await(loupeName + ` == ` + quoted(runa))
	b.settle()
	wantColour(t, b.screen(), b.at("#l-after", .5, .5), color.RGBA{0, 0, 0, 255}, "the difference of equal pictures")
	b.shot("loupe-difference")
	b.calm()
}

// Space shows the two in turn; who wants no motion gets one change a key.
func TestBlink(t *testing.T) {
	b := newTab(t)
	b.media("prefers-reduced-motion", "reduce")
	g, s := eleven()
	b.open(write(t, g, s))
	b.loupe(otto)
	b.keys("2")
	b.settle()
	place := b.at("#l-after", .75, .5)
	wantColour(t, b.screen(), place, blue, "before the key")
	b.keys(" ")
	b.settle()
	wantColour(t, b.screen(), place, red, "after it")
	b.keys(" ")
	b.settle()
	wantColour(t, b.screen(), place, blue, "after another one")
}

// Both pictures are zoomed and moved as one, also the next ones.
func TestZoomInStep(t *testing.T) {
	b := openEleven(t)
	b.loupe(otto)
	transforms := func() [2]string {
		return eval[[2]string](b, `["l-before", "l-after"].map(id => getComputedStyle(document.getElementById(id)).transform)`)
	}
	flat := transforms()
	for range 7 {
		b.keys("+")
	}
	b.keys(kb.ArrowRight + kb.ArrowDown)
	b.settle()
	zoomed := transforms()
	if zoomed[0] != zoomed[1] || zoomed[0] == flat[0] {
		t.Errorf("before the zoom %q, after it %q", flat, zoomed)
	}
	eval[bool](b, `(document.getElementById("l-next").click(), true)`)
	b.await(loupeName + ` == ` + quoted(runa))
	b.settle()
	if next := transforms(); next != zoomed {
		t.Errorf("the next picture is at %q, and was to stay at %q", next, zoomed)
	}
	b.keys("z")
	b.settle()
	if back := transforms(); back != flat {
		t.Errorf("z goes back to %q, want %q", back, flat)
	}
	b.calm()
}

// A link leads to one picture and one view; back closes what forward would open again.
func TestDeepLinks(t *testing.T) {
	b := openEleven(t)
	b.loupe(otto)
	b.keys("2")
	link := eval[string](b, `location.href`)
	entries := eval[int](b, `history.length`)
	b.keys(kb.ArrowRight)
	b.keys(kb.ArrowLeft)
	if got := eval[int](b, `history.length`); got != entries {
		t.Errorf("stepping through pictures made %d entries of the history", got-entries)
	}
	b.do(chromedp.Evaluate[chromedp.Void](`history.back()`))
	b.await(`!` + loupeOpen)
	if at := b.address(focused); at != otto {
		t.Errorf("the focus came back to %q", at)
	}
	other := newTab(t)
	other.open(link)
	other.await(loupeOpen + ` && ` + loupeName + ` == ` + quoted(otto) + ` && document.getElementById("stage").dataset.view == "swipe"`)
	other.keys(kb.Escape)
	other.await(`!` + loupeOpen)
	other.calm()
	b.calm()
}
