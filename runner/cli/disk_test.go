package cli_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"gesso/runner/sandbox"
)

// TestDiskFull applies on a disk that takes so many bytes of a file, and so ends
// earlier or later in the journal, or before it. Nothing more is sent than what
// was written down: when there is space again, the next run has all that was paid
// for, and pays for nothing twice.
func TestDiskFull(t *testing.T) {
	t.Parallel()
	for _, limit := range []int{0, 40, 150, 600, 1000, 2000, 3000, 5000, 8000, 12000, 16000, 20000, 24000} {
		if (raced || testing.Short()) && limit%3000 != 0 {
			continue
		}
		t.Run(fmt.Sprint(limit), func(t *testing.T) {
			p := newProject(t, sandbox.Options{})
			p.write("main.hcl", fmt.Sprintf(killConfig, "null"))
			said := p.runFull(limit)
			if strings.Contains(said, "panic") || !strings.Contains(said, "file too large") {
				t.Errorf("with files of %d bytes at most it says:\n%s", limit, said)
			}
			p.recovers()
		})
	}
}

// runFull applies in another process, on a disk that is full, and returns what
// it says.
func (p *project) runFull(limit int) string {
	p.t.Helper()
	cmd := p.command("apply", "-auto-approve")
	cmd.Env = append(cmd.Env, fmt.Sprintf("%s=%d", diskVariable, limit))
	var said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &said, &said
	err := cmd.Run()
	if code := exitCode(err); code == 0 || code < 0 {
		p.t.Errorf("it ended with %v", err)
	}
	return said.String()
}
