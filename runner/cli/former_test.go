package cli_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"gesso/runner/picture"
	"gesso/runner/sandbox"
)

const herd = `provider "flux" {
  poll_interval = "1ms"
}

image "fox" {
  prompt = "a fox"
  size   = "256x256"
  path   = "images/fox.jpg"
  derive {
    path    = "images/small.jpg"
    width   = 32
    quality = 40
  }
}

image "snow" {
  prompt   = "the fox in snow"
  source   = image.fox
  path     = "images/snow.jpg"
  metadata = "sidecar"
}
`

// TestFormerOutputs: what gesso has written is nobody's handwork, wherever it lies still: not
// on another machine, which missed what became of it, not where that has lost what it had
// written down or has another machine's, and not where git has brought the file back. Nothing
// is bought for it, and no plan says that it is kept. What somebody has made is, everywhere.
func TestFormerOutputs(t *testing.T) {
	if testing.Short() && raced {
		t.Skip("scenarios with the same goroutines are in the sample")
	}
	t.Parallel()
	edited := func(old, new string) func(*project) {
		return func(p *project) {
			if !strings.Contains(herd, old) {
				p.t.Fatalf("the configuration has no %q", old)
			}
			text := string(p.read("main.hcl"))
			p.write("main.hcl", strings.Replace(text, old, new, 1))
			p.run(0, "apply", "-auto-approve")
			p.run(0, "apply", "-auto-approve", "-replace=image.fox")
			p.write("main.hcl", text)
			p.run(0, "apply", "-auto-approve")
		}
	}
	for what, change := range map[string]func(*project){
		"format":   edited(`images/fox.jpg`, `images/fox.png`),
		"path":     edited(`images/fox.jpg`, `images/vixen.jpg`),
		"metadata": edited(`  derive {`, "  metadata = \"embed\"\n  derive {"),
		"sidecar":  edited(`  derive {`, "  metadata = \"sidecar\"\n  derive {"),
		"quality":  edited(`quality = 40`, `quality = 80`),
		"take":     func(p *project) { p.run(0, "apply", "-auto-approve", "-replace=image.fox") },
		"forgotten": func(p *project) {
			p.run(0, "state", "rm", "image.fox")
			edited(`images/fox.jpg`, `images/vixen.jpg`)(p)
		},
		"taken back": func(p *project) {
			edited(`images/fox.jpg`, `images/fox.png`)(p)
			p.run(0, "undo", "-auto-approve", "-to=1")
			p.run(0, "apply", "-auto-approve")
		},
	} {
		for where, there := range map[string]func(ann, ben *project) *project{
			"second machine": func(_, ben *project) *project { return ben },
			"clone":          func(_, ben *project) *project { ben.remove(".gesso"); return ben },
			"copy": func(ann, ben *project) *project {
				ben.remove(".gesso")
				copyTree(ben.t, filepath.Join(ann.dir, ".gesso"), filepath.Join(ben.dir, ".gesso"))
				return ben
			},
			"git": func(ann, ben *project) *project {
				ann.remove("images")
				copyTree(ann.t, filepath.Join(ben.dir, "images"), filepath.Join(ann.dir, "images"))
				return ann
			},
		} {
			t.Run(what+"/"+where, func(t *testing.T) {
				t.Parallel()
				testFormer(t, change, there, where == "git", false)
			})
			if what != "format" {
				continue
			}
			t.Run("painted/"+where, func(t *testing.T) {
				t.Parallel()
				testFormer(t, change, there, where == "git", true)
			})
		}
	}
}

func testFormer(t *testing.T, change func(*project), there func(ann, ben *project) *project, git, hand bool) {
	text := shared + herd
	if git {
		text = herd
	}
	ann, ben := newPair(t, text)
	if !git {
		ann.run(0, "init")
	}
	ann.run(0, "apply", "-auto-approve")
	if git {
		copyTree(t, filepath.Join(ann.dir, "images"), filepath.Join(ben.dir, "images"))
	} else {
		ben.run(0, "apply", "-auto-approve")
	}
	change(ann)
	want := map[string][]byte{}
	for _, name := range []string{"images/fox.jpg", "images/small.jpg", "images/snow.jpg"} {
		want[name] = ann.read(name)
	}
	var painted []byte
	if hand {
		painted = ben.paintedOver("images/fox.jpg")
	}
	p := there(ann, ben)
	_, _ = p.asked()
	said := p.run(0, "plan")
	if byHand := strings.Contains(said, "by hand") || strings.Contains(said, "not gesso's"); byHand != hand {
		t.Errorf("somebody has painted: %v, and the plan says:\n%s", hand, said)
	}
	said += p.run(0, "apply", "-auto-approve")
	if hand {
		if !p.keeps(painted) {
			t.Errorf("what was painted is nowhere:\n%s", said)
		}
		return
	}
	p.charged(0)
	if again := p.run(0, "plan"); !strings.Contains(again, "No changes") {
		t.Errorf("the next plan:\n%s", again)
	}
	for name, data := range want {
		if !bytes.Equal(p.read(name), data) {
			t.Errorf("%s is another one", name)
		}
	}
}

// copyTree copies a folder.
func copyTree(t *testing.T, from, to string) {
	t.Helper()
	if err := os.CopyFS(to, os.DirFS(from)); err != nil {
		t.Fatal(err)
	}
}

// TestFormerOutputOfADeposedRun: what a run has placed and could not tell of any more, since
// another machine had taken over, is known by what it shows, also where the picture that it was
// converted from is at the home alone.
func TestFormerOutputOfADeposedRun(t *testing.T) {
	t.Parallel()
	ann, ben := newPair(t, strings.Replace(shared+herd, "fox.jpg", "fox.png", 1))
	ann.run(0, "init")
	ann.run(0, "apply", "-auto-approve")
	first := ann.read("images/fox.png")
	ann.run(0, "apply", "-auto-approve", "-replace=image.fox")
	ann.write("main.hcl", shared+herd)
	ann.run(0, "apply", "-auto-approve")

	var placed bytes.Buffer
	if err := picture.Convert(&placed, bytes.NewReader(first), picture.JPEG); err != nil {
		t.Fatal(err)
	}
	ben.write("main.hcl", shared+herd)
	ben.run(0, "apply", "-auto-approve")
	_, _ = ben.asked()
	ben.remove(".gesso")
	ben.write("images/fox.jpg", placed.String())
	if said := ben.run(0, "plan"); strings.Contains(said, "by hand") || !strings.Contains(said, "Plan: 0 paid, 1 free") {
		t.Errorf("the plan:\n%s", said)
	}
	ben.run(0, "apply", "-auto-approve")
	ben.charged(0)
	if !bytes.Equal(ben.read("images/fox.jpg"), ann.read("images/fox.jpg")) {
		t.Error("the output is another one")
	}
}

// shared is what the configuration of a pair says of their home.
const shared = "gesso {\n  backend \"local\" {\n    path = \"../home\"\n  }\n}\n\n"

// newPair are the machines of two who have one configuration, provider and home.
func newPair(t *testing.T, text string) (ann, ben *project) {
	t.Helper()
	ann = newProject(t, sandbox.Options{})
	root := ann.dir
	ann.dir = filepath.Join(root, "ann")
	other := *ann
	ben = &other
	ben.dir = filepath.Join(root, "ben")
	for _, dir := range []string{ann.dir, ben.dir, filepath.Join(root, "home")} {
		if err := os.Mkdir(dir, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	ann.write("main.hcl", text)
	ben.write("main.hcl", text)
	return ann, ben
}
