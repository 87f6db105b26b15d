package cli_test

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"gesso/runner/sandbox"
)

const crown = `image "ore" {
  prompt = "ore"
  size   = "256x256"
}

image "crown" {
  prompt = "a crown"
  size   = "256x256"
  path   = "images/crown.png"
  lifecycle {
    replace_triggered_by = [image.ore.prompt]
  }
}
`

// TestHandEditMeetsOtherChanges: whatever else happens to an image whose output somebody
// has painted over, these bytes are at an output or in the store afterwards, no more is
// bought than what a user has asked for, and the run after that finds nothing to do.
func TestHandEditMeetsOtherChanges(t *testing.T) {
	if testing.Short() && raced {
		t.Skip("scenarios with the same goroutines are in the sample")
	}
	t.Parallel()
	edit := func(old, new string) func(*project) {
		return func(p *project) {
			text := string(p.read("main.hcl"))
			if !strings.Contains(text, old) {
				p.t.Fatalf("the configuration has no %q", old)
			}
			p.write("main.hcl", strings.Replace(text, old, new, 1))
		}
	}
	several := func(steps ...func(*project)) func(*project) {
		return func(p *project) {
			for _, step := range steps {
				step(p)
			}
		}
	}
	for name, other := range map[string]struct {
		change  func(*project)
		command []string // "" is apply
		charged int
	}{
		"nothing":          {change: func(*project) {}},
		"prompt":           {change: edit(`"a crown"`, `"a gold crown"`)},
		"white space":      {change: edit(`"a crown"`, `"a   crown "`)},
		"size":             {change: edit("\"256x256\"\n  path", "\"512x512\"\n  path")},
		"take":             {change: edit(`  path   =`, "  take   = 2\n  path   =")},
		"path":             {change: edit(`images/crown.png`, `images/king/crown.png`)},
		"format":           {change: edit(`images/crown.png`, `images/crown.jpg`)},
		"metadata":         {change: edit(`  path   =`, "  metadata = \"embed\"\n  path   =")},
		"derived file":     {change: edit(`  lifecycle`, "  derive {\n    path  = \"images/small.jpg\"\n    width = 16\n  }\n  lifecycle")},
		"moved":            {change: several(edit(`image "crown"`, `image "diadem"`), edit(`image "ore"`, "moved {\n  from = image.crown\n  to   = image.diadem\n}\n\nimage \"ore\""))},
		"renamed":          {change: edit(`image "crown"`, `image "diadem"`)},
		"moved and prompt": {change: several(edit(`image "crown"`, `image "diadem"`), edit(`"a crown"`, `"a gold crown"`), edit(`image "ore"`, "moved {\n  from = image.crown\n  to   = image.diadem\n}\n\nimage \"ore\""))},
		"no longer there":  {change: edit(crown[strings.Index(crown, `image "crown"`):], "")},
		"trigger":          {change: edit(`"ore"`+"\n  size", `"gold ore"`+"\n  size"), charged: 1}, // the trigger's own picture
		"manual":           {change: several(edit(`"a crown"`, `"a gold crown"`), edit(`  path   =`, "  regenerate = \"manual\"\n  path   ="))},
		"tainted":          {change: func(p *project) { p.run(0, "taint", "image.crown") }},
		"replaced":         {change: func(*project) {}, command: []string{"-replace=image.crown"}, charged: 1},
		"restore wanted":   {change: edit("lifecycle {", "lifecycle {\n    on_drift = \"restore\"")},
		"prompt, restore":  {change: several(edit(`"a crown"`, `"a gold crown"`), edit("lifecycle {", "lifecycle {\n    on_drift = \"restore\"")), charged: 1},
		"without .gesso":   {change: func(p *project) { p.remove(".gesso") }},
		"destroyed":        {change: func(*project) {}, command: []string{"-destroy"}},
	} {
		t.Run(name, func(t *testing.T) {
			p := newProject(t, sandbox.Options{})
			p.write("main.hcl", crown)
			p.run(0, "apply", "-auto-approve")
			p.charged(2)
			painted := p.paintedOver("images/crown.png")
			other.change(p)
			said := p.run(0, append([]string{"apply", "-auto-approve"}, other.command...)...)
			p.charged(other.charged)
			if !p.keeps(painted) {
				t.Errorf("what was painted is nowhere:\n%s", said)
			}
			if len(other.command) == 0 {
				if again := p.run(0, "apply", "-auto-approve"); !strings.Contains(again, "No changes") {
					t.Errorf("the second apply:\n%s", again)
				}
				p.silent()
			}
		})
	}
}

// TestHandEditKilled: a run that keeps what somebody has painted dies after each of its
// events in turn, and neither it nor the next one loses or buys anything.
func TestHandEditKilled(t *testing.T) {
	if testing.Short() && raced {
		t.Skip("scenarios with the same goroutines are in the sample")
	}
	t.Parallel()
	for n := 1; ; n++ {
		p := newProject(t, sandbox.Options{})
		p.write("main.hcl", crown)
		p.run(0, "apply", "-auto-approve")
		p.charged(2)
		painted := p.paintedOver("images/crown.png")
		p.write("main.hcl", strings.Replace(crown, "images/crown.png", "images/king.png", 1))
		died := p.runKilled(n)
		p.run(0, "apply", "-auto-approve")
		p.charged(0)
		if !bytes.Equal(p.read("images/king.png"), painted) || !p.keeps(painted) {
			t.Errorf("after a death at event %d the output is not what was painted", n)
		}
		if !died {
			return
		}
	}
}

// keeps reports whether some file of the project has these bytes.
func (p *project) keeps(content []byte) bool {
	p.t.Helper()
	found := fmt.Errorf("found")
	err := filepath.WalkDir(p.dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		data, err := os.ReadFile(name)
		if err == nil && bytes.Equal(data, content) {
			return found
		}
		return err
	})
	if err != nil && err != found {
		p.t.Fatal(err)
	}
	return err == found
}

// paintedOver has somebody paint over an output, and returns what it is then.
func (p *project) paintedOver(path string) []byte {
	p.t.Helper()
	painted, err := paint(p.read(path), ".png", "over")
	if err != nil {
		p.t.Fatal(err)
	}
	p.write(path, string(painted))
	return painted
}
