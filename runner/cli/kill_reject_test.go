package cli_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"gesso/runner/sandbox"
)

const rejectConfig = `
variable "fox" { default = "a fox" }
provider "flux" {
  model         = "flux-2-klein"
  parallelism   = 1
  poll_interval = "5ms"
}
image "fox" {
  prompt = var.fox
  size   = "64x64"
  derive {
    path  = "small/fox.png"
    width = 32
  }
}
image "owl" {
  prompt = "an owl"
  size   = "64x64"
  derive {
    path  = "small/owl.png"
    width = 32
  }
}
image "night" {
  source = image.fox
  model  = "flux-kontext-pro"
  prompt = "by night"
}
`

// outputs are what lies in the place of a project's pictures.
func (p *project) outputs() map[string]string {
	found := map[string]string{}
	for _, name := range []string{"images/fox.png", "small/fox.png", "images/owl.png", "small/owl.png", "images/night.png"} {
		if data, err := os.ReadFile(filepath.Join(p.dir, name)); err == nil {
			found[name] = string(data)
		}
	}
	return found
}

// TestKillRejecting kills a run that takes rejected pictures from their outputs: one that
// has a take before it, from which another image follows, and one that has none. Whatever the
// run had done, the next one ends with the same files, whether it is told of the decisions or
// not, and pays for nothing; an approval brings all of it back.
func TestKillRejecting(t *testing.T) {
	t.Parallel()
	for n := 1; ; n++ {
		p := newProject(t, sandbox.Options{})
		p.write("main.hcl", rejectConfig)
		p.run(0, "apply", "-auto-approve")
		before := p.outputs()
		p.run(0, "apply", "-auto-approve", "-var=fox=a red fox")
		after := p.outputs()
		p.charged(5)
		p.decided(t, "no", [2]string{"image.fox", `"verdict":"reject","note":"six legs"`}, [2]string{"image.owl", `"verdict":"reject"`})
		p.decided(t, "yes", [2]string{"image.fox", `"verdict":"approve"`}, [2]string{"image.owl", `"verdict":"approve"`})
		killed := p.runKilled(n, "-var=fox=a red fox", "-decisions=no")
		if n%2 == 0 && !strings.Contains(p.run(0, "plan", "-json", "-var=fox=a red fox"), "six legs") {
			t.Errorf("killed after event %d: the rejection is forgotten", n)
		}
		p.run(exitPartial, "apply", "-auto-approve", "-var=fox=a red fox", "-decisions=no")
		p.run(exitPartial, "apply", "-auto-approve", "-var=fox=a red fox")
		p.silent()
		want := map[string]string{}
		for _, name := range []string{"images/fox.png", "small/fox.png", "images/night.png"} {
			want[name] = before[name]
		}
		p.same(n, want)
		for name, of := range map[string]string{"fox": "images/fox.png", "owl": "images/owl.png"} {
			if aside := p.read(".gesso/tainted/images/" + name + ".png"); !bytes.Equal(aside, []byte(after[of])) {
				t.Errorf("killed after event %d: what lies aside of %s is not its picture", n, name)
			}
		}
		p.run(0, "apply", "-auto-approve", "-var=fox=a red fox", "-decisions=yes")
		p.run(0, "apply", "-auto-approve", "-var=fox=a red fox")
		p.same(n, after)
		p.silent()
		p.run(0, "audit")
		if !killed && n < 6 {
			t.Errorf("a run ends after %d events", n)
		}
		if !killed || t.Failed() {
			break
		}
	}
}

// same makes sure that the outputs are those that are wanted, and no others.
func (p *project) same(n int, want map[string]string) {
	p.t.Helper()
	got := p.outputs()
	for name := range got {
		if want[name] == "" {
			p.t.Errorf("killed after event %d: %s is there", n, name)
		}
	}
	for name := range want {
		if got[name] != want[name] {
			p.t.Errorf("killed after event %d: %s is not what it should be (there: %t)", n, name, got[name] != "")
		}
	}
}
