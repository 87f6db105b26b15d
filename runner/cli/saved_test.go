package cli_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"image"
	"image/png"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"gesso/runner/cli"
	"gesso/runner/plan"
	"gesso/runner/sandbox"
	"gesso/runner/savedplan"
)

// savedConfig has what a plan can be unsure of: edits of pictures to come, prompts that
// use them, files, values, several of one request, and what is replaced by a change.
const savedConfig = `
provider "flux" {
  model         = "flux-2-klein"
  poll_interval = "2ms"
  price         = { "flux-2-klein" = 0.02 }
}
variable "style" { default = "flat" }
variable "secret" {
  sensitive = true
  default   = "hush"
}
image "base" {
  prompt = "base ${var.style} ${file("idea.txt")}"
  size   = "64x64"
}
image "edit" {
  source = image.base
  prompt = "edit ${var.style}"
  size   = "64x64"
}
image "late" {
  prompt = "late ${image.base.sha256} ${length(fileset(".", "more/*.txt"))}"
  size   = "64x64"
}
image "pair" {
  count  = 2
  prompt = "pair"
  size   = "64x64"
}
image "local" {
  source = "photo.png"
  prompt = "local"
  size   = "64x64"
}
image "hidden" {
  prompt = "hidden ${var.secret}"
  size   = "64x64"
}
`

// wild is a project that somebody else works in too.
type wild struct {
	*project
	random  *rand.Rand
	environ []string
	mine    map[string]string // files that a person has put in the place of outputs
}

// gesso runs gesso in the project's environment, and returns its exit code.
func (w *wild) gesso(args ...string) (code int, said string) {
	w.t.Helper()
	var out bytes.Buffer
	code = cli.Run(context.Background(), cli.Env{
		Args:    append([]string{"-chdir=" + w.dir}, args...),
		Environ: append([]string{tokenVariable + "=" + canary, endpointVariable + "=" + w.sandbox.URL}, w.environ...),
		Stdin:   strings.NewReader(""), Stdout: &out, Stderr: &out,
	})
	return code, out.String()
}

// edits are what happens in a directory between a plan and its apply.
var edits = []struct {
	name string
	do   func(*wild)
}{
	{"nothing", func(*wild) {}},
	{"another prompt", func(w *wild) { w.write("main.hcl", strings.Replace(savedConfig, `"pair"`, `"trio"`, 2)) }},
	{"another default", func(w *wild) { w.write("main.hcl", strings.Replace(savedConfig, `"flat"`, `"bold"`, 1)) }},
	{"another image", func(w *wild) { w.write("extra.hcl", `image "extra" { prompt = "extra" }`) }},
	{"another file", func(w *wild) { w.write("idea.txt", "other") }},
	{"one file more", func(w *wild) { w.write("more/b.txt", "") }},
	{"another photo", func(w *wild) { w.write("photo.png", string(aPicture(w.t, w.random.IntN(200)))) }},
	{"a value file", func(w *wild) { w.write("gesso.hclvars", `style = "bold"`) }},
	{"the environment", func(w *wild) { w.environ = []string{"GESSO_VAR_style=bold"} }},
	{"a secret", func(w *wild) { w.environ = []string{"GESSO_VAR_secret=other"} }},
	{"an output is edited", func(w *wild) { w.put("images/base.png") }},
	{"an output is put there", func(w *wild) { w.put("images/pair-1.png") }},
	{"an output is gone", func(w *wild) { w.remove("images/edit.png") }},
	{"the state is gone", func(w *wild) { w.remove("gesso.state") }},
	{"gesso's folder is gone", func(w *wild) { w.remove(".gesso") }},
	{"all is applied", func(w *wild) { w.gesso("apply", "-auto-approve") }},
	{"something else is applied", func(w *wild) { w.gesso("apply", "-auto-approve", "-var=style=wild") }},
	{"one is applied", func(w *wild) { w.gesso("apply", "-auto-approve", "-max-images=1") }},
	{"one is made anew", func(w *wild) { w.gesso("apply", "-auto-approve", "-replace=image.base", "-max-images=1") }},
	{"all is destroyed", func(w *wild) { w.gesso("destroy", "-auto-approve") }},
}

// put puts a file of a person's in the place of an output.
func (w *wild) put(name string) {
	text := fmt.Sprint("mine ", w.random.Int())
	_ = os.MkdirAll(filepath.Dir(filepath.Join(w.dir, name)), 0o777)
	w.write(name, text)
	w.mine[name] = text
}

// aPicture is a small one, another for another shade.
func aPicture(t *testing.T, shade int) []byte {
	t.Helper()
	picture := image.NewGray(image.Rect(0, 0, 64, 64))
	for i := range picture.Pix {
		picture.Pix[i] = uint8(shade + i%7)
	}
	var b bytes.Buffer
	if err := png.Encode(&b, picture); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// planOptions are those that a plan is made with.
var planOptions = [][]string{nil, nil, {"-var=style=round"}, {"-replace=image.base"}, {"-replace=image.pair[0]", "-var=style=round"}, {"-max-images=2"}, {"-destroy"}}

// TestSavedBuysWhatItShows makes plans in random situations, lets random things happen,
// and applies the file more than once. Whatever it does then, the file shows it.
func TestSavedBuysWhatItShows(t *testing.T) {
	t.Parallel()
	runs := 40
	if testing.Short() || raced {
		runs = 8
	}
	refused, bought := 0, 0
	for seed := range runs {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			w := &wild{project: newProject(t, sandbox.Options{}), random: rand.New(rand.NewPCG(uint64(seed), 1)), mine: map[string]string{}}
			w.prepare()
			shown := w.shown(planOptions[w.random.IntN(len(planOptions))])
			var happened []string
			for range 1 + w.random.IntN(2) {
				edit := edits[w.random.IntN(len(edits))]
				edit.do(w)
				happened = append(happened, edit.name)
			}
			w.asked()
			w.look()
			for range 2 {
				code, said := w.gesso("apply", "x.plan")
				if code == 1 {
					refused++
				}
				if !slices.Contains([]int{0, 1, 3, 4}, code) {
					t.Fatalf("%q: exit code %d\n%s", happened, code, said)
				}
			}
			n, wrong := w.beyond(shown)
			bought += n
			for _, what := range wrong {
				t.Errorf("%q: %s", happened, what)
			}
		})
	}
	if !testing.Short() && (refused == 0 || bought == 0) {
		t.Errorf("%d were refused, %d pictures were bought: the test shows nothing", refused, bought)
	}
}

// prepare makes the situation that is planned in.
func (w *wild) prepare() {
	w.write("main.hcl", savedConfig)
	w.write("idea.txt", "first")
	if err := os.Mkdir(filepath.Join(w.dir, "more"), 0o777); err != nil {
		w.t.Fatal(err)
	}
	w.write("more/a.txt", "")
	w.write("photo.png", string(aPicture(w.t, 1)))
	switch w.random.IntN(4) {
	case 0:
		w.gesso("apply", "-auto-approve")
	case 1:
		w.gesso("apply", "-auto-approve", "-max-images=2")
	case 2:
		w.gesso("apply", "-auto-approve", "-var=style=old")
		w.put("images/base.png")
	}
}

// shown saves a plan and returns what the file has of it.
func (w *wild) shown(options []string) *savedplan.File {
	if code, said := w.gesso(append([]string{"plan", "-out=x.plan"}, options...)...); code != 0 {
		w.t.Fatalf("the plan ends with %d\n%s", code, said)
	}
	f, err := savedplan.Read(filepath.Join(w.dir, "x.plan"))
	if err != nil {
		w.t.Fatal(err)
	}
	return f
}

// beyond lists what was bought and replaced that a file does not show, and tells how
// many pictures were bought.
func (w *wild) beyond(f *savedplan.File) (bought int, wrong []string) {
	allowed, late := map[string]int{}, 0
	most := f.Plan.Budget.MaxImages
	for _, c := range f.Plan.Changes {
		switch {
		case !c.Action.Paid():
		case c.Sensitive("prompt"):
			allowed["hidden hush"]++
		case c.Address == "image.late" && c.Key == "":
			late++
		default:
			allowed[c.Request.Prompt]++
		}
	}
	before, now := w.asked()
	for _, call := range now.Calls[len(before.Calls):] {
		bought += call.Count
		switch {
		case allowed[call.Prompt] >= call.Count:
			allowed[call.Prompt] -= call.Count
		case late > 0 && strings.HasPrefix(call.Prompt, "late ") && strings.HasSuffix(call.Prompt, " 1"):
			late--
		default:
			wrong = append(wrong, fmt.Sprintf("%d of %q were bought", call.Count, call.Prompt))
		}
	}
	if most != nil && bought > *most {
		wrong = append(wrong, fmt.Sprintf("%d pictures were bought with a budget of %d", bought, *most))
	}
	for name, text := range w.mine {
		sum := sha256.Sum256([]byte(text))
		if w.lies(name) || f.Outputs[name] == hex.EncodeToString(sum[:]) {
			continue
		}
		wrong = append(wrong, name+" is not what somebody put there")
	}
	return bought, wrong
}

// look forgets what was somebody's and is there no longer.
func (w *wild) look() {
	for name := range w.mine {
		if !w.lies(name) {
			delete(w.mine, name)
		}
	}
}

// lies reports whether a file that somebody has put there is there.
func (w *wild) lies(name string) bool {
	data, err := os.ReadFile(filepath.Join(w.dir, name))
	return err == nil && string(data) == w.mine[name]
}

// TestSavedHoldsNoSecret looks into a plan file for everything that must not be in it.
func TestSavedHoldsNoSecret(t *testing.T) {
	p := newProject(t, sandbox.Options{})
	p.write("main.hcl", `
provider "flux" {
  token = "`+canary+`"
  model = "flux-2-klein"
}
variable "secret" { sensitive = true }
variable "token" {
  type      = string
  ephemeral = true
}
variable "list" {
  type      = list(string)
  sensitive = true
}
variable "open" { default = "seen by all" }
image "a" {
  prompt = "${var.secret} ${join(" ", var.list)}"
  size   = "64x64"
}
image "b" {
  prompt = var.open
  source = "https://example.test/${var.secret}"
  size   = "64x64"
}
check "it" {
  assert {
    condition     = var.token != ""
    error_message = "no"
  }
}
`)
	p.write("gesso.hclvars", "secret = \"hush-1-hush\"\nlist = [\"hush-2-hush\"]\n")
	p.run(0, "plan", "-var=token=hush-3-hush", "-out=x.plan")
	f, err := savedplan.Read(filepath.Join(p.dir, "x.plan"))
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(struct {
		*savedplan.File
		Plan *plan.Plan
	}{f, f.Plan})
	if err != nil {
		t.Fatal(err)
	}
	for _, secret := range []string{canary, "hush-1-hush", "hush-2-hush", "hush-3-hush"} {
		if bytes.Contains(text, []byte(secret)) {
			t.Errorf("%s is in the file:\n%s", secret, text)
		}
	}
	if !bytes.Contains(text, []byte("seen by all")) {
		t.Errorf("what is no secret is not in the file:\n%s", text)
	}
	if got := f.Secrets(); !slices.Equal(got, []string{"list", "secret", "token"}) {
		t.Errorf("withheld are %q", got)
	}
}
