package cli_test

import (
	"bytes"
	"fmt"
	"path/filepath"
	"testing"

	"gesso/runner/sandbox"
)

const moveConfig = `
provider "flux" {
  model         = "flux-2-klein"
  parallelism   = 2
  poll_interval = "5ms"
}
variable "turn" { default = 0 }
variable "keep" { default = 6 }
image "tile" {
  count  = var.keep
  prompt = "tile ${count.index}"
  size   = "64x64"
  path   = "tiles/${(count.index + var.turn) % 5}${count.index == 5 ? "-last" : ""}.png"
}
`

// TestKillWhileMoving kills a run that lets five images change their places in
// a ring, restores one and removes one. Whatever it had done, the next run
// ends it, and every picture is where it belongs, with its bytes, unpaid. So
// it is with the store, and with the outputs alone, as in a fresh clone.
func TestKillWhileMoving(t *testing.T) {
	for _, cloned := range []bool{false, true} {
		t.Run(fmt.Sprintf("cloned=%t", cloned), func(t *testing.T) {
			t.Parallel()
			for n := 1; ; n++ {
				p := newProject(t, sandbox.Options{})
				p.write("main.hcl", moveConfig)
				p.run(0, "apply", "-auto-approve")
				p.charged(6)
				want := map[string][]byte{}
				for i := range 5 {
					want[fmt.Sprintf("tiles/%d.png", (i+1)%5)] = p.read(fmt.Sprintf("tiles/%d.png", i))
				}
				if cloned {
					p.remove(".gesso")
				} else {
					p.remove("tiles/3.png")
				}
				killed := p.runKilled(n, "-var=turn=1", "-var=keep=5")
				p.run(0, "apply", "-auto-approve", "-var=turn=1", "-var=keep=5")
				for path, picture := range want {
					if !bytes.Equal(p.read(path), picture) {
						t.Errorf("killed after event %d: %s is another picture", n, path)
					}
				}
				if got, err := countPictures(filepath.Join(p.dir, "tiles")); got != len(want) || err != nil {
					t.Errorf("killed after event %d: %d pictures (error %v), want %d", n, got, err, len(want))
				}
				p.silent()
				if !killed || t.Failed() {
					break
				}
			}
		})
	}
}
