//go:build linux

package cli_test

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"
)

// terminal is a pseudo-terminal with gesso at its other side.
type terminal struct {
	t       *testing.T
	control *os.File
	process *os.Process
	wait    func() error
	read    chan struct{} // closed when nothing more can come

	mu   sync.Mutex
	text bytes.Buffer
	seen int // of the text, by expect
}

func (p *project) openTerminal(environment string, args ...string) *terminal {
	p.t.Helper()
	cmd := p.command(args...)
	cmd.Env = append(cmd.Env, environment)
	return p.terminalOf(cmd)
}

// terminalOf is a pseudo-terminal with a command at its other side.
func (p *project) terminalOf(cmd *exec.Cmd) *terminal {
	p.t.Helper()
	control, tty, err := openPTY()
	if err != nil {
		p.t.Skipf("skipped: there is no pseudo-terminal: %v", err)
	}
	cmd.Stdin, cmd.Stdout, cmd.Stderr = tty, tty, tty
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	err = cmd.Start()
	tty.Close()
	if err != nil {
		p.t.Fatal(err)
	}
	t := &terminal{t: p.t, control: control, process: cmd.Process, wait: cmd.Wait, read: make(chan struct{})}
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

// echoes tells whether the terminal shows what is typed.
func (t *terminal) echoes() bool {
	state, err := unix.IoctlGetTermios(int(t.control.Fd()), unix.TCGETS)
	return err == nil && state.Lflag&unix.ECHO != 0
}
