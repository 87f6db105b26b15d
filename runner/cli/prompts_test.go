package cli_test

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

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
	t.Parallel()
	rows := readPrompts(t)
	switch {
	case testing.Short():
		rows = rows[:201]
	case raced:
		rows = rows[:601]
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

func (p *project) writePrompts(rows [][]string) {
	p.t.Helper()
	var text strings.Builder
	if err := csv.NewWriter(&text).WriteAll(rows); err != nil {
		p.t.Fatal(err)
	}
	p.write("prompts.csv", text.String())
}

func (p *project) output(row []string) string { return filepath.Join("images", "parti-"+row[0]+".png") }
