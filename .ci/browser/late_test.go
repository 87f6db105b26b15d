package browser

import (
	"path/filepath"
	"strings"
	"testing"
)

// lateOnes is a folder of more pictures than are elements from the start, of which the last
// has hostile words and a name of its own for listeners.
func lateOnes(t *testing.T) string {
	g := many(2100)
	last := &g.Images[2099]
	last.Blank, last.Prompt = true, ptr(`</noscript><img src=x onerror="window.pwned=1">`)
	return writeFolder(t, g, newNoisy())
}

const lastCard = `document.querySelector("[data-n='2099']")`

// The pictures of cards far down are elements once they are nearly seen, and say then what
// pictures say; until then their prompts do. All the page knows of them it knows before.
func TestLatePictures(t *testing.T) {
	b := newTab(t)
	b.open(onDisk(filepath.Join(lateOnes(t), "index.html")))
	if n := eval[int](b, `document.querySelectorAll(".card img").length`); n != 2000 {
		t.Errorf("%d pictures are elements at first", n)
	}
	if !eval[bool](b, lastCard+`.querySelector(".words").ariaHidden == null`) {
		t.Error("nobody is told of a prompt while its picture is no element")
	}
	eval[bool](b, `(`+lastCard+`.scrollIntoView(), true)`)
	b.await(lastCard + `.querySelector("img")?.naturalWidth > 0`)
	if alt := eval[string](b, lastCard+`.querySelector("img").alt`); alt != `nearly one colour: </noscript><img src=x onerror="window.pwned=1">` {
		t.Errorf("a late picture is called %q", alt)
	}
	if !eval[bool](b, lastCard+`.querySelector(".words").ariaHidden == "true" && !document.querySelector("[src=x]") && !window.pwned`) {
		t.Error("the prompt is told twice, or was obeyed")
	}
	eval[bool](b, `(document.querySelector("[data-n='2050'] a").click(), true)`) // which nobody has scrolled to
	b.await(loupeOpen + ` && document.getElementById("l-after").naturalWidth > 0`)
	if prompt := eval[string](b, `document.querySelector("#about .prompt").textContent`); !strings.HasPrefix(prompt, "portrait of hero 2050 ") {
		t.Errorf("the prompt of a late picture is %q", prompt)
	}
	b.calm()
}

// Whoever searches, groups anew or prints sees late pictures too.
func TestLatePicturesOfAnotherOrder(t *testing.T) {
	b := newTab(t)
	b.open(onDisk(filepath.Join(lateOnes(t), "index.html")))
	search := func(text string) {
		eval[bool](b, `(q => { q.value = `+quoted(text)+`; q.dispatchEvent(new Event("input", {bubbles: true})); return true })(document.getElementById("q"))`)
	}
	search(`"hero 2087"`)
	b.await(`document.querySelector("[data-n='2087'] img")?.naturalWidth > 0`)
	search("")
	eval[bool](b, `(by => (by.value = "none", by.dispatchEvent(new Event("change", {bubbles: true})), document.querySelector("[data-n='2060']").scrollIntoView(), true))(document.getElementById("by"))`)
	b.await(`document.querySelector("[data-n='2060'] img")?.naturalWidth > 0`)
	eval[bool](b, `window.dispatchEvent(new Event("beforeprint"))`)
	if n := eval[int](b, `document.querySelectorAll(".card img").length`); n != 2100 {
		t.Errorf("%d pictures are printed", n)
	}
	b.calm()
}

// Where no script runs there is nothing to make them elements, and they are from the start.
func TestLatePicturesWithoutScripts(t *testing.T) {
	dir := lateOnes(t)
	for name, open := range map[string]func(*tab){
		"off": func(b *tab) {
			b.scriptsOff()
			b.open(onDisk(filepath.Join(dir, "index.html")))
		},
		"under Jenkins' header": func(b *tab) { b.open(served(t, dir, jenkins) + "index.html") },
	} {
		t.Run(name, func(t *testing.T) {
			b := newTab(t)
			open(b)
			if n := eval[int](b, `document.querySelectorAll(".card img[src]").length`); n != 2100 {
				t.Errorf("%d pictures are there", n)
			}
			eval[bool](b, `(`+lastCard+`.scrollIntoView(), true)`)
			b.await(lastCard + `.querySelector("img").naturalWidth > 0`)
		})
	}
}
