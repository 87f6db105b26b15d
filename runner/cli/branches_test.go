package cli_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"gesso/runner/sandbox"
	"gesso/state/disk"
	"gesso/state/text"
)

const historiesVariable = "GESSO_TEST_HISTORIES" // how many histories of two branches

// manner is how git merges gesso.state.
type manner string

const (
	byDriver  manner = "driver"  // gesso does
	byUnion   manner = "union"   // git keeps the lines of both sides
	byNothing manner = "nothing" // as any text, and gesso state merge settles conflicts
)

// TestTwoBranches: two people change a configuration and apply it, each on a branch,
// each with a store of their own, and merge each other's. Whatever they did, and however
// git merges: no record is lost and none doubled, what was open stays known, and the
// plan after the merge buys nothing that both branches together did not ask for.
func TestTwoBranches(t *testing.T) {
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip(err)
	}
	histories := 3
	if testing.Short() {
		histories = 1
	}
	if n, err := strconv.Atoi(os.Getenv(historiesVariable)); err == nil {
		histories = n
	}
	served := startSandbox(t, sandbox.Options{})
	for seed := range histories {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			h := begin(t, uint64(seed), served)
			for _, m := range []manner{byDriver, byUnion, byNothing} {
				h.merge(m)
			}
		})
	}
}

// history is what two people did since they had one state.
type history struct {
	t        *testing.T
	seed     uint64
	base     disk.Loaded
	ann, bob *person
}

// person is a clone of the configuration's repository.
type person struct {
	*project
	name  string
	rng   *rand.Rand
	since *disk.Loaded // what both began from
	state *disk.Loaded // before the merge
	paid  map[string]bool
}

const sharedConfig = `provider "flux" {
  model         = "flux-2-pro"
  size          = "256x256"
  poll_interval = "5ms"
}
`

func begin(t *testing.T, seed uint64, served *sandbox.Running) *history {
	t.Helper()
	h := &history{t: t, seed: seed}
	h.ann = &person{project: &project{t: t, dir: filepath.Join(t.TempDir(), "ann"), sandbox: served}, name: "ann", rng: rand.New(rand.NewPCG(seed, 1))}
	if err := os.Mkdir(h.ann.dir, 0o777); err != nil {
		t.Fatal(err)
	}
	h.ann.git("init", "-q", "-b", "main")
	h.ann.write("main.hcl", sharedConfig)
	h.ann.write(".gitignore", "images/\n.gesso/\n")
	for n := range 2 + h.ann.rng.IntN(4) {
		h.ann.write(fmt.Sprintf("i%d.hcl", n), imageText(fmt.Sprintf("i%d", n), "", h.ann.prompt()))
	}
	h.ann.write("e0.hcl", imageText("e0", "i0", h.ann.prompt()))
	h.ann.apply()
	h.base = *h.ann.load()

	h.bob = &person{project: &project{t: t, dir: filepath.Join(filepath.Dir(h.ann.dir), "bob"), sandbox: served}, name: "bob", rng: rand.New(rand.NewPCG(seed, 2))}
	h.ann.git("clone", "-q", ".", h.bob.dir)
	for _, p := range []*person{h.ann, h.bob} {
		for range 1 + p.rng.IntN(4) {
			p.change()
			if p.rng.IntN(2) == 0 {
				p.apply()
			}
		}
		p.apply()
		if p.rng.IntN(4) == 0 {
			p.cutOff()
		}
		p.since, p.state = &h.base, p.load()
		p.paid = p.bought()
	}
	return h
}

func imageText(name, source, prompt string) string {
	if source != "" {
		return fmt.Sprintf("image %q {\n  prompt = %q\n  source = image.%s\n}\n", name, prompt, source)
	}
	return fmt.Sprintf("image %q {\n  prompt = %q\n}\n", name, prompt)
}

// prompt is one of few, so that both may have the same idea, or one of nobody else.
func (p *person) prompt() string {
	if p.rng.IntN(3) == 0 {
		return fmt.Sprint("a common thing ", p.rng.IntN(3))
	}
	return fmt.Sprint("a thing of ", p.name, " ", p.rng.IntN(1<<30))
}

// images lists the names of what is declared, without the word before them, that begin
// with a letter.
func (p *person) images(letter string) []string {
	names, err := filepath.Glob(filepath.Join(p.dir, letter+"*.hcl"))
	if err != nil {
		p.t.Fatal(err)
	}
	for i, name := range names {
		names[i] = strings.TrimSuffix(filepath.Base(name), ".hcl")
	}
	return names
}

func (p *person) pick(names []string) string {
	if len(names) == 0 {
		return ""
	}
	return names[p.rng.IntN(len(names))]
}

// change edits the configuration once.
func (p *person) change() {
	some := p.pick(p.images("i"))
	switch kind := p.rng.IntN(8); {
	case kind < 2 || some == "":
		name := fmt.Sprint("i", p.rng.IntN(12))
		p.write(name+".hcl", imageText(name, "", p.prompt()))
	case kind == 2:
		name := fmt.Sprint("e", p.rng.IntN(6))
		p.write(name+".hcl", imageText(name, some, p.prompt()))
	case kind < 5:
		p.write(some+".hcl", imageText(some, "", p.prompt()))
	case kind == 5:
		p.remove(some + ".hcl")
		p.mend()
	case kind == 6:
		p.rename(some)
	default:
		p.apply()
		p.run(0, "apply", "-auto-approve", "-replace=image."+some)
		p.commit()
	}
}

// rename gives an image another name, by a moved block or without one.
func (p *person) rename(from string) {
	to := fmt.Sprint("i", p.name, p.rng.IntN(100))
	text := strings.ReplaceAll(string(p.read(from+".hcl")), fmt.Sprintf("%q", from), fmt.Sprintf("%q", to))
	if at := strings.Index(text, "moved {"); at >= 0 {
		text = text[:at]
	}
	if p.rng.IntN(2) == 0 {
		text += fmt.Sprintf("moved {\n  from = image.%s\n  to   = image.%s\n}\n", from, to)
	}
	p.write(to+".hcl", text)
	p.remove(from + ".hcl")
	for _, edit := range p.images("e") {
		p.write(edit+".hcl", strings.ReplaceAll(string(p.read(edit+".hcl")), "source = image."+from+"\n", "source = image."+to+"\n"))
	}
}

// mend removes edits of what is declared no longer, as a person would after a merge, and
// gives an image the name of its file.
func (p *person) mend() {
	names := p.images("i")
	for _, edit := range p.images("e") {
		_, rest, _ := strings.Cut(string(p.read(edit+".hcl")), "source = image.")
		source, _, _ := strings.Cut(rest, "\n")
		if !slices.Contains(names, source) {
			p.remove(edit + ".hcl")
		}
	}
}

func (p *person) apply() {
	p.t.Helper()
	p.run(0, "apply", "-auto-approve")
	p.commit()
}

// cutOff changes something more, and is killed while it is being bought.
func (p *person) cutOff() {
	p.t.Helper()
	p.write("cut"+p.name+".hcl", imageText("cut"+p.name, "", p.prompt()))
	p.runKilled(2)
	p.fold() // a journal is not in git
	p.commit()
}

// fold is a run that does nothing but to fold the journal of the one before.
func (p *person) fold() {
	p.t.Helper()
	w, err := disk.Open(p.dir)
	if err != nil {
		p.t.Fatal(err)
	}
	defer w.Close()
	lock, err := w.Lock("test")
	if err != nil {
		p.t.Fatal(err)
	}
	defer lock.Unlock()
	s, err := w.Load()
	if err != nil {
		p.t.Fatal(err)
	}
	journal, err := w.Begin(s)
	if err == nil {
		err = journal.Close()
	}
	if err != nil {
		p.t.Fatal(err)
	}
}

func (p *person) commit() {
	p.t.Helper()
	p.git("add", "-A")
	p.git("commit", "-q", "--allow-empty", "-m", "x")
}

func (p *person) load() *disk.Loaded {
	p.t.Helper()
	return loadState(p.t, p.dir)
}

func loadState(t *testing.T, dir string) *disk.Loaded {
	t.Helper()
	w, err := disk.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	s, err := w.Load()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// bought are the keys of all that this person has paid for, or knows of.
func (p *person) bought() map[string]bool {
	p.t.Helper()
	w, err := disk.Open(p.dir)
	if err != nil {
		p.t.Fatal(err)
	}
	defer w.Close()
	entries, err := w.Ledger().Entries()
	if err != nil {
		p.t.Fatal(err)
	}
	keys := map[string]bool{}
	for _, e := range entries {
		if e.Picture != nil {
			keys[string(e.Key)] = true
		}
	}
	for r := range p.load().All() {
		keys[string(r.Key)] = true
	}
	return keys
}

// git runs git, which knows nobody's settings.
func (p *person) git(args ...string) string {
	p.t.Helper()
	said, err := p.tryGit(args...)
	if err != nil {
		p.t.Fatalf("%s: git %q: %v\n%s", p.name, args, err, said)
	}
	return said
}

func (p *person) tryGit(args ...string) (string, error) {
	cmd := exec.Command("git", append([]string{"-c", "gc.auto=0"}, args...)...)
	cmd.Dir = p.dir
	cmd.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL="+os.DevNull, "GIT_CONFIG_NOSYSTEM=1",
		"GIT_AUTHOR_NAME=x", "GIT_AUTHOR_EMAIL=x@example", "GIT_COMMITTER_NAME=x", "GIT_COMMITTER_EMAIL=x@example", "GIT_EDITOR=true", "GORACE=atexit_sleep_ms=0")
	text, err := cmd.CombinedOutput()
	return strings.TrimSpace(string(text)), err
}

// digest is that of what is recorded in gesso.state alone.
func (p *person) digest() string {
	p.t.Helper()
	alone := filepath.Join(p.t.TempDir(), "alone")
	if err := os.Mkdir(alone, 0o777); err != nil {
		p.t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(alone, disk.StateFile), p.read(disk.StateFile), 0o666); err != nil {
		p.t.Fatal(err)
	}
	digest, err := text.Digest(loadState(p.t, alone).State)
	if err != nil {
		p.t.Fatal(err)
	}
	return digest
}
