package page_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"html/template"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"gesso/runner/gallery"
	"gesso/runner/gallery/page"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "rewrite the golden page")

// album has the same few bytes for every picture but those that are missing.
type album struct{ missing string }

func (a album) Thumb(sha string) ([]byte, error) {
	if sha == a.missing {
		return nil, fmt.Errorf("picture %s: %w", sha, fs.ErrNotExist)
	}
	return []byte("thumb of " + sha + "\xff\xfe\xfb"), nil
}

func (a album) Preview(sha string) ([]byte, error) { return []byte("preview of " + sha), nil }

func text(s string) *string     { return &s }
func price(p float64) *float64  { return &p }
func sha(digit string) string   { return strings.Repeat(digit, 64) }
func prompted(s string) *string { return text(s) }

// small is a gallery with one of all that the markup tells apart.
func small() *gallery.Gallery {
	return &gallery.Gallery{
		FormatVersion: gallery.Format, ID: sha("9"), Title: "Lantern Bay", Base: "in the commit main", Currency: "USD",
		Statuses: []gallery.StatusCount{{Status: gallery.New, Count: 2}, {Status: gallery.Changed, Count: 1}, {Status: gallery.NotMade, Count: 1}},
		Groups: []gallery.Group{
			{Block: "image.card", Axes: []gallery.Axis{{Name: "rank", Values: []string{"page", "queen"}}, {Name: "light", Values: []string{"day"}}}},
			{Block: "image.hero"},
		},
		Images: []gallery.Image{
			{Address: `image.card["page,day"]`, Block: "image.card", Status: gallery.New, Artifact: sha("1"), Model: "flux-dev", Size: "640x896",
				Width: 640, Height: 896, Price: price(0.02), Cost: price(0.02), Prompt: text("the page, by day"), At: []string{"page", "day"}},
			{Address: `image.card["queen,day"]`, Block: "image.card", Status: gallery.NotMade, Size: "640x896", Price: price(0.02),
				Prompt: text("the queen, by day"), At: []string{"queen", "day"}},
			{Address: `image.hero["otto"]`, Block: "image.hero", Status: gallery.Changed, Artifact: sha("2"), Width: 1024, Height: 768,
				Prompt: text("an otter"), Before: &gallery.Before{Artifact: sha("3"), Prompt: text("a fox")},
				Review: &gallery.Review{Verdict: "approve", By: "design", Note: "calm"}},
			{Address: `image.hero["runa"]`, Block: "image.hero", Status: gallery.New, Artifact: sha("1"), Blank: true},
		},
	}
}

func write(t *testing.T, g *gallery.Gallery, f page.Form, p page.Pictures) string {
	t.Helper()
	var b bytes.Buffer
	if err := page.Write(&b, g, f, p); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestIndexIsGolden(t *testing.T) {
	var b bytes.Buffer
	if err := page.WriteIndex(&b, small(), page.Form{Edge: 320}); err != nil {
		t.Fatal(err)
	}
	golden := filepath.Join("testdata", "index.html")
	if *update {
		if err := os.WriteFile(golden, b.Bytes(), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), b.String()); diff != "" {
		t.Errorf("the page differs from %s (-want +got), -update accepts:\n%s", golden, diff)
	}
}

func TestTwoWritesAreEqual(t *testing.T) {
	f := page.Form{Edge: 320, Previews: map[string]bool{sha("2"): true, sha("3"): true}, Original: func(sha string) string { return "out/" + sha[:4] + ".png" }}
	first := write(t, small(), f, album{})
	if again := write(t, small(), f, album{}); again != first {
		t.Error("two writes of one gallery differ")
	}
}

// TestPolicyHasTheHashes: what is in the page is what its policy permits, and nothing else runs.
func TestPolicyHasTheHashes(t *testing.T) {
	got := write(t, small(), page.Form{}, album{})
	for element, directive := range map[string]string{"style": "style-src", "script": "script-src"} {
		parts := regexp.MustCompile(`(?s)<`+element+`>(.*?)</`+element+`>`).FindAllStringSubmatch(got, -1)
		if len(parts) != 1 {
			t.Fatalf("%d <%s> without attributes, want one", len(parts), element)
		}
		sum := sha256.Sum256([]byte(parts[0][1]))
		want := directive + " 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "';"
		if !strings.Contains(got, want) {
			t.Errorf("the policy lacks %s", want)
		}
	}
	if !strings.Contains(got, `content="default-src 'none'; `) || strings.Contains(got, "unsafe") {
		t.Error("the policy permits what is not named")
	}
}

func TestScriptHoldsToItsRules(t *testing.T) {
	script, err := page.Asset("gallery.js")
	if err != nil {
		t.Fatal(err)
	}
	for _, word := range []string{"</script", "<!--", "eval(", "Function(", "fetch(", "import(", "import ", "XMLHttpRequest", "innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "WebSocket", "sendBeacon"} {
		if bytes.Contains(script, []byte(word)) {
			t.Errorf("gallery.js has %q", word)
		}
	}
	if _, err := page.Asset("page.html"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("Asset(page.html) = %v, want not to be had", err)
	}
}

// TestSizes: what is opened all day is small.
func TestSizes(t *testing.T) {
	g := small()
	g.Groups, g.Images, g.Statuses = nil, nil, nil
	script, _ := page.Asset("gallery.js")
	style, _ := page.Asset("gallery.css")
	shell := len(write(t, g, page.Form{}, album{})) - len(script) - len(style)
	for _, part := range []struct {
		name       string
		size, most int
	}{{"gallery.js", len(script), 40 << 10}, {"gallery.css", len(style), 12 << 10}, {"the page without pictures", shell, 8 << 10}} {
		t.Logf("%s: %d bytes of %d", part.name, part.size, part.most)
		if part.size > part.most {
			t.Errorf("%s has %d bytes, the limit is %d", part.name, part.size, part.most)
		}
	}
}

// TestCardsAreSmall: without its words and its thumbnail, of which there is one anyway.
func TestCardsAreSmall(t *testing.T) {
	got := write(t, small(), page.Form{}, album{})
	cards := strings.Split(got, "<li class=card ")[1:]
	if len(cards) != len(small().Images) {
		t.Fatalf("%d cards", len(cards))
	}
	for _, card := range cards {
		card, _, _ = strings.Cut(card, "</ul>")
		bare := regexp.MustCompile(`src="[^"]*"|alt="[^"]*"|<p[^>]* class=words>.*?</p>`).ReplaceAllString(card, "")
		if len(bare) > 600 {
			t.Errorf("a card has %d bytes, the limit is 600: %s", len(bare), bare)
		}
	}
}

// TestAddressesInParts: what a group has in common is told from what is an image's own, also
// where the group's modules have keys.
func TestAddressesInParts(t *testing.T) {
	g := small()
	g.Groups = []gallery.Group{{Block: "module.town.image.card", Module: "module.town"}}
	g.Images = []gallery.Image{{Address: `module.town["a"].image.card["b"]`, Block: "module.town.image.card", Artifact: sha("1")}}
	if got, want := write(t, g, page.Form{}, album{}), `<bdi>module.town[&#34;a&#34;].image.card<b>[&#34;b&#34;]</b></bdi>`; !strings.Contains(got, want) {
		t.Errorf("the page lacks %s", want)
	}
}

// TestOriginalsAreAllowed: the policy permits files beside the page only where it links to them.
func TestOriginalsAreAllowed(t *testing.T) {
	if got := write(t, small(), page.Form{}, album{}); !strings.Contains(got, "img-src data:;") {
		t.Error("without originals the policy permits other pictures than those in the page")
	}
	got := write(t, small(), page.Form{Original: func(string) string { return "a.png" }}, album{})
	if !strings.Contains(got, "img-src data: 'self' file:;") || !strings.Contains(element(t, got, "form"), `"originals":{"1111`) {
		t.Error("originals are not linked, or not permitted")
	}
}

func TestLostPicturesAreNamed(t *testing.T) {
	got := write(t, small(), page.Form{}, album{missing: sha("2")})
	if !strings.Contains(got, `<span class="none">its bytes are nowhere here</span>`) {
		t.Error("the page does not say that a picture is not here")
	}
}

// TestHostile: text that is not ours is text, wherever it stands.
func TestHostile(t *testing.T) {
	for _, evil := range []string{
		`</script><script>alert(1)</script>`, `<!--<script>`, `"><img src=x onerror=alert(1)>`, `' onfocus='alert(1)`, "javascript:alert(1)",
		"\u202etxet", "nul\x00 bell\a", "\u2028line", "{{.Title}}", "`${alert(1)}`", "]]>", "&lt;b&gt;", "\xff\xfe",
	} {
		g := small()
		g.Title, g.Base, g.Problem = evil, evil, evil
		im := &g.Images[2]
		*im = gallery.Image{Address: `image.hero["` + evil + `"]`, Block: "image.hero", Status: gallery.Changed, Artifact: evil, Path: evil, Model: evil,
			Size: evil, Seed: evil, Prompt: &evil, Reason: evil, Tags: gallery.Tags{evil: evil}, Review: &gallery.Review{Verdict: "reject", By: evil, Note: evil},
			Before: &gallery.Before{Artifact: evil}, Looks: gallery.Looks{Colour: evil}}
		f := page.Form{Previews: map[string]bool{evil: true}, Decisions: []page.Decision{{Reviewer: evil, Address: im.Address, Note: evil}}}
		got := write(t, g, f, album{})
		if n := strings.Count(got, "<script"); n != 4 { // a preview, twice data, the script
			t.Errorf("%q: %d <script", evil, n)
		}
		for _, bad := range []string{"<img src=x", "<b>", "<!--", "\u202e", "\x00", "onfocus='alert"} {
			if strings.Contains(withoutScript(got), bad) {
				t.Errorf("%q: the page has %q", evil, bad)
			}
		}
		var data gallery.Gallery
		if err := json.Unmarshal([]byte(element(t, got, "gallery")), &data); err != nil {
			t.Errorf("%q: the data does not parse: %v", evil, err)
		} else if prompt := data.Images[2].Prompt; evil != "\xff\xfe" && prompt != nil && *prompt != evil {
			t.Errorf("%q: the data has the prompt %q", evil, *prompt)
		} else if as := ` aria-hidden="true" class=words>` + template.HTMLEscapeString(evil) + `</p>`; prompt == nil && !strings.Contains(got, as) {
			t.Errorf("%q: the prompt is neither in the data nor in the card as it is", evil)
		}
	}
}

// TestLatePicturesAreText: of a folder of thousands the later pictures are in elements that are
// text where scripts run, and whose words say nothing else there.
func TestLatePicturesAreText(t *testing.T) {
	g := small()
	g.Groups, g.Images = nil, make([]gallery.Image, 2001)
	for n := range g.Images {
		g.Images[n] = gallery.Image{Address: fmt.Sprintf("image.hero[%d]", n), Block: "image.hero", Artifact: fmt.Sprintf("%064d", n), Prompt: text("an otter")}
	}
	g.Images[2000].Blank, g.Images[2000].Prompt = true, text(`</noscript><img src=x onerror="alert(1)">`)
	var b bytes.Buffer
	if err := page.WriteIndex(&b, g, page.Form{}); err != nil {
		t.Fatal(err)
	}
	cards := strings.Split(b.String(), "<li class=card ")[1:]
	if first := cards[1999]; strings.Contains(first, "<noscript>") || !strings.Contains(first, `<p id="w1999" aria-hidden="true" class=words>an otter</p>`) {
		t.Errorf("one of the first cards is %s", first)
	}
	want := `<noscript><img src="thumbs/` + g.Images[2000].Artifact + `.jpg" alt="nearly one colour: &lt;/noscript&gt;&lt;img src=x onerror=&#34;alert(1)&#34;&gt;" loading=lazy decoding=async></noscript></div>`
	if late, _, _ := strings.Cut(cards[2000], "</ul>"); !strings.Contains(late, want) || strings.Contains(late, "aria-hidden") {
		t.Errorf("a late card is %s, and lacks %s", late, want)
	}
	b.Reset()
	if err := page.WriteCards(&b, g, page.Form{}, []int{2000}); err != nil || strings.Contains(b.String(), "<noscript>") {
		t.Errorf("a card that replaces one is late, or there is none: %v", err)
	}
	if one := write(t, g, page.Form{}, album{}); strings.Contains(one, "<noscript><img") {
		t.Error("pictures that are in the page are late")
	}
}

func withoutScript(page string) string {
	return regexp.MustCompile(`(?s)<script[ >].*?</script>|<b>Only|<b>\d+</b>|<b></b>|<b>\[[^<]*</b>| id="image[^"]*"`).ReplaceAllString(page, "")
}

func element(t *testing.T, page, id string) string {
	t.Helper()
	m := regexp.MustCompile(`(?s)<script type="application/json" id="` + id + `">(.*?)</script>`).FindStringSubmatch(page)
	if m == nil {
		t.Fatalf("no element %s", id)
	}
	return m[1]
}

// counting notes how many thumbnails were asked for.
type counting struct{ asked, written int }

func (c *counting) Thumb(string) ([]byte, error) {
	c.asked++
	return make([]byte, 14<<10), nil
}

func (c *counting) Preview(string) ([]byte, error) { return nil, fs.ErrNotExist }

// TestIsStreamed: before the hundredth thumbnail is asked for, the first ones are written.
func TestIsStreamed(t *testing.T) {
	g := small()
	g.Images = nil
	for i := range 400 {
		g.Images = append(g.Images, gallery.Image{Address: fmt.Sprintf("image.hero[%d]", i), Block: "image.hero", Artifact: fmt.Sprintf("%064x", i+1), Prompt: prompted("an otter")})
	}
	pictures := &counting{}
	w := writer(func(p []byte) {
		pictures.written += len(p)
		if behind := pictures.asked*14<<10*4/3 - pictures.written; behind > 256<<10 {
			t.Fatalf("%d bytes of thumbnails are held back", behind)
		}
	})
	if err := page.Write(w, g, page.Form{}, pictures); err != nil {
		t.Fatal(err)
	}
	if pictures.asked != 400 {
		t.Errorf("%d thumbnails were asked for, want 400", pictures.asked)
	}
}

type writer func([]byte)

func (w writer) Write(p []byte) (int, error) {
	w(p)
	return len(p), nil
}

func TestFailuresAreTold(t *testing.T) {
	if err := page.Write(io.Discard, small(), page.Form{}, broken{}); err == nil || !strings.Contains(err.Error(), "image.card") {
		t.Errorf("a thumbnail that cannot be read: %v", err)
	}
}

type broken struct{}

func (broken) Thumb(string) ([]byte, error)   { return nil, errors.New("the disk is gone") }
func (broken) Preview(string) ([]byte, error) { return nil, errors.New("the disk is gone") }

func TestFolder(t *testing.T) {
	dir := t.TempDir()
	f := page.Form{Previews: map[string]bool{sha("2"): true}}
	if err := page.WriteFolder(dir, small(), f, album{missing: sha("3")}); err != nil {
		t.Fatal(err)
	}
	var names []string
	err := fs.WalkDir(os.DirFS(dir), ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			names = append(names, strings.ReplaceAll(strings.ReplaceAll(name, sha("1"), "1"), sha("2"), "2"))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"gallery.css", "gallery.js", "index.html", "previews/2.jpg", "thumbs/1.jpg", "thumbs/2.jpg"}
	if diff := cmp.Diff(want, names); diff != "" {
		t.Errorf("the folder (-want +got):\n%s", diff)
	}
}
