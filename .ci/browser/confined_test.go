package browser

import (
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// served serves a folder with a policy, as those do who show other people's pages.
func served(t *testing.T, dir, policy string) string {
	t.Helper()
	files := http.FileServer(http.Dir(dir))
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Security-Policy", policy)
		files.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	return server.URL + "/"
}

// In a sandbox that allows scripts alone there is no storage, and downloads end nowhere:
// everything works, and the decisions can be copied as text.
func TestInASandbox(t *testing.T) {
	g, s := eleven()
	dir := filepath.Dir(strings.TrimPrefix(write(t, g, s), "file://"))
	b := newTab(t)
	b.open(served(t, dir, "sandbox allow-scripts") + "gallery.html")
	b.tabTo(".card a")
	b.keys("p")
	b.keys("x")
	b.loupe(otto)
	b.keys("2")
	b.keys(kb.Escape)
	b.await(`!` + loupeOpen)
	want := golden(g, "", [2]string{`image.card["page,day"]`, "approve"}, [2]string{`image.card["page,night"]`, "reject"})
	if got := b.decisions(); got != want {
		t.Errorf("the text to copy is\n%s\nwant\n%s", got, want)
	}
	eval[bool](b, `(document.getElementById("decisions-open").click(), document.getElementById("d-copy").click(), true)`)
	b.await(`document.getElementById("d-said").textContent != ""`)
	if selected := eval[string](b, `(t => t.value.slice(t.selectionStart, t.selectionEnd))(document.getElementById("d-text"))`); !strings.Contains(selected, "approve") {
		t.Errorf("selected is %q", selected)
	}
}

// jenkins is the header that Jenkins sends with what a build has made.
const jenkins = "sandbox allow-same-origin; default-src 'none'; img-src 'self'; style-src 'self';"

// Under the header that Jenkins sends there are no scripts. The folder form is styled, shows
// every thumbnail, and offers nothing that does not work.
func TestUnderJenkinsHeader(t *testing.T) {
	g, s := eleven()
	b := newTab(t)
	b.open(served(t, writeFolder(t, g, s), jenkins) + "index.html")
	b.readable(11)
	b.shot("jenkins")
}

// Without scripts everything can be read.
func TestWithoutScripts(t *testing.T) {
	g, s := eleven()
	for name, url := range map[string]string{"one file": write(t, g, s), "a folder": onDisk(filepath.Join(writeFolder(t, g, s), "index.html"))} {
		t.Run(name, func(t *testing.T) {
			b := newTab(t)
			b.scriptsOff()
			b.open(url)
			b.readable(11)
			b.shot("no-scripts")
			b.calm()
		})
	}
}

// readable fails unless the page is styled, has all its thumbnails and addresses, and shows
// no control that needs a script.
func (b *tab) readable(pictures int) {
	b.t.Helper()
	if !eval[bool](b, `getComputedStyle(document.querySelector(".cards")).display == "grid"`) {
		b.t.Error("the page is not styled")
	}
	// What is below the fold is loaded once it is scrolled to.
	b.do(chromedp.EmulateViewport(1280, 6000))
	loaded := func() int {
		return eval[int](b, `[...document.querySelectorAll(".card img")].filter(i => i.complete && i.naturalWidth > 0).length`)
	}
	for range 200 {
		if loaded() >= pictures {
			break
		}
		if _, err := chromedp.Run(b.ctx, chromedp.CaptureScreenshot()); err != nil { // which waits for a frame
			b.t.Fatal(err)
		}
	}
	if n := loaded(); n != pictures {
		b.t.Errorf("%d thumbnails of %d are there", n, pictures)
	}
	if controls := eval[[]string](b, `[...document.querySelectorAll("button, input, select, textarea, dialog")].filter(e => e.checkVisibility()).map(e => e.outerHTML.slice(0, 80))`); len(controls) > 0 {
		b.t.Errorf("controls that do nothing are seen: %q", controls)
	}
	if n := eval[int](b, shown); n != pictures+1 {
		b.t.Errorf("%d cards are seen, want %d", n, pictures+1)
	}
	b.do(chromedp.EmulateViewport(1280, 900))
}
