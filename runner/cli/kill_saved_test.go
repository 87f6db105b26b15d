package cli_test

import (
	"fmt"
	"strings"
	"testing"

	"gesso/runner/sandbox"
)

// TestKillSaved kills runs of one plan file after their events. Each next run of the
// same file does what is left of it: nothing is bought twice, and in the end everything
// that the file shows is done, but for what is in doubt.
func TestKillSaved(t *testing.T) {
	t.Parallel()
	step := 3
	if testing.Short() || raced {
		step = 13
	}
	killAll(t, step, func(t *testing.T, n int) bool {
		p := newProject(t, sandbox.Options{})
		// Some pictures are placed in another format, with metadata: one that lies there and is not recorded
		// yet is no work of somebody's.
		p.write("main.hcl", strings.Replace(fmt.Sprintf(killConfig, "null"), `image "solo" {`, `image "solo" {
  path     = "images/solo-${count.index}.webp"
  metadata = "embed"`, 1))
		p.run(0, "plan", "-out=x.plan")
		if !p.runKilled(n, "x.plan") {
			return false
		}
		p.runKilled(n%11+1, "x.plan")
		doubts, code := p.doubts(), 0
		if len(doubts) > 0 {
			code = exitDoubtful
		}
		p.run(code, "apply", "x.plan")
		p.paidOnce(doubts)
		p.holds(killPictures - len(blocked(doubts)))
		p.storeIsWhole()
		p.asked()
		said := p.run(code, "apply", "x.plan")
		p.silent()
		if code == 0 && !strings.HasPrefix(said, "Everything that x.plan shows is done.") {
			t.Errorf("it is not said that all is done:\n%s", said)
		}
		return true
	})
}

// TestKillSavedReplace is TestKillSaved for pictures that are made anew because somebody
// asked for it: however often the file is applied, each is bought once.
func TestKillSavedReplace(t *testing.T) {
	t.Parallel()
	for n := 1; ; n++ {
		p := newProject(t, sandbox.Options{})
		p.write("main.hcl", triggerConfig)
		p.run(0, "apply", "-auto-approve")
		p.charged(3)
		p.run(0, "plan", "-replace=image.base", "-replace=image.fox[0]", "-out=x.plan")
		killed := p.runKilled(n, "x.plan")
		for address := range p.doubts() {
			p.run(0, "resolve", address, "-abandon") // one after the other: it was killed before this one was sent
		}
		p.run(0, "apply", "x.plan")
		p.charged(3) // both foxes are replaced by what is new of the hill
		for range 2 {
			p.run(0, "apply", "x.plan")
			p.silent()
		}
		p.run(0, "audit")
		if !killed || t.Failed() {
			break
		}
	}
}
