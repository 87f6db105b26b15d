package cli_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"gesso/runner/picture"
	"gesso/runner/sandbox"
)

// attemptsConfig declares pictures that are good at the third and second
// attempt, three of those from one call, and one that never is.
const attemptsConfig = `
provider "flux" {
  model         = "flux-2-klein"
  parallelism   = 2
  poll_interval = "5ms"
}
image "third" {
  prompt = "[sandbox:blank=2] third"
  size   = "64x64"
  lifecycle {
    attempts = 3
    postcondition {
      condition     = !self.blank
      error_message = "It is blank."
    }
  }
}
image "second" {
  count  = 3
  prompt = "[sandbox:blank=1] second"
  size   = "64x64"
  lifecycle {
    attempts = 2
    postcondition {
      condition     = !self.blank
      error_message = "It is blank."
    }
  }
}
image "never" {
  prompt = "[sandbox:blank] never"
  size   = "64x64"
  lifecycle {
    attempts = 2
    postcondition {
      condition     = !self.blank
      error_message = "It is blank."
    }
  }
}
`

// TestKillBetweenAttempts kills a run that buys again what fails a
// postcondition after each of its journal events. Whatever it had done, no
// picture that fails becomes an output, nothing is bought more often than the
// plan said, everything that was paid for is in the store, and the second run
// after that asks for nothing.
func TestKillBetweenAttempts(t *testing.T) {
	t.Parallel()
	const most = 3 + 3*2 + 2
	for n := 1; ; n++ {
		p := newProject(t, sandbox.Options{})
		p.write("main.hcl", attemptsConfig)
		killed := p.runKilled(n)
		doubts := p.doubts()
		code := exitPartial // one never meets its condition
		if len(doubts) > 0 {
			code = exitDoubtful
		}
		p.run(code, "apply", "-auto-approve")
		p.shows(t)
		p.storeIsWhole()
		if got := p.books().ChargedPictures; got > most {
			t.Errorf("killed after event %d: %d pictures were charged, and the plan said at most %d", n, got, most)
		}
		if after := p.doubts(); len(after) != len(doubts) {
			t.Errorf("killed after event %d: in doubt were %v, and after another apply %v", n, doubts, after)
		}
		p.run(0, "audit")
		p.asked()
		p.run(code, "apply", "-auto-approve")
		p.silent()
		if !killed {
			p.holds(4)
		}
		if !killed || t.Failed() {
			break
		}
	}
}

// shows makes sure that no output is blank, and that all that was set aside is.
func (p *project) shows(t *testing.T) {
	t.Helper()
	for folder, blank := range map[string]bool{"images": false, ".gesso/tainted": true} {
		err := filepath.WalkDir(filepath.Join(p.dir, folder), func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			file, err := os.Open(path)
			if err != nil {
				return err
			}
			defer file.Close()
			info, err := picture.Verify(file, 0)
			if info.Blank != blank {
				t.Errorf("%s: blank is %t", path, info.Blank)
			}
			return err
		})
		if err != nil && !os.IsNotExist(err) {
			t.Error(err)
		}
	}
}
