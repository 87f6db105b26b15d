package browser

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// Pages for people to look at, in GESSO_SHOTS: what looks wrong no test finds.
func TestShots(t *testing.T) {
	if os.Getenv("GESSO_SHOTS") == "" {
		t.Skip("with a folder for screenshots in GESSO_SHOTS")
	}
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(filepath.Join("..", "..", "examples", "catalogue"))); err != nil {
		t.Fatal(err)
	}
	runGesso(t, dir, "apply", "-auto-approve")
	runGesso(t, dir, "gallery")
	small := newProject(t, "sandbox")
	runGesso(t, small, "apply", "-auto-approve")
	runGesso(t, small, "apply", "-auto-approve", "-var=fox=a red fox in the snow")
	runGesso(t, small, "gallery", "-var=fox=a red fox in the snow")
	g, s := eleven()
	pages := map[string]string{"catalogue": onDisk(filepath.Join(dir, "gallery.html")), "small": onDisk(filepath.Join(small, "gallery.html")), "eleven": write(t, g, s), "thousands": write(t, many(2000), newNoisy())}
	for name, url := range pages {
		for _, width := range []int64{360, 1280, 2560} {
			for _, scheme := range []string{"light", "dark"} {
				b := newTab(t)
				b.media("prefers-color-scheme", scheme)
				b.viewport(width, map[int64]int64{360: 740, 1280: 900, 2560: 1300}[width])
				b.open(url)
				b.await(`[...document.querySelectorAll(".card img")].slice(0, 4).filter(i => i.checkVisibility({contentVisibilityAuto: true})).every(i => i.complete)`)
				at := fmt.Sprintf("%s-%d-%s", name, width, scheme)
				b.shot(at + "-grid")
				if name == "catalogue" {
					b.do(chromedp.Evaluate[chromedp.Void](`scrollTo(0, 1600)`))
					b.screen()
					b.shot(at + "-scrolled")
				}
				b.do(chromedp.Evaluate[chromedp.Void](`([...document.querySelectorAll(".card")].find(c => c.textContent.includes("changed")) || document.querySelector(".card")).querySelector("a").click()`))
				b.await(loupeOpen)
				for _, view := range []string{"1", "2", "4"} {
					b.keys(view)
					b.settle()
					if view == "1" || name == "small" {
						b.shot(at + "-loupe" + view)
					}
				}
				b.keys(kb.Escape)
				b.await(`!` + loupeOpen)
			}
		}
	}
}
