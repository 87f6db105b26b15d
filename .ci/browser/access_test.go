package browser

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/accessibility"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// axeSum is the SHA-256 of axe.min.js of axe-core 4.14.1.
const axeSum = "29348999450cdf2849a8e70b7912fc2da85a849da39c0d0d5394f51d4a9ed95c"

// axe is the checker, or the test is skipped.
func axe(t *testing.T) string {
	t.Helper()
	name := os.Getenv("GESSO_AXE")
	if name == "" {
		t.Skip("GESSO_AXE leads to no axe.min.js")
	}
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if sum := sha256.Sum256(text); hex.EncodeToString(sum[:]) != axeSum {
		t.Fatalf("%s is not axe.min.js of axe-core 4.14.1", name)
	}
	return string(text)
}

// violations are what axe has against the page as it is now.
func (b *tab) violations(axe string) []string {
	b.t.Helper()
	if !eval[bool](b, `!!window.axe`) {
		b.do(chromedp.Evaluate[chromedp.Void](axe))
	}
	return eval[[]string](b, `axe.run(document, {resultTypes: ["violations"]}).then(r => r.violations.map(v => v.id + ": " + v.help + ": " + v.nodes.slice(0, 3).map(n => n.html.slice(0, 120) + " " + (n.any[0] || {}).message).join(" | ")))`)
}

// axe finds nothing, light and dark, in the grid, the loupe and the other dialogs.
func TestAxeFindsNothing(t *testing.T) {
	script := axe(t)
	for _, scheme := range []string{"light", "dark"} {
		t.Run(scheme, func(t *testing.T) {
			b := newTab(t)
			b.media("prefers-color-scheme", scheme, "prefers-reduced-motion", "reduce")
			g, s := eleven()
			b.open(write(t, g, s))
			look := func(what string) {
				t.Helper()
				for _, v := range b.violations(script) {
					t.Errorf("%s: %s", what, v)
				}
			}
			dark := scheme == "dark" // which differs in colours alone: less is looked at, as axe takes its time
			if !dark {
				look("grid")
			}
			b.tabTo(".card a")
			b.keys("p")
			b.keys("x")
			b.keys("r")
			look("grid with decisions")
			b.loupe(otto)
			for _, view := range []string{"1", "2", "3", "4"} {
				if dark && view == "4" {
					continue
				}
				b.keys(view)
				b.settle()
				if view != "2" {
					look("loupe, view " + view)
				}
			}
			b.shot("loupe-" + scheme)
			b.keys(kb.Escape)
			b.await(`!` + loupeOpen)
			if !dark {
				b.keys("?")
				look("keys")
				b.keys(kb.Escape)
			}
			eval[bool](b, `(document.getElementById("decisions-open").click(), true)`)
			look("decisions")
			b.shot("decisions-" + scheme)
			b.keys(kb.Escape)
			if !dark {
				b.keys("/")
				b.keys("nothing like that")
				look("nothing found")
			}
		})
	}
}

// A screen reader hears of every picture by its address, its status and what it shows, of
// headings, and of what has changed.
func TestTheAccessibilityTree(t *testing.T) {
	b := openEleven(t)
	g, _ := eleven()
	b.viewport(1280, 4000) // of what is far off the screen the browser tells a screen reader when it comes there
	b.screen()
	tree := b.tree()
	links, pictures := tree["link"], tree["image"]
	for i := range g.Images {
		im := &g.Images[i]
		if !contains(links, im.Address, string(im.Status)) {
			t.Errorf("no link tells of %s that is %s", im.Address, im.Status)
		}
		if im.Artifact != "" && !contains(pictures, *im.Prompt) {
			t.Errorf("no picture is said to show %q", *im.Prompt)
		}
	}
	if len(pictures) != 11 {
		t.Errorf("%d pictures, all told: %q", len(pictures), pictures)
	}
	if !contains(pictures, "one colour") {
		t.Errorf("nothing says that a picture is blank: %q", pictures)
	}
	for role, want := range map[string]string{"heading": "Lantern Bay", "main": "", "banner": "", "search": "", "list": ""} {
		if !contains(tree[role], want) {
			t.Errorf("there is no %s %q: %q", role, want, tree[role])
		}
	}
	if !contains(append(tree["searchbox"], tree["textbox"]...), "Search") {
		t.Error("the field that searches has no name")
	}
	for role := range tree {
		switch role {
		case "button", "link", "checkbox", "radio", "slider", "combobox", "searchbox", "textbox":
			for _, name := range tree[role] {
				if strings.TrimSpace(name) == "" {
					t.Errorf("a %s has no name", role)
				}
			}
		}
	}
	if title := eval[string](b, `document.title`); !strings.Contains(title, "Lantern Bay") || !strings.Contains(title, "main") {
		t.Errorf("the title %q does not say what is compared", title)
	}
	b.tabTo(".card a")
	b.keys("p")
	if said := eval[string](b, `[...document.querySelectorAll("[role=status]")].map(e => e.textContent).join(" ")`); !strings.Contains(said, `image.card["page,day"]: approved`) {
		t.Errorf("after a decision it is said: %q", said)
	}
}

// tree is the accessibility tree: the names of the nodes of each role that are not ignored.
func (b *tab) tree() map[string][]string {
	b.t.Helper()
	if _, err := chromedp.Call(b.ctx, accessibility.Enable, cdp.Empty{}); err != nil {
		b.t.Fatal(err)
	}
	found, err := chromedp.Call(b.ctx, accessibility.GetFullAXTree, accessibility.GetFullAXTreeParams{})
	if err != nil {
		b.t.Fatal(err)
	}
	tree := map[string][]string{}
	for _, node := range found.Nodes {
		if node.Ignored || node.Role == nil {
			continue
		}
		name := ""
		if node.Name != nil {
			_ = json.Unmarshal(node.Name.Value, &name) // what is no text has none
		}
		role := ""
		_ = json.Unmarshal(node.Role.Value, &role)
		tree[role] = append(tree[role], name)
	}
	return tree
}

func contains(names []string, parts ...string) bool {
	for _, name := range names {
		all := true
		for _, part := range parts {
			all = all && strings.Contains(name, part)
		}
		if all {
			return true
		}
	}
	return false
}

// The focus is seen wherever it is, and stays in a dialog until that is closed.
func TestFocus(t *testing.T) {
	b := openEleven(t)
	for range 12 {
		b.keys(kb.Tab)
		at := eval[struct {
			What  string
			Width float64
		}](b, `(e => { const s = getComputedStyle(e); const card = e.closest(".card"); const c = card ? getComputedStyle(card) : s
			return {What: e.outerHTML.slice(0, 80), Width: Math.max(parseFloat(s.outlineStyle == "none" ? 0 : s.outlineWidth), parseFloat(c.outlineStyle == "none" ? 0 : c.outlineWidth))} })(document.activeElement)`)
		if at.Width < 2 {
			t.Errorf("the focus is not seen on %s (%v px)", at.What, at.Width)
		}
	}
	b.loupe(otto)
	for range 60 {
		b.keys(kb.Tab)
		if !eval[bool](b, `document.activeElement === document.body || document.getElementById("loupe").contains(document.activeElement)`) {
			t.Fatalf("the focus has left the dialog: %s", eval[string](b, `document.activeElement.outerHTML.slice(0, 100)`))
		}
	}
	b.keys(kb.Escape)
	b.await(`!` + loupeOpen)
	if at := b.address(focused); at != otto {
		t.Errorf("the focus came back to %q", at)
	}
}

// Nothing has to be scrolled sideways at 360 pixels, nor at 1280 with everything twice as large.
func TestNarrowAndLarge(t *testing.T) {
	g, s := corpus() // whose words are long
	for _, c := range []struct {
		name          string
		width, height int64
		scale         float64
	}{{"360", 360, 740, 2}, {"1280 at 200 %", 640, 450, 2}} {
		t.Run(c.name, func(t *testing.T) {
			b := newTab(t)
			b.do(chromedp.EmulateViewport(c.width, c.height, chromedp.EmulateScale(c.scale)))
			b.open(write(t, g, s))
			b.narrow("grid")
			b.shot("narrow-grid-" + fmt.Sprint(c.width))
			b.do(chromedp.Evaluate[chromedp.Void](`document.querySelector(".card a").click()`))
			b.await(loupeOpen)
			b.settle()
			b.narrow("loupe")
			b.shot("narrow-loupe-" + fmt.Sprint(c.width))
			for _, id := range []string{"l-close", "l-prev", "l-next"} {
				if !eval[bool](b, `(e => { const r = e.getBoundingClientRect(); return r.left >= 0 && r.right <= innerWidth + 1 && r.top >= 0 && r.bottom <= innerHeight })(document.getElementById("`+id+`"))`) {
					t.Errorf("%s is not on the screen", id)
				}
			}
			eval[bool](b, `(document.getElementById("l-close").click(), true)`)
			b.await(`!` + loupeOpen)
			eval[bool](b, `(document.getElementById("decisions-open").click(), true)`)
			b.narrow("decisions")
			eval[bool](b, `(document.getElementById("deciding").close(), document.getElementById("help-open").click(), true)`)
			b.narrow("keys")
		})
	}
}

// narrow fails where something is wider than the window.
func (b *tab) narrow(what string) {
	b.t.Helper()
	wide := eval[[]string](b, `[document.documentElement, ...document.querySelectorAll("dialog[open]")].filter(e => e.scrollWidth > e.clientWidth + 1)
		.map(e => e.tagName + " " + e.scrollWidth + " of " + e.clientWidth + ": " + [...e.querySelectorAll("*")].filter(x => x.getBoundingClientRect().right > e.getBoundingClientRect().left + e.clientWidth + 1).slice(0, 4).map(x => x.outerHTML.slice(0, 90)).join(" | "))`)
	if len(wide) > 0 {
		b.t.Errorf("%s has to be scrolled sideways: %q", what, wide)
	}
}
