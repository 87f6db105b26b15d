package cli_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"gesso/runner/sandbox"
)

// TestThrottledRunCollects is a provider that takes one request and refuses all
// others for an hour. What it took is asked for, fetched and placed meanwhile.
func TestThrottledRunCollects(t *testing.T) {
	p := newProject(t, sandbox.Options{Rate: 1, RetryAfter: time.Hour})
	p.write("main.hcl", `
provider "flux" {
  poll_interval = "10ms"
  parallelism   = 5
}
image "fox" {
  count  = 5
  prompt = "fox ${count.index}"
}`)
	cmd := p.command("apply", "-auto-approve")
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if !eventually(func() bool {
		found, err := filepath.Glob(filepath.Join(p.dir, "images", "*.png"))
		return err == nil && len(found) > 0 && p.sandbox.Server.Books().Refused > 0
	}) {
		t.Error("nothing was placed while the provider refuses")
	}
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	if code := exitCode(cmd.Wait()); code != 130 {
		t.Errorf("exit code %d, want 130", code)
	}
	p.charged(1)
	p.holds(1)
}
