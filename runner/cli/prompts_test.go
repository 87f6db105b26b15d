package cli_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gesso/runner/cli"
	"gesso/runner/sandbox"
)

// promptSet is the real input of this test. It is not part of the repository:
// it lies beside it, in the folder that gesso's developers share.
const promptSet = "../../../shared/data/partiprompts.csv"

const promptsConfig = `
provider "flux" {
  model         = "flux-2-klein"
  parallelism   = 64
  poll_interval = "10ms"
}
image "parti" {
  for_each = { for row in csvdecode(file("prompts.csv")) : row.id => row }
  prompt   = each.value.prompt
  size     = "64x64"
}
`

// TestPromptSet lives through the first days of a real prompt set: all of it
// is made; three prompts change; two rows go, and come back.
func TestPromptSet(t *testing.T) {
	rows := readPrompts(t)
	if testing.Short() {
		rows = rows[:201]
	}
	total := len(rows) - 1 // the first row has the columns' names
	p := newProject(t, sandbox.Options{})
	p.write("main.hcl", promptsConfig)
	p.writePrompts(rows)

	p.run(0, "apply", "-auto-approve")
	p.charged(total)
	p.holds(total)
	p.run(0, "apply")
	p.silent()

	changed := slices.Clone(rows)
	var want []string
	for n, row := range []int{1, total / 2, total} {
		prompt := fmt.Sprintf("%s, in oil, %d", rows[row][1], n)
		changed[row] = []string{rows[row][0], prompt, "", ""}
		want = append(want, prompt)
	}
	p.writePrompts(changed)
	plan := p.run(0, "plan")
	for _, row := range []int{1, total / 2, total} {
		if line := fmt.Sprintf("-/+ image.parti[%q]  regenerate (prompt changed)\n", rows[row][0]); !strings.Contains(plan, line) {
			t.Errorf("the plan does not say %q:\n%s", line, plan)
		}
	}
	if line := fmt.Sprintf("\nPlan: 3 paid (3 regenerate), 0 free, %d unchanged.", total-3); !strings.Contains(plan, line) {
		t.Errorf("the plan does not say %q:\n%s", line, plan)
	}
	p.silent()
	p.run(0, "apply", "-auto-approve")
	slices.Sort(want)
	if diff := cmp.Diff(want, p.charged(3)); diff != "" {
		t.Errorf("prompts that were paid for (-want +got):\n%s", diff)
	}
	p.holds(total)

	before := p.read(p.output(changed[2]))
	p.writePrompts(slices.Delete(slices.Clone(changed), 2, 4))
	p.run(0, "apply", "-auto-approve")
	p.holds(total - 2)
	p.writePrompts(changed)
	if plan := p.run(0, "plan"); !strings.Contains(plan, fmt.Sprintf("\nPlan: 0 paid, 2 free (2 reuse), %d unchanged.", total-2)) {
		t.Errorf("the plan does not take the two from the store:\n%s", plan)
	}
	p.run(0, "apply", "-auto-approve")
	p.holds(total)
	p.silent()
	if after := p.read(p.output(changed[2])); !bytes.Equal(before, after) {
		t.Error("the picture that came back is another one")
	}
}

func readPrompts(t *testing.T) [][]string {
	file, err := os.Open(promptSet)
	if os.IsNotExist(err) {
		t.Skipf("skipped: the prompt set %s is not there", promptSet)
	}
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	rows, err := csv.NewReader(file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// project is a configuration's directory and the sandbox that it talks to, for
// tests that run gesso inside of their own process.
type project struct {
	t       *testing.T
	dir     string
	sandbox *sandbox.Running
	before  sandbox.Books
}

func newProject(t *testing.T, o sandbox.Options) *project {
	t.Helper()
	running, err := sandbox.Start(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = running.Close() })
	return &project{t: t, dir: t.TempDir(), sandbox: running}
}

func (p *project) write(name, text string) {
	p.t.Helper()
	if err := os.WriteFile(filepath.Join(p.dir, name), []byte(text), 0o666); err != nil {
		p.t.Fatal(err)
	}
}

func (p *project) read(name string) []byte {
	p.t.Helper()
	data, err := os.ReadFile(filepath.Join(p.dir, name))
	if err != nil {
		p.t.Fatal(err)
	}
	return data
}

func (p *project) writePrompts(rows [][]string) {
	p.t.Helper()
	var text strings.Builder
	if err := csv.NewWriter(&text).WriteAll(rows); err != nil {
		p.t.Fatal(err)
	}
	p.write("prompts.csv", text.String())
}

func (p *project) output(row []string) string { return filepath.Join("images", "parti-"+row[0]+".png") }

// run runs gesso, makes sure of its exit code, and returns its standard output.
func (p *project) run(code int, args ...string) string {
	p.t.Helper()
	var stdout, stderr bytes.Buffer
	got := cli.Run(context.Background(), cli.Env{
		Args:    append([]string{"-chdir=" + p.dir}, args...),
		Environ: []string{tokenVariable + "=" + canary, endpointVariable + "=" + p.sandbox.URL},
		Stdin:   strings.NewReader(""), Stdout: &stdout, Stderr: &stderr,
	})
	if got != code {
		p.t.Fatalf("gesso %q ended with %d, want %d\n%s\n%s", args, got, code, stdout.String(), stderr.String())
	}
	if text := stdout.String() + stderr.String(); strings.Contains(text, canary) {
		p.t.Errorf("gesso %q prints the token", args)
	}
	return stdout.String()
}

// asked returns what the sandbox was asked since the last time.
func (p *project) asked() (before, now sandbox.Books) {
	before, now = p.before, p.sandbox.Server.Books()
	p.before = now
	return before, now
}

// charged makes sure how many pictures were paid for since the last look at
// the books, and returns the prompts, in order.
func (p *project) charged(want int) []string {
	p.t.Helper()
	before, now := p.asked()
	if got := now.ChargedPictures - before.ChargedPictures; got != want {
		p.t.Errorf("%d pictures were charged, want %d", got, want)
	}
	var list []string
	for _, c := range now.Calls[len(before.Calls):] {
		list = append(list, c.Prompt)
	}
	slices.Sort(list)
	return list
}

// silent makes sure that there was no request of any kind.
func (p *project) silent() {
	p.t.Helper()
	if before, now := p.asked(); now.Requests != before.Requests {
		p.t.Errorf("%d requests, want none", now.Requests-before.Requests)
	}
}

// holds makes sure that there are so many outputs, all whole.
func (p *project) holds(want int) {
	p.t.Helper()
	got, err := countPictures(filepath.Join(p.dir, "images"))
	if err != nil || got != want {
		p.t.Errorf("%d pictures (error %v), want %d", got, err, want)
	}
}
