package cli_test

import (
	"bytes"
	"strings"
	"sync/atomic"
	"testing"

	"gesso/runner/sandbox"
	"gesso/runner/sandbox/fault"
)

// TestExtraThatIsGone is a picture that nobody asked for and that cannot be had:
// gesso tells of it, and makes the others.
func TestExtraThatIsGone(t *testing.T) {
	var first atomic.Value // the name of the picture that is fetched first: the extra one
	p := newProject(t, sandbox.Options{Faults: fault.Faults{
		Submit: func(fault.Submission) fault.Fate { return fault.Fate{Extra: 1} },
		Deliver: func(d fault.Download) fault.Parcel {
			first.CompareAndSwap(nil, d.Name)
			return fault.Parcel{Gone: d.Name == first.Load()}
		},
	}})
	p.write("main.hcl", `
provider "flux" { poll_interval = "5ms" }
image "fox" {
  count  = 2
  prompt = "a fox"
}`)
	cmd := p.command("apply", "-auto-approve")
	var said bytes.Buffer
	cmd.Stderr = &said
	if err := cmd.Run(); err != nil {
		t.Fatal(err)
	}
	const want = "image.fox[0]: the provider made one picture more than it was asked for, and it cannot be had: gone: HTTP 404"
	if !strings.Contains(said.String(), want) {
		t.Errorf("it does not say %q:\n%s", want, &said)
	}
	p.charged(3)
	p.holds(2)
	p.run(0, "apply")
	p.silent()
}

// TestExtraThatIsKept is a picture that nobody asked for, kept by a run that is
// killed then. The next one does not keep it again, in whatever bytes it would come.
func TestExtraThatIsKept(t *testing.T) {
	var downloads atomic.Int64
	p := newProject(t, sandbox.Options{Faults: fault.Faults{
		Submit: func(fault.Submission) fault.Fate { return fault.Fate{Extra: 1} },
		Deliver: func(fault.Download) fault.Parcel {
			if downloads.Add(1) == 1 {
				return fault.Parcel{Damage: fault.WrongSize}
			}
			return fault.Parcel{}
		},
	}})
	p.write("main.hcl", `
provider "flux" { poll_interval = "5ms" }
image "fox" { prompt = "a fox" }`)
	const kept = 3 // after intended and accepted
	if !p.runKilled(kept) {
		t.Fatal("the run ended before it was to be killed")
	}
	p.run(0, "apply", "-auto-approve")
	p.charged(2)
	if n := downloads.Load(); n != 2 {
		t.Errorf("%d pictures were downloaded, want 2: one each", n)
	}
	if said := p.run(0, "audit"); !strings.Contains(said, "Audit: 2 paid, 2 stored") {
		t.Errorf("the audit says %q, want 2 paid and stored", said)
	}
}
