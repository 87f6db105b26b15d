package cli_test

import (
	"encoding/json"
	"strings"
	"testing"

	"gesso/runner/sandbox"
)

const decisionsConfig = `
provider "flux" {
  model         = "flux-2-klein"
  parallelism   = 1
  poll_interval = "5ms"
}
image "fox" {
  count  = 3
  prompt = "fox ${count.index}"
  size   = "64x64"
}
`

// decided writes a file of decisions about the pictures that a project has now: of each
// line an address and what stands in it besides.
func (p *project) decided(t *testing.T, name string, lines ...[2]string) {
	t.Helper()
	artifacts := map[string]string{}
	for line := range strings.Lines(string(p.read("gesso.state"))) {
		var r struct{ Address, Artifact string }
		if err := json.Unmarshal([]byte(line), &r); err != nil {
			t.Fatal(err)
		}
		artifacts[r.Address] = r.Artifact
	}
	text := `{"gesso":"decisions","version":1,"reviewer":"design"}` + "\n"
	for _, line := range lines {
		text += `{"address":"` + line[0] + `","artifact":"` + artifacts[line[0]] + `",` + line[1] + "}\n"
	}
	p.write(name, text)
}

// TestKillDecisions kills runs of one file of decisions after each of their events. The
// same file continues: what it says is bought once, all takes of it, and an approval is
// there in the end.
func TestKillDecisions(t *testing.T) {
	t.Parallel()
	for n := 1; ; n++ {
		p := newProject(t, sandbox.Options{})
		p.write("main.hcl", decisionsConfig)
		p.run(0, "apply", "-auto-approve")
		p.charged(3)
		p.decided(t, "d", [2]string{"image.fox[0]", `"verdict":"again","takes":3,"note":"softer"`}, [2]string{"image.fox[1]", `"verdict":"again"`})
		killed := p.runKilled(n, "-decisions=d")
		for address := range p.doubts() {
			p.run(0, "resolve", address, "-abandon") // one after the other: it was killed before this one was sent
		}
		p.run(0, "apply", "-auto-approve", "-decisions=d")
		p.charged(4)
		for range 2 {
			p.run(0, "apply", "-auto-approve", "-decisions=d")
			p.silent()
		}
		p.run(0, "apply", "-auto-approve")
		p.silent()
		if said := p.run(0, "takes", "image.fox[0]"); !strings.Contains(said, "has had 4 pictures") {
			t.Errorf("killed after event %d:\n%s", n, said)
		}
		p.run(0, "audit")
		if !killed && n < 8 {
			t.Errorf("a run ends after %d events", n)
		}
		if !killed || t.Failed() {
			break
		}
	}
}

// TestKillDecisionsForgotten is TestKillDecisions where the next run knows nothing of the
// file: it continues what was begun, and the file buys nothing more of that.
func TestKillDecisionsForgotten(t *testing.T) {
	if testing.Short() && raced {
		t.Skip("TestKillDecisions has the same goroutines")
	}
	t.Parallel()
	for n := 1; ; n++ {
		p := newProject(t, sandbox.Options{})
		p.write("main.hcl", decisionsConfig)
		p.run(0, "apply", "-auto-approve")
		p.charged(3)
		p.decided(t, "d", [2]string{"image.fox[0]", `"verdict":"again","note":"softer"`}, [2]string{"image.fox[1]", `"verdict":"again"`})
		killed := p.runKilled(n, "-decisions=d")
		for address := range p.doubts() {
			p.run(0, "resolve", address, "-abandon")
		}
		p.run(0, "apply", "-auto-approve")
		p.run(0, "apply", "-auto-approve", "-decisions=d")
		p.charged(2)
		p.run(0, "apply", "-auto-approve", "-decisions=d")
		p.silent()
		p.run(0, "audit")
		if !killed && n < 8 {
			t.Errorf("a run ends after %d events", n)
		}
		if !killed || t.Failed() {
			break
		}
	}
}

// TestKillDecisionsSaved is TestKillDecisions for a plan file, which holds the decisions.
func TestKillDecisionsSaved(t *testing.T) {
	if testing.Short() && raced {
		t.Skip("TestKillDecisions has the same goroutines")
	}
	t.Parallel()
	for n := 1; ; n++ {
		p := newProject(t, sandbox.Options{})
		p.write("main.hcl", decisionsConfig)
		p.run(0, "apply", "-auto-approve")
		p.charged(3)
		p.decided(t, "d", [2]string{"image.fox[0]", `"verdict":"again","takes":3`}, [2]string{"image.fox[1]", `"verdict":"again"`})
		p.run(0, "plan", "-decisions=d", "-max-images=4", "-out=x.plan")
		p.remove("d")
		killed := p.runKilled(n, "x.plan")
		for address := range p.doubts() {
			p.run(0, "resolve", address, "-abandon")
		}
		p.run(0, "apply", "x.plan")
		p.charged(4)
		for range 2 {
			p.run(0, "apply", "x.plan")
			p.silent()
		}
		p.run(0, "audit")
		if !killed && n < 8 {
			t.Errorf("a run ends after %d events", n)
		}
		if !killed || t.Failed() {
			break
		}
	}
}
