package cli_test

import (
	"fmt"
	"os"
	"strings"
	"sync/atomic"
	"testing"

	"gesso/runner/sandbox"
	"gesso/runner/sandbox/fault"
)

// killConfig declares twenty pictures: independent ones, five of one prompt
// that come from two calls, edits, and a chain of edits.
const killConfig = `
provider "flux" {
  endpoint      = %s
  model         = "flux-2-klein"
  parallelism   = 4
  poll_interval = "5ms"
}
image "solo" {
  count  = 8
  prompt = "solo ${count.index}"
  size   = "64x64"
}
image "wave" {
  count  = 5
  prompt = "wave"
  size   = "64x64"
}
image "label" {
  count  = 3
  source = image.solo[count.index]
  prompt = "label ${count.index}"
  size   = "64x64"
}
image "chain" {
  count  = 4
  source = count.index == 0 ? null : image.chain[count.index - 1]
  prompt = "chain ${count.index}"
  size   = "64x64"
}
`

const killPictures = 20

// TestKillAtEveryEvent kills a run after each of its journal events, kills the
// run that recovers from that too, and then looks at what a whole one makes of
// it: everything that was accepted is collected, nothing is paid for twice, and
// what may have been paid for is in doubt, and stays so.
func TestKillAtEveryEvent(t *testing.T) {
	t.Parallel()
	step := 1
	switch {
	case testing.Short():
		step = 9
	case raced:
		step = 3
	}
	killAll(t, step, func(t *testing.T, n int) bool {
		p := newProject(t, sandbox.Options{})
		p.write("main.hcl", fmt.Sprintf(killConfig, "null"))
		if !p.runKilled(n) {
			return false
		}
		p.runKilled(n%11 + 1)
		p.recovers()
		return true
	})
}

// TestKillBuiltin does the same with the sandbox inside the process, which
// dies with it: what it had in work is made again, and nothing is in doubt.
func TestKillBuiltin(t *testing.T) {
	t.Parallel()
	step := 5
	if testing.Short() || raced {
		step = 17
	}
	killAll(t, step, func(t *testing.T, n int) bool {
		p := newProject(t, sandbox.Options{})
		p.write("main.hcl", fmt.Sprintf(killConfig, `"sandbox"`))
		if !p.runKilled(n) {
			return false
		}
		p.run(0, "apply", "-auto-approve")
		p.holds(killPictures)
		if plan := p.run(0, "plan"); !strings.HasPrefix(plan, "No changes.") {
			t.Errorf("the second plan is not empty:\n%s", plan)
		}
		return true
	})
}

// killAll calls kill with the numbers of events until a run is not killed
// because it had fewer.
func killAll(t *testing.T, step int, kill func(t *testing.T, n int) bool) {
	const workers = 4
	var killed atomic.Int64
	t.Run("after", func(t *testing.T) {
		for w := range workers {
			t.Run(fmt.Sprint("worker ", w), func(t *testing.T) {
				t.Parallel()
				ended := false
				for n := 1 + w*step; !ended && !t.Failed(); n += workers * step {
					t.Run(fmt.Sprint(n), func(t *testing.T) {
						if ended = !kill(t, n); !ended {
							killed.Add(1)
						}
					})
				}
			})
		}
	})
	// Each picture has two events at least, that it is collected and placed.
	if least := int64(2 * killPictures / step); killed.Load() < least {
		t.Errorf("%d runs were killed, want at least %d", killed.Load(), least)
	}
}

// TestKillBeforeAnswer kills a run while the sandbox decides about one of its
// submissions: that one is accepted, charged, and its answer goes nowhere.
func TestKillBeforeAnswer(t *testing.T) {
	for number := 1; number <= 17; number += 4 {
		t.Run(fmt.Sprint(number), func(t *testing.T) {
			t.Parallel()
			var target atomic.Pointer[os.Process]
			p := newProject(t, sandbox.Options{Fail: func(s fault.Submission) *fault.Failure {
				if s.Number == number && eventually(func() bool { return target.Load() != nil }) {
					_ = target.Load().Kill()
				}
				return nil
			}})
			p.write("main.hcl", fmt.Sprintf(killConfig, "null"))
			cmd := p.command("apply", "-auto-approve")
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			target.Store(cmd.Process)
			if err := cmd.Wait(); !killed(err) {
				t.Fatalf("gesso was to be killed, and ended with: %v", err)
			}
			if !eventually(func() bool { return p.sandbox.Server.Books().Accepted >= number }) {
				t.Fatal("the submission was not accepted")
			}
			if len(p.doubts()) == 0 {
				t.Error("a request was paid for, its answer was lost, and nothing is in doubt")
			}
			p.recovers()
		})
	}
}
