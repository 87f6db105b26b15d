package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"syscall"
	"time"

	"github.com/hashicorp/hcl/v2"

	"gesso/runner/report"
	"gesso/spec/diag"
	"gesso/state"
	"gesso/state/disk"
)

// Version is gesso's own, as required_version compares it.
const Version = "0.1.0"

// Env is the process that a command runs in.
type Env struct {
	Args    []string // without the program's name
	Environ []string // as os.Environ gives it
	Stdin   io.Reader
	Stdout  io.Writer
	Stderr  io.Writer

	// The rest is for tests; nil and zero stand for what is usual.

	Recorded     func(state.Event) // handed to runs, see runner.Tools
	Now          func() time.Time  // the wall clock
	PictureBytes int64             // bounds a download, see traffic.Limits
	Stall        time.Duration     // bounds how slow one may be, see provider.Opening
}

// app is one invocation.
type app struct {
	Env                // Stdout is out
	stdout   io.Writer // what is behind it
	dir      string    // of -chdir, "." by default
	noColour bool
	out, err *report.Screen

	ctx         context.Context // of the invocation, for what has no other: questions, and evaluations before a run
	interrupted bool            // an evaluation was, and printed nothing
}

// usageError is a command line that gesso does not understand.
type usageError struct{ message, hint string }

func (e *usageError) Error() string { return e.message }

// fail prints an error and what may help, and returns the exit code.
func (a *app) fail(err error) int {
	fmt.Fprintf(a.err, "gesso: error: %v\n", err)
	if hint := hintFor(err); hint != "" {
		fmt.Fprintf(a.err, "gesso: hint: %s\n", hint)
	}
	return exitError
}

// hintFor is a sentence or a command that is safe to paste, or "".
func hintFor(err error) string {
	var usage *usageError
	var locked *disk.LockedError
	var damaged *state.DamageError
	switch {
	case errors.As(err, &usage):
		return usage.hint
	case errors.As(err, &locked):
		return "wait until it is done; nothing was changed"
	case errors.As(err, &damaged):
		return damaged.Hint
	case errors.Is(err, disk.ErrStale):
		return "run the command again"
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT):
		return "free some space on the disk, then run the command again: what was paid for is kept"
	case errors.Is(err, fs.ErrPermission):
		return "make the file and its folder writable, then run the command again: what was paid for is kept"
	}
	return ""
}

// diagnose prints a configuration's diagnostics and reports whether there is
// an error among them. An interrupted evaluation has none that means anything:
// nothing is printed, and the command ends as interrupted.
func (a *app) diagnose(diags hcl.Diagnostics, sources map[string][]byte) bool {
	if diag.Interrupted(diags) {
		a.interrupted = true
		return true
	}
	report.Diagnostics(a.err, diags, sources)
	return diags.HasErrors()
}
