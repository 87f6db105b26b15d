//go:build linux

package cli_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"gesso/runner/sandbox"
)

const progressConfig = `
provider "flux" {
  poll_interval = "20ms"
  parallelism   = 4
  price         = { "flux-dev" = 0.02 }
}
image "hero" {
  count  = 12
  prompt = "hero ${count.index}"
  model  = "flux-dev"
}
`

// resize makes the terminal so wide, and tells gesso.
func (t *terminal) resize(columns int) {
	t.t.Helper()
	if err := unix.IoctlSetWinsize(int(t.control.Fd()), unix.TIOCSWINSZ, &unix.Winsize{Row: 24, Col: uint16(columns)}); err != nil {
		t.t.Fatal(err)
	}
}

// TestProgress watches runs on terminals of three widths: each finished image has a line
// that stays, nothing of the block is left behind, and no line is broken by the terminal.
func TestProgress(t *testing.T) {
	for _, columns := range []int{40, 80, 200} {
		t.Run(fmt.Sprint(columns), func(t *testing.T) {
			p := newProject(t, sandbox.Options{Latency: 300 * time.Millisecond})
			p.write("main.hcl", progressConfig)
			tty := p.openTerminal("TERM=xterm", "apply")
			tty.resize(columns)
			tty.expect("Shall gesso do this?")
			before := len(tty.shown())
			tty.types("yes\n")
			tty.expect("4 running")
			tty.expect("queued")
			tty.expect("cost 0.")
			tty.expect("Apply complete: 12 generated.")
			tty.ends(0)
			p.charged(12)
			frames := tty.shown()[before:]
			rows := emulate(frames, columns)
			shown := strings.Join(rows, "\n")
			for i := range 12 {
				if n := strings.Count(shown, fmt.Sprintf("image.hero[%d]: generate", i)); n != 1 {
					t.Errorf("image.hero[%d] has %d lines that stay in:\n%s", i, n, shown)
				}
			}
			if strings.Contains(shown, "running") || strings.Contains(shown, "queued") {
				t.Errorf("something of the block is left:\n%s", shown)
			}
			for line := range strings.SplitSeq(ours.ReplaceAllString(goesBack.ReplaceAllString(frames, ""), ""), "\n") {
				if n := len([]rune(strings.TrimRight(line, "\r"))); n > columns {
					t.Errorf("a line has %d cells of %d: %q", n, columns, line)
				}
			}
		})
	}
}

// goesBack matches what goes back to where the block begins.
var goesBack = regexp.MustCompile("\x1b\\[[0-9]+A\r\x1b\\[J")

// TestProgressInNarrowerTerminal makes the window narrower in the midst of a run, and
// then leaves: the block follows, and what is paid is told with its cost.
func TestProgressInNarrowerTerminal(t *testing.T) {
	p := newProject(t, sandbox.Options{Latency: time.Hour})
	p.write("main.hcl", progressConfig)
	tty := p.openTerminal("TERM=xterm", "apply", "-auto-approve")
	tty.resize(120)
	tty.expect("4 running")
	if !eventually(func() bool { return p.sandbox.Server.Books().Accepted == 4 }) {
		t.Fatal("nothing was submitted")
	}
	tty.expect("queued")
	tty.resize(40)
	tty.expect("waiting\r\n") // the first line of three, where there was one
	tty.types("\x03")
	tty.expect("Apply interrupted")
	tty.expect("Paid for and not collected yet: 4")
	tty.expect("cost 0.08.")
	tty.ends(130)
	p.charged(4)
}

// TestProgressWithTrace: what GESSO_LOG traces to a terminal scrolls away above the block as
// finished images do, and leaves nothing of a block behind.
func TestProgressWithTrace(t *testing.T) {
	const columns = 80
	p := newProject(t, sandbox.Options{Latency: 300 * time.Millisecond})
	p.write("main.hcl", progressConfig)
	cmd := p.command("apply")
	cmd.Env = append(cmd.Env, "TERM=xterm", "GESSO_LOG=debug")
	tty := p.terminalOf(cmd)
	tty.resize(columns)
	tty.expect("Shall gesso do this?")
	before := len(tty.shown())
	tty.types("yes\n")
	tty.expect("4 running")
	tty.expect("Apply complete: 12 generated.")
	tty.ends(0)
	rows := emulate(tty.shown()[before:], columns)
	shown := strings.Join(rows, "\n")
	traced := strings.Count(tty.shown()[before:], "level=DEBUG msg=request")
	if traced < 36 {
		t.Errorf("%d requests are traced", traced)
	}
	if n := strings.Count(shown, "level=DEBUG msg=request"); n != traced {
		t.Errorf("%d of %d traced requests stay in:\n%s", n, traced, shown)
	}
	for i := range 12 {
		if n := strings.Count(shown, fmt.Sprintf("image.hero[%d]: generate", i)); n != 1 {
			t.Errorf("image.hero[%d] has %d lines that stay in:\n%s", i, n, shown)
		}
	}
	if strings.Contains(shown, "running") || strings.Contains(shown, "queued") {
		t.Errorf("something of the block is left:\n%s", shown)
	}
}
