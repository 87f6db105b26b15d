package browser

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"gesso/runner/gallery"
	"gesso/runner/review"
)

// downloaded is the file that the browser has saved.
func (b *tab) downloaded(name string) string {
	b.t.Helper()
	for until := time.Now().Add(20 * time.Second); time.Now().Before(until); {
		if data, err := os.ReadFile(filepath.Join(b.downloads, name)); err == nil && len(data) > 0 {
			return string(data)
		}
		eval[bool](b, `new Promise(done => setTimeout(() => done(true), 30))`)
	}
	entries, _ := os.ReadDir(b.downloads)
	b.t.Fatalf("%s was not saved: %v", name, entries)
	return ""
}

// tabTo presses the tab key until an element has the focus.
func (b *tab) tabTo(selector string) {
	b.t.Helper()
	for range 200 {
		b.keys(kb.Tab)
		if eval[bool](b, `document.activeElement.matches(`+quoted(selector)+`)`) {
			return
		}
	}
	b.t.Fatalf("the tab key does not lead to %s", selector)
}

// made is the time in a file of decisions, which is another one each time.
var made = regexp.MustCompile(`,"made":"[^"]*"`)

// golden is what eleven decisions come to: address, verdict.
func golden(g *gallery.Gallery, reviewer string, decided ...[2]string) string {
	artifacts := map[string]string{}
	for i := range g.Images {
		artifacts[g.Images[i].Address] = g.Images[i].Artifact
	}
	var b strings.Builder
	b.WriteString(`{"gesso":"decisions","version":1,"gallery":"eleven","reviewer":` + quoted(reviewer) + `}` + "\n")
	for _, d := range decided {
		b.WriteString(`{"address":` + quoted(d[0]) + `,"artifact":"` + artifacts[d[0]] + `","verdict":"` + d[1] + `"}` + "\n")
	}
	return b.String()
}

// A person decides about eleven pictures with eleven keys, and saves the file with the tab
// and enter keys: no mouse, no other key.
func TestDecidingByKeysAlone(t *testing.T) {
	b := openEleven(t)
	g, _ := eleven()
	decided := [][2]string{
		{`image.card["page,day"]`, "approve"}, {`image.card["page,night"]`, "reject"}, {`image.card["queen,day"]`, "again"},
		{`image.hero["ada"]`, "approve"}, {`image.hero["blank"]`, "reject"}, {`image.hero["bo"]`, "approve"}, {`image.hero["otto"]`, "approve"}, {`image.hero["runa"]`, "reject"},
		{`image.title[0]`, "approve"}, {`image.title[1]`, "again"}, {`image.title[2]`, "approve"},
	}
	b.tabTo(".card a")
	for i, d := range decided {
		if at := b.address(focused); at != d[0] {
			t.Fatalf("the focus is on %q, want %q", at, d[0])
		}
		b.keys(map[string]string{"approve": "p", "reject": "x", "again": "r"}[d[1]])
		if i == 3 {
			b.shot("deciding")
		}
	}
	b.tabTo("#decisions-open")
	b.keys(kb.Enter)
	b.tabTo("#d-name")
	b.keys("design")
	b.tabTo("#d-save")
	b.keys(kb.Enter)
	got := b.downloaded("gesso.decisions")
	if want := golden(g, "design", decided...); made.ReplaceAllString(got, "") != want {
		t.Errorf("the file is\n%s\nwant\n%s", got, want)
	}
	if read, err := review.Read(strings.NewReader(got), "gesso.decisions"); err != nil || len(read) != len(decided) {
		t.Errorf("gesso reads %d decisions: %v", len(read), err)
	}
	b.calm()
}

// No single key acts inside a field: what is typed is text.
func TestKeysInFieldsAreText(t *testing.T) {
	b := openEleven(t)
	b.keys("/")
	b.keys("pxru1z")
	if got := eval[string](b, `document.getElementById("q").value`); got != "pxru1z" {
		t.Errorf("the search field has %q", got)
	}
	if got := b.decisions(); strings.Count(got, "\n") != 1 {
		t.Errorf("something was decided: %s", got)
	}
}

// decisions is the file as the page would save it, without its time.
func (b *tab) decisions() string {
	b.t.Helper()
	b.await(`(document.getElementById("decisions-open").click(), document.getElementById("deciding").open)`)
	text := eval[string](b, `document.getElementById("d-text").value`)
	eval[bool](b, `(document.getElementById("deciding").close(), true)`)
	return made.ReplaceAllString(text, "")
}

func TestUndoRedoAndReload(t *testing.T) {
	b := openEleven(t)
	g, _ := eleven()
	day, night := `image.card["page,day"]`, `image.card["page,night"]`
	want := func(when string, decided ...[2]string) {
		t.Helper()
		if got, want := b.decisions(), golden(g, "", decided...); got != want {
			t.Errorf("%s: \n%s\nwant\n%s", when, got, want)
		}
	}
	b.keys("p")
	b.keys("x")
	want("decided", [2]string{day, "approve"}, [2]string{night, "reject"})
	b.keys("z", chromedp.ModifierCtrl)
	if at := b.address(focused); at != night {
		t.Errorf("after undo the focus is on %q", at)
	}
	want("undone", [2]string{day, "approve"})
	b.keys("z", chromedp.ModifierCtrl, chromedp.ModifierShift)
	want("redone", [2]string{day, "approve"}, [2]string{night, "reject"})
	b.keys("z", chromedp.ModifierCtrl)
	b.keys("z", chromedp.ModifierCtrl)
	b.keys("z", chromedp.ModifierCtrl)
	want("undone more often than done")
	b.keys("Z", chromedp.ModifierCtrl, chromedp.ModifierShift)
	b.do(chromedp.Reload())
	want("reloaded", [2]string{day, "approve"})
	if v := b.address(`document.querySelector("[data-n='0']").dataset.v`); v != "approve" {
		t.Errorf("the card says %q", v)
	}
	b.calm()
}

// A note has any text, and goes into the file as it is.
func TestNotes(t *testing.T) {
	b := openEleven(t)
	b.tabTo(".card a")
	b.keys(kb.Enter)
	b.await(loupeOpen)
	b.keys("x")
	b.keys(kb.ArrowLeft)
	b.keys("n")
	note := `six fingers, "again" </script> ж 画 😀`
	b.do(chromedp.SendKeys(chromedp.CSS("#l-note"), note))
	b.keys(kb.Escape) // leaves the field
	if !eval[bool](b, loupeOpen) {
		t.Error("the note's field was left by closing the picture")
	}
	b.keys(kb.Escape)
	b.await(`!` + loupeOpen)
	read, err := review.Read(strings.NewReader(b.decisions()), "file")
	if err != nil || len(read) != 1 || read[0].Note != note || read[0].Verdict != review.Reject {
		t.Errorf("%v %v", read, err)
	}
	b.calm()
}

// load gives the page a colleague's file.
func (b *tab) load(file string) {
	b.t.Helper()
	eval[bool](b, `(document.getElementById("decisions-open").click(), true)`)
	b.do(chromedp.SetUploadFiles(chromedp.CSS("#d-load"), []string{file}))
	b.await(`document.getElementById("d-said").textContent != ""`)
	eval[bool](b, `(document.getElementById("deciding").close(), true)`)
}
