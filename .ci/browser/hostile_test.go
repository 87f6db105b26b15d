package browser

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"gesso/runner/gallery"
)

// hostile is what somebody may have written where a page shows it.
var hostile = []string{
	`<script>window.pwned=1</script>`,
	`</script><script>window.pwned=2</script>`,
	`<img src=x onerror=window.pwned=3>`,
	`"><img src=x onerror="window.pwned=4">`,
	`'><svg/onload=window.pwned=5>`,
	`</textarea><script>window.pwned=6</script>`,
	`</title></style><script>window.pwned=7</script>`,
	`<!--<script>`,
	`-->`,
	`]]>`,
	`javascript:window.pwned=8`,
	`<a href="javascript:window.pwned=9">x</a>`,
	`<iframe srcdoc="<script>parent.pwned=10</script>">`,
	`<meta http-equiv=refresh content="0;url=javascript:window.pwned=11">`,
	`<base href="http://evil.example/">`,
	`<style>*{display:none}</style>`,
	`</li></ul></main><h1>gone</h1>`,
	`{{constructor.constructor('window.pwned=12')()}}`,
	"${window.pwned=13}",
	`&lt;script&gt;window.pwned=14&lt;/script&gt;`,
	`&quot; onmouseover=&quot;window.pwned=15`,
	"\u202egnp.exe\u202c",
	"a\u2066b\u2069c\u200fd\u200b",
	"line\u2028line\u2029end",
	`__proto__`, `constructor`, `toString`, `hasOwnProperty`,
	`=HYPERLINK("http://evil.example")`,
	`%3Cscript%3E`, `#&view=swipe`, `&q=<b>`,
	`+ADw-script+AD4-window.pwned=16+ADw-/script+AD4-`,
	`\u003cscript\u003ewindow.pwned=17\u003c/script\u003e`,
	`<div id=gallery>clobbered</div>`, `<form id=loupe><input name=open>`,
}

// escaped is a text as pages show it: what would be obeyed or not seen is an escape.
func escaped(s string) string {
	var b strings.Builder
	for _, r := range s {
		switch {
		case r == '\n', r == '\t', !unicode.Is(unicode.Bidi_Control, r) && !strings.ContainsRune("\u200b\u2028\u2029\u2060\ufeff", r) && !unicode.IsControl(r):
			b.WriteRune(r)
		default:
			fmt.Fprintf(&b, `\u%04x`, r)
		}
	}
	return b.String()
}

// corpus is a gallery in which all that is not ours is hostile.
func corpus() (*gallery.Gallery, shelf) {
	s := shelf{}
	g := &gallery.Gallery{FormatVersion: gallery.Format, ID: "hostile", Title: hostile[0], Base: hostile[2], Currency: "<b>", Problem: hostile[4]}
	for n, text := range hostile {
		im := s.compared(s.portrait(strconv.Itoa(n), gallery.Changed, blue), red, gallery.Word{Change: "=", Text: text}, gallery.Word{Change: "-", Text: text}, gallery.Word{Change: "+", Text: text})
		im.Address, im.Block = "image.hero["+strconv.Quote(text)+"]", "image.hero"
		im.Prompt, im.Path, im.Model, im.Seed, im.Size, im.Reason, im.Tainted = &text, "assets/"+text, text, text, text, text, text
		im.Tags = gallery.Tags{text: text}
		im.Review = &gallery.Review{Verdict: "reject", By: text, Note: text}
		im.Planned = &gallery.Planned{Action: text, Paid: true, Reason: text, Prompt: &text, Words: im.Words}
		im.At = []string{text}
		g.Images = append(g.Images, im)
	}
	g.Groups = []gallery.Group{{Block: "image.hero", Module: hostile[1], Axes: []gallery.Axis{{Name: hostile[2], Values: hostile}}}}
	count(g)
	return g, s
}

// unharmed fails where something ran, or the page is not what it was.
func (b *tab) unharmed() {
	b.t.Helper()
	if got := eval[int](b, `Number(window.pwned || 0)`); got != 0 {
		b.t.Errorf("what somebody has written ran: %d", got)
	}
	if n := eval[int](b, `document.querySelectorAll("iframe, svg, base, .card script, .card img[src=x], meta[http-equiv=refresh], .card style, h1 + h1").length`); n != 0 {
		b.t.Errorf("%d elements are not ours", n)
	}
	b.calm()
}

// What somebody has written is text, wherever the page shows it, and nothing of it runs.
func TestHostileWordsAreText(t *testing.T) {
	g, s := corpus()
	b := newTab(t)
	b.open(write(t, g, s))
	b.unharmed()
	for n, text := range hostile {
		card := fmt.Sprintf(`document.querySelector("[data-n='%d']")`, n)
		if got := b.address(card + `.querySelector(".words").textContent`); got != escaped(text) {
			t.Errorf("the card of %q says %q", text, got)
		}
		if got := b.address(card + `.id`); got != g.Images[n].Address {
			t.Errorf("the card of %q is %q", g.Images[n].Address, got)
		}
		eval[bool](b, card+`.querySelector("a").click() || true`)
		b.await(loupeOpen + ` && ` + loupeName + ` == ` + quoted(escaped(g.Images[n].Address)))
		all := b.address(`document.getElementById("about").textContent`)
		if got := strings.Count(all, escaped(text)); got < 8 {
			t.Errorf("the loupe says %q %d times: %s", text, got, all)
		}
		for _, view := range []string{"2", "4", "1"} {
			b.keys(view)
		}
		eval[bool](b, `(document.getElementById("l-close").click(), true)`)
		b.await(`!` + loupeOpen)
	}
	b.unharmed()
	for _, by := range eval[[]string](b, `[...document.getElementById("by").options].map(o => o.value)`) {
		eval[bool](b, `(s => { s.value = `+quoted(by)+`; s.dispatchEvent(new Event("change")); return true })(document.getElementById("by"))`)
		if n := eval[int](b, `document.querySelectorAll(".card").length`); n != len(hostile) {
			t.Fatalf("grouped by %q there are %d cards of %d", by, n, len(hostile))
		}
	}
	b.unharmed()
	// Notes that a reviewer writes, and files of colleagues, are no better.
	eval[bool](b, `(s => { s.value = "block"; s.dispatchEvent(new Event("change")); return true })(document.getElementById("by"))`)
	file := filepath.Join(t.TempDir(), "colleague.decisions")
	if err := os.WriteFile(file, []byte(colleague(g)), 0o644); err != nil {
		t.Fatal(err)
	}
	b.load(file)
	b.unharmed()
}

// colleague is a file of decisions about all of a gallery, with hostile notes.
func colleague(g *gallery.Gallery) string {
	var b strings.Builder
	b.WriteString(`{"gesso":"decisions","version":1,"reviewer":` + quoted(hostile[2]) + "}\n")
	for i := range g.Images {
		fmt.Fprintf(&b, `{"address":%s,"artifact":"%s","verdict":"approve","note":%s}`+"\n", quoted(g.Images[i].Address), g.Images[i].Artifact, quoted(hostile[i%len(hostile)]))
	}
	b.WriteString(`{"address":"__proto__","artifact":"x","verdict":"constructor"}` + "\n")
	return b.String()
}

// The same through all of gesso: hostile keys, prompts, tags and paths in a configuration,
// pictures of the sandbox, and the page that gesso writes.
func TestHostileConfiguration(t *testing.T) {
	dir := t.TempDir()
	var keys strings.Builder
	for _, text := range hostile {
		if strings.ContainsAny(text, "\u202e\u2066\u200f\u200b\u2028") {
			continue // which addresses and paths refuse
		}
		fmt.Fprintf(&keys, "    %s,\n", hcl(text))
	}
	config := `provider "flux" {
  endpoint      = "sandbox"
  poll_interval = "10ms"
}
locals {
  texts = [
` + keys.String() + `  ]
}
image "hero" {
  for_each = toset(local.texts)
  prompt   = each.key
  path     = "assets/${md5(each.key)}.png"
  size     = "256x256"
  tags     = { said = each.key }
}
`
	if err := os.WriteFile(filepath.Join(dir, "main.hcl"), []byte(config), 0o644); err != nil {
		t.Fatal(err)
	}
	runGesso(t, dir, "apply", "-auto-approve")
	runGesso(t, dir, "gallery")
	b := newTab(t)
	b.open(onDisk(filepath.Join(dir, "gallery.html")))
	b.unharmed()
	if n := eval[int](b, `document.querySelectorAll(".card img").length`); n < 25 {
		t.Errorf("%d cards", n)
	}
	for _, text := range []string{hostile[0], hostile[3], hostile[14]} {
		if n := eval[int](b, `[...document.querySelectorAll(".card .words")].filter(w => w.textContent == `+quoted(text)+`).length`); n != 1 {
			t.Errorf("%d cards say %q", n, text)
		}
	}
}

// hcl is a text as a configuration has it.
func hcl(text string) string {
	text = strconv.Quote(text)
	return strings.NewReplacer("${", "$${", "%{", "%%{").Replace(text)
}

// runGesso runs gesso in a folder, and returns what it says.
func runGesso(t *testing.T, dir string, args ...string) string {
	t.Helper()
	return runGessoTo(t, dir, 0, args...)
}

// runGessoTo runs gesso where another exit code is right.
func runGessoTo(t *testing.T, dir string, code int, args ...string) string {
	t.Helper()
	command := exec.Command(gesso, args...)
	command.Dir = dir
	out, err := command.CombinedOutput()
	if command.ProcessState == nil || command.ProcessState.ExitCode() != code {
		t.Fatalf("gesso %s: %v, want exit code %d\n%s", strings.Join(args, " "), err, code, out)
	}
	return string(out)
}
