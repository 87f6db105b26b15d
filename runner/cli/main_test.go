package cli_test

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"gesso/runner/cli"
	"gesso/state"
)

// TestMain makes this test binary the program gesso as well: scripts run it
// in processes of its own, so that it can be interrupted and killed.
func TestMain(m *testing.M) {
	testscript.Main(onTerminal{m}, map[string]func(){"gesso": gesso})
}

// onTerminal runs the tests as in a terminal's session, also where nohup or a
// CI system has them started with the hang-up ignored: the processes of the
// tests would inherit that.
type onTerminal struct{ *testing.M }

func (m onTerminal) Run() int {
	if signal.Ignored(syscall.SIGHUP) {
		signal.Notify(make(chan os.Signal, 1), syscall.SIGHUP)
	}
	return m.M.Run()
}

// canary is the token of every scenario. Wherever it shows, it leaked.
const canary = "canary-token-5f0c1d"

const (
	tokenVariable    = "ACEDATACLOUD_API_TOKEN"
	endpointVariable = "ACEDATACLOUD_API_BASE_URL"
	killVariable     = "GESSO_TEST_KILL_AFTER" // N, KIND or KIND:N
)

// gesso is main.go's program, with two additions: it can kill itself after a
// journal event, and it fails loudly when it prints the canary, or an escape
// code where there is no terminal.
func gesso() {
	ctx := cli.UntilInterrupted()
	signal.Ignore(syscall.SIGPIPE)
	env := cli.Env{Args: os.Args[1:], Environ: os.Environ(), Stdin: os.Stdin, Stdout: guarded(os.Stdout), Stderr: guarded(os.Stderr)}
	onMachine(&env)
	if when := os.Getenv(killVariable); when != "" {
		env.Recorded = killAfter(when)
	}
	os.Exit(cli.Run(ctx, env))
}

// killAfter returns a hook that ends the process as a power cut would, after
// the N-th event, or the N-th of a kind.
func killAfter(when string) func(state.Event) {
	kind, number, counted := strings.Cut(when, ":")
	if _, err := strconv.Atoi(kind); err == nil {
		kind, number, counted = "", kind, true
	}
	if !counted {
		number = "1"
	}
	n, err := strconv.ParseInt(number, 10, 64)
	if err != nil {
		panic(fmt.Sprintf("%s=%s: want N, KIND or KIND:N", killVariable, when))
	}
	var seen atomic.Int64
	return func(e state.Event) {
		if kind != "" && string(e.Kind) != kind || seen.Add(1) != n {
			return
		}
		_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
		select {} // not one instruction more
	}
}

// The exit codes of a program that printed what it must not.
const (
	exitEscape = 98
	exitLeak   = 99
)

// guarded watches what goes to a stream. A terminal is left alone, since gesso
// must see that it is one.
func guarded(f *os.File) io.Writer {
	if info, err := f.Stat(); err == nil && info.Mode()&os.ModeCharDevice != 0 {
		return f
	}
	return &guard{f: f}
}

type guard struct {
	f    *os.File
	tail []byte // of what was written, as long as the canary may begin in it
}

func (g *guard) Write(p []byte) (int, error) {
	text := append(g.tail, p...)
	if bytes.Contains(text, []byte(canary)) {
		fmt.Fprintln(os.Stderr, "THE TOKEN WAS PRINTED")
		os.Exit(exitLeak)
	}
	if bytes.IndexByte(p, '\x1b') >= 0 {
		fmt.Fprintln(os.Stderr, "AN ESCAPE CODE WAS PRINTED")
		os.Exit(exitEscape)
	}
	g.tail = bytes.Clone(text[max(0, len(text)-len(canary)):])
	return g.f.Write(p)
}
