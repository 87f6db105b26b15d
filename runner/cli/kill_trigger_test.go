package cli_test

import (
	"testing"

	"gesso/runner/sandbox"
)

const triggerConfig = `
provider "flux" {
  model         = "flux-2-klein"
  parallelism   = 1
  poll_interval = "5ms"
}
variable "base" { default = "a hill" }
image "base" {
  prompt = var.base
  size   = "64x64"
}
image "fox" {
  count  = 2
  prompt = "fox"
  size   = "64x64"
  lifecycle {
    replace_triggered_by = [image.base]
  }
}
`

// TestKillWhileReplacing kills a run that makes pictures anew because of a
// change elsewhere. The next run goes on: no change is forgotten, and nothing
// is paid for twice, but for what may have been paid for, which is in doubt.
func TestKillWhileReplacing(t *testing.T) {
	t.Parallel()
	for n := 1; ; n++ {
		p := newProject(t, sandbox.Options{})
		p.write("main.hcl", triggerConfig)
		p.run(0, "apply", "-auto-approve")
		p.charged(3)
		killed := p.runKilled(n, "-var=base=a lake")
		for address := range p.doubts() {
			p.run(0, "resolve", address, "-abandon") // one after the other: it was killed before this one was sent
		}
		p.run(0, "apply", "-auto-approve", "-var=base=a lake")
		p.charged(3)
		p.run(0, "apply", "-auto-approve", "-var=base=a lake")
		p.silent()
		p.run(0, "audit")
		if !killed || t.Failed() {
			break
		}
	}
}
