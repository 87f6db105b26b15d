package command

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"
	"syscall"
	"time"

	"github.com/hashicorp/hcl/v2"

	"gesso/runner/document"
	"gesso/runner/machine"
	"gesso/runner/report"
	"gesso/runner/report/homes"
	"gesso/runner/report/quote"
	"gesso/runner/trace"
	"gesso/spec/diag"
	"gesso/state"
	"gesso/state/disk"
	"gesso/state/home"
)

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

	Home func(home.Options) home.Options // how a home elsewhere is worked with
}

// App is one invocation of a command. It is not safe for concurrent use, but for
// its screens.
type App struct {
	Env             // Stdout is Out
	Dir      string // of -chdir, "." by default
	Out, Err *report.Screen
	Log      *trace.Log // of GESSO_LOG; nil traces nothing

	program     *Program
	stdout      io.Writer // what is behind Out
	noColour    bool
	ctx         context.Context // of the invocation, for what has no other: questions, and evaluations before a run
	stdinOf     string          // the option that has read standard input, see Given
	asked       bool            // for -json
	form        Form            // what is printed; NoJSON is text
	stream      *machine.Stream // of the form Lines
	wrong       bool            // a document of what is wrong was printed
	interrupted bool            // an evaluation was, and printed nothing
}

// Context is that of the invocation, for what has no other.
func (a *App) Context() context.Context { return a.ctx }

// Getenv is the value of an environment variable, or "".
func (a *App) Getenv(name string) string {
	for _, entry := range a.Environ {
		if value, ok := strings.CutPrefix(entry, name+"="); ok {
			return value
		}
	}
	return ""
}

// ErrReported ends a command whose error was printed already.
var ErrReported = errors.New("reported")

// misuse is a command line that gesso does not understand.
type misuse struct{ message, hint string }

func (e *misuse) Error() string { return e.message }

// Misuse is a command line that is not understood: a message, lower case and
// without a full stop, and a command that can be pasted, or "".
func Misuse(message, hint string) error { return &misuse{message, hint} }

// Fail prints an error and what may help, and returns the exit code.
func (a *App) Fail(err error) int {
	if a.AsJSON() {
		a.failJSON(err)
	} else {
		a.failText(a.Err, err)
	}
	return ExitError
}

// End turns the error that a command ends with into an exit code, and prints it
// if nobody did. Of an interrupt it says that nothing was changed.
func (a *App) End(err error) int {
	switch {
	case errors.Is(err, ErrReported), a.Out.Err() != nil && errors.Is(err, a.Out.Err()): // see finish
		return ExitError
	case errors.Is(err, context.Canceled):
		a.interruption()
		return ExitInterrupted
	}
	return a.Fail(err)
}

// interruption tells that a command ends early.
func (a *App) interruption() {
	if a.AsJSON() {
		a.diagnoseJSON([]document.Diagnostic{{Severity: document.Error, Summary: "interrupted, nothing was changed"}})
	}
	if a.form != Lines {
		fmt.Fprintln(a.Err, "gesso: interrupted, nothing was changed")
	}
}

// messageOf is what people are told of an error. What is about a home has texts of others
// in it, and is told by whoever knows them.
func messageOf(err error) string {
	if message, _, ok := homes.Explain(atHome(err)); ok {
		return message
	}
	var advised interface{ Hint() string }
	if !errors.As(err, &advised) {
		return err.Error()
	}
	lines := strings.Split(err.Error(), "\n")
	for i, line := range lines {
		lines[i] = quote.Clean(line)
	}
	return strings.Join(lines, "\n")
}

// atHome is what a home elsewhere says of a lock that is held there.
func atHome(err error) error {
	var locked *disk.LockedError
	if errors.As(err, &locked) && locked.Elsewhere != nil {
		return locked.Elsewhere
	}
	return err
}

// hintFor is a sentence or a command that is safe to paste, or "".
func (a *App) hintFor(err error) string {
	var retyped interface{ Retyped(args []string) string }
	if errors.As(err, &retyped) {
		if line := retyped.Retyped(a.Args); line != "" {
			return line
		}
	}
	var usage *misuse
	var locked *disk.LockedError
	var damaged *state.DamageError
	var advised interface{ Hint() string }
	if errors.As(err, &advised) {
		return advised.Hint()
	}
	if _, hint, ok := homes.Explain(atHome(err)); ok {
		return hint
	}
	switch {
	case errors.As(err, &usage):
		return usage.hint
	case errors.As(err, &locked):
		return "run it again when that is done, or with -lock-timeout=5m to wait for it; nothing was changed"
	case errors.As(err, &damaged):
		return damaged.Hint
	case errors.Is(err, disk.ErrStale):
		return "run the command again"
	case errors.Is(err, syscall.EROFS):
		return "what only looks works here, such as gesso plan and gesso show; what changes something needs a folder that can be written"
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT):
		return "free some space on the disk, then run the command again: what was paid for is kept"
	case errors.Is(err, fs.ErrPermission):
		return "make the file and its folder writable, then run the command again: what was paid for is kept"
	}
	return ""
}

// Diagnose prints a configuration's diagnostics and reports whether there is
// an error among them. An interrupted evaluation has none that means anything:
// nothing is printed, and the command ends as interrupted.
func (a *App) Diagnose(diags hcl.Diagnostics, sources map[string][]byte) bool {
	if a.GivenUp(diags) {
		return true
	}
	a.show(diags, sources)
	return diags.HasErrors()
}

// GivenUp reports whether an evaluation was interrupted. The command then ends
// as interrupted.
func (a *App) GivenUp(diags hcl.Diagnostics) bool {
	if diag.Interrupted(diags) {
		a.interrupted = true
		return true
	}
	return false
}
