package browser

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"
)

// What is decided in the page, saved from it and given to apply is what the next page shows:
// approved, rejected, made again once.
func TestRoundTrip(t *testing.T) {
	dir := newProject(t, "sandbox")
	runGesso(t, dir, "apply", "-auto-approve")
	runGesso(t, dir, "gallery")
	url := onDisk(filepath.Join(dir, "gallery.html"))
	b := newTab(t)
	b.open(url)
	b.tabTo(".card a")
	if at := b.address(focused); at != "image.fox" {
		t.Fatalf("the focus is on %q", at)
	}
	b.keys("p") // fox
	b.keys("x") // ada
	b.keys("r") // bo
	again := eval[string](b, `document.querySelector('[id=\'image.hero["bo"]\'] img').src`)
	b.tabTo("#decisions-open")
	b.keys(kb.Enter)
	b.tabTo("#d-name")
	b.keys("design")
	b.tabTo("#d-save")
	b.keys(kb.Enter)
	if err := os.WriteFile(filepath.Join(dir, "gesso.decisions"), []byte(b.downloaded("gesso.decisions")), 0o644); err != nil {
		t.Fatal(err)
	}
	// A rejected picture without another take is a failure, with exit code 3.
	if said := runGessoTo(t, dir, 3, "apply", "-auto-approve", "-decisions=gesso.decisions"); !strings.Contains(said, "Plan: 1 paid") {
		t.Errorf("one picture is to be bought: %s", said)
	}
	if said := runGessoTo(t, dir, 3, "apply", "-auto-approve", "-decisions=gesso.decisions"); strings.Contains(said, " generated") || strings.Contains(said, "1 paid") {
		t.Errorf("the same file buys something again: %s", said)
	}
	runGesso(t, dir, "gallery")
	after := newTab(t) // which has kept nothing
	after.open(url)
	for address, want := range map[string]string{"image.fox": "approved", `image.hero["ada"]`: "rejected"} {
		if said := eval[string](after, `document.getElementById(`+quoted(address)+`).querySelector(".verdict").textContent`); !strings.Contains(said, want) || !strings.Contains(said, "design") {
			t.Errorf("%s is said to be %q", address, said)
		}
	}
	if now := eval[string](after, `document.querySelector('[id=\'image.hero["bo"]\'] img').src`); now == again {
		t.Error("the picture that was to be made again is the same")
	}
	after.calm()
}
