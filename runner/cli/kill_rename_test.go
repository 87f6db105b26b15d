package cli_test

import (
	"bytes"
	"fmt"
	"testing"

	"gesso/runner/sandbox"
)

const renameProvider = `
provider "flux" {
  model         = "flux-2-klein"
  parallelism   = 2
  poll_interval = "5ms"
}
`

const renameBefore = renameProvider + `
image "tile" {
  count  = 3
  prompt = "tile ${count.index}"
  size   = "64x64"
}
image "fox" {
  prompt = "a fox"
  size   = "64x64"
}
image "owl" {
  prompt = "an owl"
  size   = "64x64"
}
image "hen" {
  prompt = "a hen"
  size   = "64x64"
}
`

// What is moved by a block, moved and changed, moved without a block, and
// forgotten.
const renameAfter = renameProvider + `
image "slab" {
  count  = 3
  prompt = "tile ${count.index}"
  size   = "64x64"
}
image "vixen" {
  prompt = "a vixen"
  size   = "64x64"
}
image "strix" {
  prompt = "an owl"
  size   = "64x64"
}
moved {
  from = image.tile
  to   = image.slab
}
moved {
  from = image.fox
  to   = image.vixen
}
removed {
  from = image.hen
  lifecycle {
    destroy = false
  }
}
`

// TestKillWhileRenaming kills a run that gives images other addresses, and
// forgets one. Whatever it had done, the next run ends it: the pictures are at
// their new places, the changed one alone was paid for, and once.
func TestKillWhileRenaming(t *testing.T) {
	t.Parallel()
	for n := 1; ; n++ {
		p := newProject(t, sandbox.Options{})
		p.write("main.hcl", renameBefore)
		p.run(0, "apply", "-auto-approve")
		p.charged(6)
		want := map[string][]byte{"images/strix.png": p.read("images/owl.png"), "images/hen.png": p.read("images/hen.png")}
		for i := range 3 {
			want[fmt.Sprintf("images/slab-%d.png", i)] = p.read(fmt.Sprintf("images/tile-%d.png", i))
		}
		p.write("main.hcl", renameAfter)
		killed := p.runKilled(n)
		code := 0
		if len(p.doubts()) > 0 {
			code = exitDoubtful // the old picture stays, at its old place
			want["images/fox.png"] = p.read("images/fox.png")
		}
		p.run(code, "apply", "-auto-approve")
		if code == 0 {
			p.charged(1)
		}
		for path, picture := range want {
			if !bytes.Equal(p.read(path), picture) {
				t.Errorf("killed after event %d: %s is another picture", n, path)
			}
		}
		p.holds(6)
		p.run(code, "apply", "-auto-approve")
		p.asked()
		p.run(code, "apply", "-auto-approve")
		p.silent()
		p.run(0, "audit")
		if !killed || t.Failed() {
			break
		}
	}
}
