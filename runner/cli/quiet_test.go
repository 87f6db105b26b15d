//go:build linux || darwin || freebsd

package cli_test

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/png"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"gesso/runner/cli"
	"gesso/runner/sandbox"
	"gesso/state/home"
)

// quietProject is a folder of which plans look at everything that there is to look
// at, with the command line and the environment that they are made with.
type quietProject struct {
	*project
	environ []string
	args    []string
	ahead   time.Duration // of the clock: what was written is long ago
	manners func(home.Options) home.Options
}

const quietConfig = `
provider "flux" {
  endpoint = %q
}
variable "style" { default = "ink" }
variable "tone" { default = "warm" }
locals {
  rows  = csvdecode(file("rows.csv"))
  notes = fileset(path.module, "notes/**")
  extra = fileexists("extra.txt") ? file("extra.txt") : "none"
}
image "fox" {
  for_each = { for row in local.rows : row.name => row }
  prompt   = "${each.key}, ${var.style}, ${var.tone}, ${local.extra}, ${length(local.notes)}"
  size     = "256x256"
  path     = "out/${each.key}.png"
}
image "night" {
  source = "photo.png"
  prompt = "at night"
  model  = "flux-kontext-pro"
  size   = "1:1"
  path   = "out/deep/night.png"
}
module "part" {
  source = "./part"
}
check "few" {
  assert {
    condition     = length(image.fox) > 5
    error_message = "There are ${length(image.fox)}."
  }
}
output "where" { value = abspath("x") }
`

func newQuietProject(t *testing.T) *quietProject {
	p := &quietProject{project: newProject(t, sandbox.Options{}), ahead: time.Hour}
	p.base()
	return p
}

// base makes everything as it was at first.
func (p *quietProject) base() {
	entries, _ := os.ReadDir(p.dir)
	for _, e := range entries {
		p.remove(e.Name())
	}
	for _, dir := range []string{"part", "notes", ".git"} {
		_ = os.MkdirAll(filepath.Join(p.dir, dir), 0o755)
	}
	p.write("main.hcl", fmt.Sprintf(quietConfig, p.sandbox.URL))
	p.write("rows.csv", "name\nred\ngrey\n")
	p.write("notes/a.txt", "a")
	p.write("part/main.hcl", "image \"owl\" {\n  prompt = \"owl\"\n  size   = \"256x256\"\n  path = \"out/owl.png\"\n}\n")
	p.write("gesso.auto.hclvars", "tone = \"cold\"\n")
	p.write("photo.png", p.photo())
	_ = os.Symlink("rows.csv", filepath.Join(p.dir, "linked.csv"))
	p.environ, p.args = []string{tokenVariable + "=" + canary}, nil
}

// photo is a picture that is edited.
func (p *quietProject) photo() string {
	var b strings.Builder
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 256, 256))); err != nil {
		p.t.Fatal(err)
	}
	return b.String()
}

// say runs a command and returns all that it said.
func (p *quietProject) say(command ...string) string {
	p.t.Helper()
	var out, errs bytes.Buffer
	code := cli.Run(context.Background(), cli.Env{
		Args: slices.Concat([]string{"-chdir=" + p.dir}, command, p.args), Environ: p.environ, Stdin: strings.NewReader(""), Stdout: &out, Stderr: &errs,
		Now: func() time.Time { return time.Now().Add(p.ahead) }, Home: p.manners,
	})
	return fmt.Sprintf("exit %d\n%s---\n%s", code, &out, &errs)
}

// memory tells one memory from another.
func (p *quietProject) memory() string {
	info, err := os.Stat(filepath.Join(p.dir, ".gesso/quiet"))
	if err != nil {
		return "none"
	}
	return fmt.Sprint(info.ModTime().UnixNano())
}

// tick waits until the file system's clock has advanced.
func (p *quietProject) tick() {
	name := filepath.Join(p.t.TempDir(), "clock")
	changed := func() time.Time {
		if err := os.WriteFile(name, nil, 0o644); err != nil {
			p.t.Fatal(err)
		}
		info, err := os.Stat(name)
		if err != nil {
			p.t.Fatal(err)
		}
		return info.ModTime()
	}
	for first := changed(); !changed().After(first); {
	}
}

func TestQuietCommandsSayTheSame(t *testing.T) {
	p := newQuietProject(t)
	p.say("apply", "-auto-approve")
	for _, command := range []string{"plan", "apply"} {
		p.tick()
		first := p.say(command)
		if !strings.Contains(first, "No changes.") || !strings.Contains(first, "There are 2.") {
			t.Fatal(first)
		}
		p.tick()
		before := p.memory()
		again := p.say(command)
		if again != first {
			t.Errorf("%s says\n%s\nand then\n%s", command, first, again)
		}
		if before == "none" || p.memory() != before {
			t.Errorf("%s did its work again", command)
		}
	}
	// Who asks for something else is not answered from it.
	if said := p.say("plan", "-replace=image.night"); strings.Contains(said, "No changes") {
		t.Error(said)
	}
}

func TestNothingFleetingIsRemembered(t *testing.T) {
	t.Parallel()
	for name, line := range map[string]string{
		"time":     "output \"now\" { value = timestamp() }\n",
		"a number": "output \"id\" { value = uuid() }\n",
		"inside":   "output \"t\" { value = templatestring(local.t, {}) }\nlocals { t = \"$${plantimestamp()}\" }\n",
		"git":      "output \"head\" { value = fileexists(\".git/HEAD\") }\n",
		"in git":   "output \"all\" { value = fileset(\".\", \".git/*\") }\n",
	} {
		t.Run(name, func(t *testing.T) {
			p := newQuietProject(t)
			p.say("apply", "-auto-approve")
			p.write("more.hcl", line)
			p.tick()
			if said := p.say("plan"); !strings.Contains(said, "No changes.") {
				t.Fatal(said)
			}
			if p.memory() != "none" {
				t.Error("it was remembered")
			}
		})
	}
}

// TestQuietPlansTellTheTruth edits at random, and compares each plan with one that
// remembers nothing.
func TestQuietPlansTellTheTruth(t *testing.T) {
	t.Parallel()
	p := newQuietProject(t)
	edits := p.edits()
	names := slices.Sorted(maps.Keys(edits))
	rounds := 45
	if testing.Short() {
		rounds = 10
	}
	base := func() {
		p.base()
		p.tick()
		p.say("apply", "-auto-approve")
	}
	p.tellsTheTruth(rounds, base, func(random *rand.Rand) (string, func(*rand.Rand)) {
		name := names[random.IntN(len(names))]
		return name, edits[name]
	})
}

// joined is said once, by who connects a folder with a home.
var joined = regexp.MustCompile(`(?m)^gesso: works with the home .*\n`)

// tellsTheTruth edits in rounds what an edit is drawn for, beginning with what base makes
// after every third one, and compares each plan with one that remembers nothing.
func (p *quietProject) tellsTheTruth(rounds int, base func(), draw func(*rand.Rand) (name string, edit func(*rand.Rand))) {
	p.t.Helper()
	seed := rand.Uint64()
	random := rand.New(rand.NewPCG(seed, 0))
	p.t.Logf("seed %d", seed)
	recalled := 0
	var did []string
	for round := range rounds {
		if round%3 == 0 {
			base()
			did = nil
		}
		p.tick()
		p.say("plan")
		p.tick()
		name, edit := draw(random)
		did = append(did, name)
		edit(random)
		before := p.memory()
		got := joined.ReplaceAllString(p.say("plan"), "")
		if before != "none" && p.memory() == before && strings.Contains(got, "No changes.") {
			recalled++
		}
		p.remove(".gesso/quiet")
		if want := joined.ReplaceAllString(p.say("plan"), ""); got != want {
			p.t.Fatalf("after %q a plan says\n%s\nand without a memory\n%s", did, got, want)
		}
	}
	p.t.Logf("recalled %d of %d", recalled, rounds)
}

// edits are what can change, or not, what a plan says.
func (p *quietProject) edits() map[string]func(*rand.Rand) {
	at := func(name string) string { return filepath.Join(p.dir, name) }
	old := time.Unix(1_000_000_000, 0)
	files := []string{"main.hcl", "rows.csv", "photo.png", "out/red.png", "out/owl.png", "gesso.auto.hclvars", "part/main.hcl", "gesso.state", ".gesso/ledger", "notes/a.txt"}
	some := func(r *rand.Rand) string { return at(files[r.IntN(len(files))]) }
	home := func(name, text string) { // also where "no home" came before
		_ = os.MkdirAll(at(".gesso"), 0o755)
		p.write(".gesso/"+name, text)
	}
	return map[string]func(*rand.Rand){
		"nothing":   func(*rand.Rand) {},
		"touch":     func(r *rand.Rand) { _ = os.Chtimes(some(r), old, old) },
		"remove":    func(r *rand.Rand) { _ = os.Remove(some(r)) },
		"same size": func(r *rand.Rand) { p.flip(some(r), old) },
		"mode":      func(r *rand.Rand) { _ = os.Chmod(some(r), 0o600) },
		"swap": func(r *rand.Rand) {
			a, b := some(r), some(r)
			_ = os.Rename(a, a+"~")
			_ = os.Rename(b, a)
			_ = os.Rename(a+"~", b)
		},
		"to a folder":  func(r *rand.Rand) { name := some(r); _ = os.Remove(name); _ = os.Mkdir(name, 0o755) },
		"to a link":    func(r *rand.Rand) { name := some(r); _ = os.Remove(name); _ = os.Symlink(at("part/main.hcl"), name) },
		"extra":        func(*rand.Rand) { p.write("extra.txt", "extra") },
		"note":         func(r *rand.Rand) { p.write(fmt.Sprintf("notes/%d.txt", r.IntN(9)), "note") },
		"deep note":    func(*rand.Rand) { _ = os.MkdirAll(at("notes/deep"), 0o755); p.write("notes/deep/b.txt", "b") },
		"more":         func(*rand.Rand) { p.write("more.hcl", "image \"more\" {\n  prompt = \"more\"\n}\n") },
		"broken":       func(*rand.Rand) { p.write("broken.hcl", "image {") },
		"values":       func(*rand.Rand) { p.write("a.auto.hclvars", "style = \"chalk\"\n") },
		"other values": func(*rand.Rand) { p.write("gesso.hclvars", "style = \"oil\"\n") },
		"row":          func(*rand.Rand) { p.write("rows.csv", "name\nred\nblue\n") },
		"variable":     func(*rand.Rand) { p.environ = append(p.environ, "GESSO_VAR_style=lead") },
		"other":        func(*rand.Rand) { p.environ = append(p.environ, "SHLVL=3") },
		"argument":     func(*rand.Rand) { p.args = []string{"-var", "style=wax"} },
		"file": func(*rand.Rand) {
			p.write("given.vars", "style = \"lime\"\n")
			p.args = []string{"-var-file=given.vars"}
		},
		"clock":          func(r *rand.Rand) { p.ahead += time.Duration(r.IntN(5)) * time.Hour },
		"journal":        func(*rand.Rand) { home("journal", "torn") },
		"no ledger":      func(*rand.Rand) { p.remove(".gesso/ledger") },
		"no history":     func(*rand.Rand) { p.remove(".gesso/history") },
		"no state":       func(*rand.Rand) { p.remove("gesso.state") },
		"no store":       func(*rand.Rand) { p.remove(".gesso/objects") },
		"no home":        func(*rand.Rand) { p.remove(".gesso") },
		"no cache":       func(*rand.Rand) { p.remove(".gesso/stat") },
		"outputs moved":  func(*rand.Rand) { _ = os.Rename(at("out"), at("elsewhere")) },
		"outputs linked": func(*rand.Rand) { _ = os.Rename(at("out"), at("elsewhere")); _ = os.Symlink("elsewhere", at("out")) },
		"outputs outside": func(*rand.Rand) {
			away := p.dir + "-out"
			_ = os.RemoveAll(away)
			_ = os.Rename(at("out"), away)
			_ = os.Symlink(away, at("out"))
		},
		"git":       func(*rand.Rand) { p.write(".git/index", "x") },
		"terraform": func(*rand.Rand) { p.write("terraform.tfvars", "x = 1\n") },
		"memory":    func(*rand.Rand) { home("quiet", "gesso quiet 2\nxxxx") },
	}
}

// flip changes a byte of a file and keeps all that can be kept.
func (p *quietProject) flip(name string, when time.Time) {
	content, err := os.ReadFile(name)
	if err != nil || len(content) == 0 {
		return
	}
	content[len(content)/2] ^= 1
	_ = os.WriteFile(name, content, 0o644)
	_ = os.Chtimes(name, when, when)
}
