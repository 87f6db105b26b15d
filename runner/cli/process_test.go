package cli_test

import (
	"bytes"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// process is a command in the background.
type process struct {
	cmd            *exec.Cmd
	stdout, stderr transcript
	ended          chan struct{}
}

// transcript is what a process printed so far.
type transcript struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (t *transcript) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.text.Write(p)
}

func (t *transcript) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.text.String()
}

func (p *process) kill() {
	_ = p.cmd.Process.Kill() // it may have ended by itself
	<-p.ended
}

// cmdStart runs a command in the background: start holder gesso apply.
func cmdStart(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: start NAME COMMAND...")
	}
	path := ""
	for _, dir := range filepath.SplitList(ts.Getenv("PATH")) {
		if file := filepath.Join(dir, args[1]); path == "" && executable(file) {
			path = file
		}
	}
	if path == "" {
		ts.Fatalf("there is no program %s", args[1])
	}
	p := &process{cmd: exec.Command(path, args[2:]...), ended: make(chan struct{})}
	p.cmd.Dir = ts.MkAbs(".")
	p.cmd.Env = []string{"WORK=" + ts.Getenv("WORK"), "PATH=" + ts.Getenv("PATH"), "GORACE=" + ts.Getenv("GORACE"),
		tokenVariable + "=" + ts.Getenv(tokenVariable), endpointVariable + "=" + ts.Getenv(endpointVariable)}
	for _, name := range machineVariables {
		p.cmd.Env = append(p.cmd.Env, name+"="+ts.Getenv(name))
	}
	p.cmd.Stdout, p.cmd.Stderr = &p.stdout, &p.stderr
	ts.Check(p.cmd.Start())
	go func() {
		_ = p.cmd.Wait() // ends reads the outcome
		close(p.ended)
	}()
	stageOf(ts).processes[args[0]] = p
}

func executable(file string) bool {
	info, err := os.Stat(file)
	return err == nil && info.Mode().IsRegular() && info.Mode()&0o111 != 0
}

func processOf(ts *testscript.TestScript, name string) *process {
	p := stageOf(ts).processes[name]
	if p == nil {
		ts.Fatalf("nothing was started as %s", name)
	}
	return p
}

// cmdSays waits until a command has said something: says holder 'waiting at most'.
func cmdSays(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: says NAME TEXT")
	}
	p := processOf(ts, args[0])
	if !eventually(func() bool {
		return strings.Contains(p.stdout.String()+p.stderr.String(), args[1])
	}) {
		ts.Fatalf("%s did not say %q, but:\n%s%s", args[0], args[1], p.stdout.String(), p.stderr.String())
	}
}

var signals = map[string]syscall.Signal{"INT": syscall.SIGINT, "TERM": syscall.SIGTERM, "KILL": syscall.SIGKILL, "HUP": syscall.SIGHUP,
	"STOP": syscall.Signal(19), "CONT": syscall.Signal(18)} // of Linux: Windows has no names for them

// cmdSignal sends a signal: signal holder INT. With -until-end it is sent
// again and again, as by somebody without patience.
func cmdSignal(ts *testscript.TestScript, neg bool, args []string) {
	set := flags("signal")
	untilEnd := set.Bool("until-end", false, "")
	ts.Check(set.Parse(args))
	if neg || set.NArg() != 2 {
		ts.Fatalf("usage: signal [-until-end] NAME SIGNAL")
	}
	p := processOf(ts, set.Arg(0))
	sig, ok := signals[set.Arg(1)]
	if !ok {
		ts.Fatalf("no signal %s", set.Arg(1))
	}
	ts.Check(p.cmd.Process.Signal(sig))
	if !*untilEnd {
		return
	}
	eventually(func() bool {
		select {
		case <-p.ended:
			return true
		default:
			_ = p.cmd.Process.Signal(sig) // it may have ended meanwhile
			return false
		}
	})
}

// cmdEnds waits for a command's end: ends holder 130 2s. The code can be the
// name of a signal that ended it. What it printed is stdout and stderr then.
func cmdEnds(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: ends NAME CODE|SIGNAL [WITHIN]")
	}
	within := patience
	if len(args) > 2 {
		var err error
		within, err = time.ParseDuration(args[2])
		ts.Check(err)
		if raced {
			within *= 4
		}
	}
	p := processOf(ts, args[0])
	select {
	case <-p.ended:
	case <-time.After(within):
		ts.Fatalf("%s did not end within %s", args[0], within)
	}
	_, _ = io.WriteString(ts.Stdout(), p.stdout.String())
	_, _ = io.WriteString(ts.Stderr(), p.stderr.String())
	status := p.cmd.ProcessState.Sys().(syscall.WaitStatus)
	got := strconv.Itoa(status.ExitStatus())
	if status.Signaled() {
		got = strings.TrimPrefix(nameOf(status.Signal()), "SIG")
	}
	if got != args[1] {
		ts.Fatalf("%s ended with %s, want %s", args[0], got, args[1])
	}
	delete(stageOf(ts).processes, args[0])
}

func nameOf(sig syscall.Signal) string {
	for name, s := range signals {
		if s == sig {
			return name
		}
	}
	return sig.String()
}
