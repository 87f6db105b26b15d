package cli_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"gesso/runner/sandbox"
	"gesso/state/disk"
)

// TestGCBesideApply: while pictures are bought, replaced and reused, gc removes all that
// nothing needs as fast as it can, and never what is referenced: also of a store that
// another directory applies with.
func TestGCBesideApply(t *testing.T) {
	if testing.Short() {
		t.Skip("many runs beside each other")
	}
	t.Parallel()
	p := newProject(t, sandbox.Options{})
	for _, dir := range []string{"shared", "other"} {
		if err := os.Mkdir(filepath.Join(p.dir, dir), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	p.write("main.hcl", `
gesso { store = "shared" }
provider "flux" { poll_interval = "10ms" }
variable "word" { default = "0" }
image "x" {
  count  = 6
  prompt = "${var.word} ${count.index}"
  size   = "1024x1024"
}
`)
	p.write("other/main.hcl", `
gesso { store = "../shared" }
image "y" { prompt = "nobody's" }
`)
	p.run(0, "apply", "-auto-approve")
	stop, done := make(chan struct{}), make(chan int)
	for _, dir := range []string{".", "other"} {
		go func() {
			removed := 0
			for {
				select {
				case <-stop:
					done <- removed
					return
				default:
				}
				cmd := p.command("store", "gc", "-keep=0", "-delete")
				cmd.Args[1] = "-chdir=" + filepath.Join(p.dir, dir)
				text, _ := cmd.CombinedOutput() // it is refused while somebody applies
				out := string(text)
				if strings.Contains(out, " removed") && !strings.Contains(out, "0 files removed") {
					removed++
				}
			}
		}()
	}
	for round := range 6 {
		p.run(0, "apply", "-auto-approve", "-lock-timeout=5m", fmt.Sprintf("-var=word=%d", round%4))
		// What the run has recorded is there the moment after it.
		w, err := disk.Open(p.dir)
		if err != nil {
			t.Fatal(err)
		}
		loaded, err := w.Load()
		if err == nil {
			err = w.UseStore("shared")
		}
		if err != nil {
			t.Fatal(err)
		}
		for r := range loaded.All() {
			if err := w.Store().Verify(r.Artifact); err != nil {
				t.Errorf("round %d: %s: %v", round, r.Address, err)
			}
		}
		w.Close()
	}
	close(stop)
	if removed := <-done + <-done; removed == 0 {
		t.Log("gc has never come between")
	}
	p.run(0, "audit")
}

// TestGCFromAnotherDirectory: what a directory has removed of another one's pictures is
// noted where it was paid for, so that nobody looks for a loss.
func TestGCFromAnotherDirectory(t *testing.T) {
	t.Parallel()
	p := newProject(t, sandbox.Options{})
	for _, dir := range []string{"shared", "other"} {
		if err := os.Mkdir(filepath.Join(p.dir, dir), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	image := "image \"x\" {\n  prompt = \"%s\"\n  size = \"256x256\"\n}\n"
	p.write("main.hcl", "gesso { store = \"shared\" }\n"+fmt.Sprintf(image, "one"))
	p.write("other/main.hcl", "gesso { store = \"../shared\" }\n"+fmt.Sprintf(image, "two"))
	p.run(0, "apply", "-auto-approve")
	p.write("main.hcl", "gesso { store = \"shared\" }\n"+fmt.Sprintf(image, "three"))
	p.run(0, "apply", "-auto-approve")
	p.run(0, "-chdir="+filepath.Join(p.dir, "other"), "apply", "-auto-approve")
	said := p.run(0, "-chdir="+filepath.Join(p.dir, "other"), "store", "gc", "-keep=0", "-delete")
	if !strings.Contains(said, "1 file removed") {
		t.Fatalf("gc of the other directory:\n%s", said)
	}
	if said := p.run(0, "audit"); !strings.Contains(said, "1 given up, 0 lost") {
		t.Errorf("audit:\n%s", said)
	}
	p.run(0, "store", "verify")
}
