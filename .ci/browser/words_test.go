package browser

import (
	"strings"
	"testing"

	"gesso/runner/gallery"
)

// What became of a prompt is marked word by word, in any script, and reads as it was
// written from either side.
func TestWordsOfAnyScript(t *testing.T) {
	type word = gallery.Word
	cases := map[string][]word{
		"chinese": {{Change: "=", Text: "一只"}, {Change: "-", Text: "红色"}, {Change: "+", Text: "蓝色"}, {Change: "=", Text: "的狐狸"}},
		"arabic":  {{Change: "=", Text: "ثعلب "}, {Change: "-", Text: "أحمر"}, {Change: "+", Text: "أزرق"}, {Change: "=", Text: " في الثلج"}},
		"hebrew":  {{Change: "=", Text: "שועל "}, {Change: "+", Text: "כחול"}},
		"emoji":   {{Change: "=", Text: "a 👩‍👩‍👧 and "}, {Change: "-", Text: "🦊"}, {Change: "+", Text: "🐺🏽"}},
		"lines":   {{Change: "=", Text: "a fox\n"}, {Change: "+", Text: "by night\n"}},
	}
	g, s := &gallery.Gallery{FormatVersion: gallery.Format, ID: "words", Title: "words"}, shelf{}
	for name, words := range cases {
		im := s.compared(s.portrait(name, gallery.Changed, blue), red, words...)
		now := ""
		for _, w := range words {
			if w.Change != "-" {
				now += w.Text
			}
		}
		im.Prompt = &now
		g.Images = append(g.Images, im)
	}
	g.Groups = []gallery.Group{{Block: "image.hero"}}
	count(g)
	b := newTab(t)
	b.open(write(t, g, s))
	text := func(selector string) string {
		return eval[string](b, `[...document.querySelectorAll(`+quoted("#about .prompt "+selector)+`)].map(e => e.textContent).join("")`)
	}
	for name, words := range cases {
		b.loupe(`image.hero["` + name + `"]`)
		want := map[string]string{}
		for _, w := range words {
			want[w.Change] += w.Text
		}
		if got := text("del"); got != want["-"] {
			t.Errorf("%s: taken out is %q, want %q", name, got, want["-"])
		}
		if got := text("ins"); got != want["+"] {
			t.Errorf("%s: put in is %q, want %q", name, got, want["+"])
		}
		direction := eval[string](b, `getComputedStyle(document.querySelector("#about .prompt")).direction`)
		if rtl := name == "arabic" || name == "hebrew"; (direction == "rtl") != rtl {
			t.Errorf("%s reads %s", name, direction)
		}
		marked := eval[bool](b, `[...document.querySelectorAll("#about del")].every(e => getComputedStyle(e).textDecorationLine.includes("line-through")) && [...document.querySelectorAll("#about ins")].every(e => getComputedStyle(e).textDecorationLine.includes("underline"))`)
		if !marked {
			t.Errorf("%s: what changed is told by colour alone", name)
		}
		b.shot("words-" + name)
		eval[bool](b, `(document.getElementById("l-close").click(), true)`)
		b.await(`!` + loupeOpen)
	}
	if said := strings.Join(b.tree()["image"], " "); !strings.Contains(said, "蓝色") {
		t.Errorf("the pictures are said to show %q", said)
	}
	b.calm()
}
