package cli_test

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"gesso/runner/sandbox"
	"gesso/state"
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

// TestKillBuiltin does the same with the sandbox inside of the process, which
// dies with it: what it had in work is made again, and nothing is in doubt.
func TestKillBuiltin(t *testing.T) {
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
			p := newProject(t, sandbox.Options{Fail: func(s sandbox.Submission) *sandbox.Failure {
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

// command is gesso in a process of its own.
func (p *project) command(args ...string) *exec.Cmd {
	p.t.Helper()
	gesso, err := exec.LookPath("gesso")
	if err != nil {
		p.t.Fatal(err)
	}
	cmd := exec.Command(gesso, append([]string{"-chdir=" + p.dir}, args...)...)
	cmd.Env = []string{tokenVariable + "=" + canary, endpointVariable + "=" + p.sandbox.URL, "GORACE=atexit_sleep_ms=0"}
	return cmd
}

// runKilled applies in another process, which dies after the n-th event. It
// reports whether the run came so far.
func (p *project) runKilled(n int, options ...string) bool {
	p.t.Helper()
	cmd := p.command(append([]string{"apply", "-auto-approve"}, options...)...)
	cmd.Env = append(cmd.Env, fmt.Sprintf("%s=%d", killVariable, n))
	text, err := cmd.CombinedOutput()
	if killed(err) {
		return true
	}
	if cmd.ProcessState.ExitCode() != 0 && cmd.ProcessState.ExitCode() != exitDoubtful {
		p.t.Fatalf("gesso that was to be killed after event %d: %v\n%s", n, err, text)
	}
	return false
}

// exitDoubtful is the exit code while requests are in doubt.
const exitDoubtful = 5

// recovers applies after a kill and makes sure that no money is lost.
func (p *project) recovers() {
	p.t.Helper()
	doubts := p.doubts()
	code := 0
	if len(doubts) > 0 {
		code = exitDoubtful
	}
	p.run(code, "plan")
	p.run(code, "apply", "-auto-approve")
	p.paidOnce(doubts)
	p.holds(killPictures - len(blocked(doubts)))
	p.storeIsWhole()
	if after := p.doubts(); len(after) != len(doubts) {
		p.t.Errorf("in doubt were %v, and after another apply %v", doubts, after)
	}
	p.asked()
	p.run(code, "apply", "-auto-approve")
	p.silent()
}

// doubts returns the addresses whose requests are in doubt, with their prompts.
func (p *project) doubts() map[string]string {
	p.t.Helper()
	w, err := state.Open(p.dir)
	if err != nil {
		p.t.Fatal(err)
	}
	defer w.Close()
	s, err := w.Load()
	if err != nil {
		p.t.Fatal(err)
	}
	found := map[string]string{}
	for address, call := range s.Pending() {
		if call.InDoubt() {
			found[address] = call.Request.Prompt
		}
	}
	return found
}

// blocked adds to the addresses in doubt those that are made from them.
func blocked(doubts map[string]string) map[string]bool {
	all := map[string]bool{}
	for address := range doubts {
		all[address] = true
	}
	for i := range 3 {
		if all[fmt.Sprintf("image.solo[%d]", i)] {
			all[fmt.Sprintf("image.label[%d]", i)] = true
		}
		if all[fmt.Sprintf("image.chain[%d]", i)] {
			all[fmt.Sprintf("image.chain[%d]", i+1)] = true
		}
	}
	return all
}

// paidOnce makes sure that each picture was paid for once, and one in doubt,
// or made from one in doubt, at most once.
func (p *project) paidOnce(doubts map[string]string) {
	p.t.Helper()
	paid := map[string]int{}
	for _, call := range p.sandbox.Server.Books().Calls {
		paid[call.Prompt] += call.Count
	}
	stopped := blocked(doubts)
	for block, count := range map[string]int{"solo": 8, "label": 3, "chain": 4} {
		for i := range count {
			address := fmt.Sprintf("image.%s[%d]", block, i)
			got := paid[fmt.Sprintf("%s %d", block, i)]
			if got > 1 || got == 0 && !stopped[address] {
				p.t.Errorf("%s was paid for %d times; in doubt are %v", address, got, doubts)
			}
		}
	}
	waves, certain := paid["wave"], 5
	for address := range doubts {
		if strings.HasPrefix(address, "image.wave[") {
			certain--
		}
	}
	if waves > 5 || waves < certain {
		p.t.Errorf("%d waves were paid for; in doubt are %v", waves, doubts)
	}
}

// storeIsWhole makes sure that every artifact has the bytes that its name says.
func (p *project) storeIsWhole() {
	p.t.Helper()
	err := filepath.WalkDir(filepath.Join(p.dir, ".gesso", "objects"), func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		sum := sha256.Sum256(data)
		if name := hex.EncodeToString(sum[:]); err == nil && name != d.Name() {
			p.t.Errorf("the artifact %s has the hash %s", d.Name(), name)
		}
		return err
	})
	if err != nil {
		p.t.Error(err)
	}
}
