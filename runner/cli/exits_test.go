package cli_test

import (
	"errors"
	"os/exec"
	"strconv"
	"syscall"

	"github.com/rogpeppe/go-internal/testscript"
)

// cmdExits runs a command to its end: exits 3 gesso apply -auto-approve.
func cmdExits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE COMMAND...")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := codeOf(ts, ts.Exec(args[1], args[2:]...))
	if got != want {
		ts.Fatalf("exit code %d, want %d", got, want)
	}
	described(ts, args[1:], got)
}

func codeOf(ts *testscript.TestScript, err error) int {
	code := exitCode(err)
	if code < 0 {
		ts.Fatalf("%v", err)
	}
	return code
}

// exitCode is that of a process that ended so; -1 when it was killed, or never
// began.
func exitCode(err error) int {
	var exit *exec.ExitError
	switch {
	case err == nil:
		return 0
	case errors.As(err, &exit):
		return exit.ExitCode()
	}
	return -1
}

// cmdKillAfter runs a command that dies as by SIGKILL after a journal event:
// kill-after accepted gesso apply -auto-approve. WHEN is the number of the
// event, its kind, or kind:number.
func cmdKillAfter(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: kill-after WHEN COMMAND...")
	}
	ts.Setenv(killVariable, args[0])
	err := ts.Exec(args[1], args[2:]...)
	ts.Setenv(killVariable, "")
	if !killed(err) {
		ts.Fatalf("the command was to be killed, and ended with: %v", err)
	}
}

// killed reports whether a process was ended by SIGKILL.
func killed(err error) bool {
	var exit *exec.ExitError
	if !errors.As(err, &exit) {
		return false
	}
	status, ok := exit.Sys().(syscall.WaitStatus)
	return ok && status.Signaled() && status.Signal() == syscall.SIGKILL
}
