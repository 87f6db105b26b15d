package cli_test

import (
	"strings"
	"syscall"
	"testing"

	"gesso/runner/sandbox"
)

// TestInterruptedBuiltin: the built-in sandbox ends with gesso. What is said of an
// interrupt is true there too, and the next plan says the same.
func TestInterruptedBuiltin(t *testing.T) {
	p := newProject(t, sandbox.Options{})
	p.write("main.hcl", `
provider "flux" {
  endpoint = "sandbox"
  sandbox { latency = "1h" }
}
image "fox" {
  count  = 3
  prompt = "fox ${count.index}"
  size   = "1024x1024"
}
`)
	var stdout, stderr transcript
	cmd := p.command("apply", "-auto-approve")
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if !eventually(func() bool { return strings.Count(stderr.String(), ": generate …") == 3 }) {
		t.Errorf("it has not begun: %s", stderr.String())
	}
	for range 2 {
		if err := cmd.Process.Signal(syscall.SIGINT); err != nil {
			t.Fatal(err)
		}
	}
	if code := exitCode(cmd.Wait()); code != 130 {
		t.Errorf("exit code %d, want 130", code)
	}
	if said := stderr.String(); !strings.Contains(said, "what is under way in the built-in sandbox ends with this run, and costs nothing") {
		t.Errorf("it says\n%s", said)
	}
	said := stdout.String()
	if !strings.Contains(said, "What was under way in the built-in sandbox ended with this run, and cost nothing: it is made anew.\n") || strings.Contains(said, "sent is kept") {
		t.Errorf("it ends with\n%s", said)
	}
	if !strings.Contains(said, "Apply interrupted: 3 skipped.\n") {
		t.Errorf("it counts what ended with the sandbox as something else:\n%s", said)
	}
	if plan := p.run(0, "plan"); !strings.Contains(plan, "Plan: 3 paid (3 generate), 0 free, 0 unchanged") {
		t.Errorf("the next plan is\n%s", plan)
	}
	p.silent()
}
