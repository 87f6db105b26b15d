package cli_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"gesso/runner/sandbox"
)

const deriveProvider = `
provider "flux" {
  model         = "flux-2-klein"
  parallelism   = 2
  poll_interval = "5ms"
}
`

const deriveBefore = deriveProvider + `
image "fox" {
  prompt = "a fox"
  size   = "64x64"
  derive {
    path  = "small/fox.jpg"
    width = 32
  }
  derive {
    path  = "small/tail.png"
    width = 16
  }
}
image "owl" {
  prompt = "an owl"
  size   = "64x64"
  derive {
    path  = "small/owl.jpg"
    width = 32
  }
}
`

// Two trade a path, one has another size, one goes, one is of a picture that is bought.
const deriveAfter = deriveProvider + `
image "fox" {
  prompt = "a fox"
  size   = "64x64"
  derive {
    path  = "small/owl.jpg"
    width = 24
  }
}
image "owl" {
  prompt = "an owl by night"
  size   = "64x64"
  derive {
    path  = "small/fox.jpg"
    width = 32
  }
}
`

// TestKillWhileDeriving kills a run that makes, replaces and removes derived files. Whatever
// it had done, the next run ends with the same files, and pays for nothing twice.
func TestKillWhileDeriving(t *testing.T) {
	t.Parallel()
	var want map[string][]byte
	for n := 1; ; n++ {
		p := newProject(t, sandbox.Options{})
		p.write("main.hcl", deriveBefore)
		p.run(0, "apply", "-auto-approve")
		p.charged(2)
		p.write("main.hcl", deriveAfter)
		killed := p.runKilled(n)
		if len(p.doubts()) > 0 {
			p.run(0, "resolve", "image.owl", "-abandon")
			p.run(0, "apply", "-auto-approve")
		} else {
			p.run(0, "apply", "-auto-approve")
			p.charged(1)
		}
		p.run(0, "apply", "-auto-approve")
		p.asked()
		p.silent()
		got := map[string][]byte{}
		for _, name := range []string{"small/owl.jpg", "small/fox.jpg"} {
			got[name] = p.read(name)
		}
		if want == nil {
			want = got
		}
		if !bytes.Equal(got["small/owl.jpg"], want["small/owl.jpg"]) {
			t.Errorf("killed after event %d: the file of a picture that stays is another one", n)
		}
		if _, err := os.Lstat(filepath.Join(p.dir, "small/tail.png")); err == nil {
			t.Errorf("killed after event %d: a file that nothing declares stays", n)
		}
		p.run(0, "audit")
		if !killed || t.Failed() {
			break
		}
	}
}
