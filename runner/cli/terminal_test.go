//go:build linux

package cli_test

import (
	"bytes"
	"fmt"
	"os"
	"strings"
	"sync"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"

	"gesso/runner/sandbox"
)

const terminalConfig = `
provider "flux" {
  model         = "flux-pro-1.1"
  poll_interval = "10ms"
}
variable "what" { description = "What the picture shows." }
variable "secret" { sensitive = true }
image "one" {
  prompt = "a ${var.what}"
  size   = "256x256"
  tags   = { note = var.secret }
}
`

// TestTerminal is a person at a terminal: missing variables and the approval
// are asked for, a secret is not echoed, there is colour, and a live line.
func TestTerminal(t *testing.T) {
	p := newProject(t, sandbox.Options{})
	p.write("main.hcl", terminalConfig)
	tty := p.openTerminal("TERM=xterm", "apply")
	tty.expect("var.secret")
	tty.expect("Enter a value: ")
	tty.types("hunter2\n")
	tty.expect("What the picture shows.")
	tty.expect("Enter a value: ")
	tty.types("red fox\n")
	tty.expect("\x1b[")
	tty.expect("Shall gesso do this?")
	tty.types("yes\n")
	tty.expect("Apply complete: 1 generated.")
	tty.ends(0)
	p.charged(1)
	if strings.Contains(tty.shown(), "hunter2") {
		t.Error("the secret was echoed")
	}
	if !strings.Contains(tty.shown(), "\r\x1b[K") {
		t.Error("no live line was drawn")
	}
}

// TestTerminalInterrupted is a person who leaves at the question: control-C
// there ends gesso, and changes nothing.
func TestTerminalInterrupted(t *testing.T) {
	p := newProject(t, sandbox.Options{})
	p.write("main.hcl", `image "one" { prompt = "one" }`)
	tty := p.openTerminal("TERM=xterm", "apply")
	tty.expect("Shall gesso do this?")
	tty.types("\x03")
	tty.expect("interrupted, nothing was changed")
	tty.ends(130)
	p.silent()
}

// TestTerminalStale is a state that another program changes while a person
// thinks about the plan: the plan was made from something else.
func TestTerminalStale(t *testing.T) {
	p := newProject(t, sandbox.Options{})
	p.write("main.hcl", `variable "what" { default = "one" }
image "one" { prompt = var.what }`)
	p.run(0, "apply", "-auto-approve")
	old := string(p.read("gesso.state"))
	p.run(0, "apply", "-auto-approve", "-var=what=two")
	p.charged(2)
	tty := p.openTerminal("TERM=xterm", "apply", "-var=what=three")
	tty.expect("Shall gesso do this?")
	p.write("gesso.state", old)
	tty.types("yes\n")
	tty.expect("gesso: hint: run the command again")
	tty.ends(1)
	p.silent()
	if string(p.read("gesso.state")) != old {
		t.Error("the state that somebody put there was overwritten")
	}
}

// TestTerminalPlain asks for no colours, in each of the ways.
func TestTerminalPlain(t *testing.T) {
	for _, way := range []struct{ environment, option string }{
		{"NO_COLOR=1", "-input=true"}, {"TERM=dumb", "-input=true"}, {"TERM=xterm", "-no-color"},
	} {
		t.Run(way.environment+" "+way.option, func(t *testing.T) {
			p := newProject(t, sandbox.Options{})
			p.write("main.hcl", `image "one" { prompt = "one" }`)
			tty := p.openTerminal(way.environment, "plan", way.option)
			tty.expect("Plan: 1 paid")
			tty.ends(0)
			if strings.Contains(tty.shown(), "\x1b[") {
				t.Errorf("there is an escape code in %q", tty.shown())
			}
		})
	}
}

// terminal is a pseudo-terminal with gesso at its other side.
type terminal struct {
	t       *testing.T
	control *os.File
	wait    func() error
	read    chan struct{} // closed when nothing more can come

	mu   sync.Mutex
	text bytes.Buffer
	seen int // of the text, by expect
}

func (p *project) openTerminal(environment string, args ...string) *terminal {
	p.t.Helper()
	control, tty, err := openPTY()
	if err != nil {
		p.t.Skipf("skipped: there is no pseudo-terminal: %v", err)
	}
	cmd := p.command(args...)
	cmd.Env = append(cmd.Env, environment)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = tty, tty, tty
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	err = cmd.Start()
	tty.Close()
	if err != nil {
		p.t.Fatal(err)
	}
	t := &terminal{t: p.t, control: control, wait: cmd.Wait, read: make(chan struct{})}
	go t.follow()
	p.t.Cleanup(func() {
		_ = cmd.Process.Kill() // it may have ended
		<-t.read
		control.Close()
	})
	return t
}

// openPTY opens both sides of a pseudo-terminal of 100 columns.
func openPTY() (control, tty *os.File, err error) {
	if control, err = os.OpenFile("/dev/ptmx", os.O_RDWR|unix.O_NOCTTY, 0); err != nil {
		return nil, nil, err
	}
	fd := int(control.Fd())
	number, err := unix.IoctlGetInt(fd, unix.TIOCGPTN)
	if err == nil {
		err = unix.IoctlSetPointerInt(fd, unix.TIOCSPTLCK, 0)
	}
	if err == nil {
		err = unix.IoctlSetWinsize(fd, unix.TIOCSWINSZ, &unix.Winsize{Row: 40, Col: 100})
	}
	if err == nil {
		tty, err = os.OpenFile(fmt.Sprintf("/dev/pts/%d", number), os.O_RDWR|unix.O_NOCTTY, 0)
	}
	if err != nil {
		control.Close()
	}
	return control, tty, err
}

// follow reads what is shown until the other side is closed.
func (t *terminal) follow() {
	defer close(t.read)
	buffer := make([]byte, 4096)
	for {
		n, err := t.control.Read(buffer)
		t.mu.Lock()
		t.text.Write(buffer[:n])
		t.mu.Unlock()
		if err != nil {
			return
		}
	}
}

func (t *terminal) shown() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.text.String()
}

// expect waits until a text is shown after what was expected before.
func (t *terminal) expect(text string) {
	t.t.Helper()
	if !eventually(func() bool {
		shown := t.shown()
		at := strings.Index(shown[t.seen:], text)
		if at >= 0 {
			t.seen += at + len(text)
		}
		return at >= 0
	}) {
		t.t.Fatalf("%q was not shown after %q", text, t.shown())
	}
}

func (t *terminal) types(text string) {
	t.t.Helper()
	if _, err := t.control.WriteString(text); err != nil {
		t.t.Fatal(err)
	}
}

// ends waits for the end, with that exit code.
func (t *terminal) ends(code int) {
	t.t.Helper()
	<-t.read
	if got := exitCode(t.wait()); got != code {
		t.t.Fatalf("exit code %d, want %d; shown was %q", got, code, t.shown())
	}
}
