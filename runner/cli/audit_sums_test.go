package cli_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gesso/runner/cli"
	"gesso/runner/document"
	"gesso/runner/machine"
	"gesso/runner/money"
	"gesso/runner/sandbox"
)

// moods are what may become of a request, with what makes the sandbox do it.
var moods = []string{"", "", "", "fail", "refuse", "short=1", "short", "extra", "500", "500-refused", "drop", "reset", "gone", "blank=1", "blank", "400"}

// prices of a picture by model, in a currency each.
var prices = map[string]float64{"flux-dev": 0.07, "flux-pro": 0.1, "flux-2-pro": 0}

// TestAuditAddsUp buys random mixes of images whose requests come to all that they can
// come to, again and again, and holds the audit and what the runs have told against the
// books of the sandbox.
func TestAuditAddsUp(t *testing.T) {
	rounds := 6
	if testing.Short() {
		rounds = 2
	}
	for seed := range rounds {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			random := rand.New(rand.NewPCG(uint64(seed), 11))
			p := newProject(t, sandbox.Options{Cost: 0.3})
			b := &bill{project: p}
			for step := range 4 {
				p.write("main.hcl", mixed(random, step/2))
				args := []string{"-auto-approve"}
				if random.IntN(3) == 0 {
					args = append(args, fmt.Sprintf("-replace=image.i%d", random.IntN(8)))
				}
				b.apply(args...)
				b.check(t, fmt.Sprintf("after run %d", step))
				if random.IntN(3) == 0 {
					b.giveUp()
					b.check(t, fmt.Sprintf("after what run %d left was given up", step))
				}
			}
		})
	}
}

// mixed is a configuration of images with moods. An age is another prompt.
func mixed(random *rand.Rand, age int) string {
	var text strings.Builder
	text.WriteString(`
provider "flux" {
  poll_interval = "5ms"
  parallelism   = 8
  currency      = "EUR"
  price         = { "flux-dev" = 0.07, "flux-pro" = 0.1 }
}
`)
	models := []string{"flux-dev", "flux-pro", "flux-2-pro"}
	for i := range 8 {
		fmt.Fprintf(&text, `
image "i%d" {
  count  = %d
  prompt = "%d, %d years old [sandbox:%s]"
  model  = %q
  size   = "1:1"
  lifecycle {
    attempts = 2
    postcondition {
      condition     = !self.blank
      error_message = "It is blank."
    }
  }
}
`, i, 1+random.IntN(3), i, age, moods[random.IntN(len(moods))], models[random.IntN(len(models))])
	}
	return text.String()
}

// bill is what a project's runs have told that they cost.
type bill struct {
	*project
	spent, perhaps int     // pictures
	cost, doubted  float64 // for them
	settled        map[string]bool
}

// apply runs gesso and adds up what the run tells.
func (b *bill) apply(args ...string) {
	b.t.Helper()
	for line := range strings.Lines(b.any(append([]string{"apply", "-json"}, args...)...)) {
		var summary machine.ChangeSummary
		if err := json.Unmarshal([]byte(line), &summary); err != nil || summary.Type != machine.TypeChangeSummary || summary.Result == nil {
			continue
		}
		b.spent += summary.Result.Cost.Pictures
		b.perhaps += summary.Result.Perhaps.Pictures
		b.cost = money.Add(b.cost, summary.Result.Cost.Amount)
		b.doubted = money.Add(b.doubted, summary.Result.Perhaps.Amount)
	}
}

// any runs gesso, whatever its exit code.
func (b *bill) any(args ...string) string {
	b.t.Helper()
	var stdout, stderr bytes.Buffer
	cli.Run(context.Background(), cli.Env{
		Args:    append([]string{"-chdir=" + b.dir}, args...),
		Environ: []string{tokenVariable + "=" + canary, endpointVariable + "=" + b.sandbox.URL},
		Stdin:   strings.NewReader(""), Stdout: &stdout, Stderr: &stderr,
	})
	return stdout.String()
}

// giveUp abandons what is in doubt or gone.
func (b *bill) giveUp() {
	b.any("resolve", "-all", "-abandon", "-auto-approve")
	if b.settled == nil {
		b.settled = map[string]bool{}
	}
	for _, c := range b.books().Calls {
		b.settled[c.Prompt] = b.settled[c.Prompt] || unanswered(c)
	}
}

// unanswered reports whether nobody knows what became of a call.
func unanswered(c sandbox.Call) bool {
	switch c.Outcome {
	case sandbox.OutcomeServerError, sandbox.OutcomeDropped, sandbox.OutcomeReset, sandbox.OutcomeHung, "refused: api_error":
		return true
	}
	return false
}

// sum is how many pictures there are, and what they cost.
type sum struct {
	Pictures int
	Amount   float64
	Unpriced int
}

func (s *sum) add(n int, model string) {
	s.Pictures += n
	price, priced := prices[model]
	if !priced || price == 0 {
		s.Unpriced += n
		return
	}
	s.Amount = money.Add(s.Amount, money.Times(n, price))
}

func sumOf(costs ...document.Cost) sum {
	var all sum
	for _, c := range costs {
		all.Pictures, all.Unpriced, all.Amount = all.Pictures+c.Pictures, all.Unpriced+c.Unpriced, money.Add(all.Amount, c.Amount)
	}
	return all
}

// check compares the audit with the books of the sandbox.
func (b *bill) check(t *testing.T, when string) {
	t.Helper()
	var made, unmade, doubt sum
	for _, c := range b.books().Calls {
		switch {
		case unanswered(c):
			doubt.add(c.Count, c.Model)
		case c.Task != "":
			made.add(min(len(c.Pictures), c.Count), c.Model)
			made.add(max(0, len(c.Pictures)-c.Count), "") // nobody asked for them
			unmade.add(max(0, c.Count-len(c.Pictures)), c.Model)
		}
	}
	var found document.Audit
	if err := json.Unmarshal([]byte(b.any("audit", "-json")), &found); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(made, sumOf(found.Cost)); diff != "" {
		t.Errorf("%s, what was charged: books - audit +\n%s", when, diff)
	}
	if diff := cmp.Diff(unmade, sumOf(found.Costs.Unmade, found.Costs.Vain)); diff != "" {
		t.Errorf("%s, what made nothing: books - audit +\n%s", when, diff)
	}
	if len(found.Unmade) != unmade.Pictures {
		t.Errorf("%s: %d are listed that made nothing, and there are %d", when, len(found.Unmade), unmade.Pictures)
	}
	if b.settled == nil {
		if diff := cmp.Diff(doubt, sumOf(found.Costs.InDoubt)); diff != "" {
			t.Errorf("%s, what is in doubt: books - audit +\n%s", when, diff)
		}
	}
	if most := money.Times(made.Pictures, 0.3); found.Charged > most {
		t.Errorf("%s: the provider charged %g credits by the audit, and %g by its books", when, found.Charged, most)
	}
	told := sum{Pictures: b.spent, Amount: b.cost}
	if extras := made.Unpriced; told.Pictures > made.Pictures || told.Pictures < made.Pictures-extras || told.Amount != made.Amount {
		t.Errorf("%s: the runs told of %d pictures for %g, and the books have %d for %g", when, told.Pictures, told.Amount, made.Pictures, made.Amount)
	}
	if both := unmade.Pictures + doubt.Pictures; b.perhaps != both || b.doubted != money.Add(unmade.Amount, doubt.Amount) {
		t.Errorf("%s: the runs told of %d pictures for %g that may be charged, and the books have %d for %g", when, b.perhaps, b.doubted, both, money.Add(unmade.Amount, doubt.Amount))
	}
}
