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
	Environ []string // in the form of os.Environ
	Stdin   io.Reader
	Stdout  io.Writer
	Stderr  io.Writer

	// The rest is for tests; nil and zero mean the usual.

	Recorded     func(state.Event) // receives the events of runs; see runner.Tools
	Now          func() time.Time  // the wall clock
	PictureBytes int64             // the most bytes of a download; see traffic.Limits
	Stall        time.Duration     // how long a download may stall; see provider.Opening

	Home func(home.Options) home.Options // adjusts how homes elsewhere are used
}

// App is one invocation of a command. It is not safe for concurrent use, except for its
// screens.
type App struct {
	Env             // Stdout is Out
	Dir      string // from -chdir, "." by default
	Out, Err *report.Screen
	Log      *trace.Log // from GESSO_LOG; nil traces nothing

	program     *Program
	stdout      io.Writer // the writer behind Out
	noColour    bool
	ctx         context.Context // of the invocation, for code that is given none: prompts, and evaluation before a run
	stdinOf     string          // the option that has read standard input; see Given
	asked       bool            // -json was given
	form        Form            // how results are printed; NoJSON is text
	stream      *machine.Stream // set if form is Lines
	wrong       bool            // a document with diagnostics was printed
	interrupted bool            // an evaluation was interrupted, and printed nothing
}

// Context returns the context of the invocation, for code that is given none.
func (a *App) Context() context.Context { return a.ctx }

// Getenv returns the value of an environment variable, or "".
func (a *App) Getenv(name string) string {
	for _, entry := range a.Environ {
		if value, ok := strings.CutPrefix(entry, name+"="); ok {
			return value
		}
	}
	return ""
}

// ErrReported is the error of a command that has printed its error already.
var ErrReported = errors.New("reported")

// misuse is the error of a command line that gesso does not understand.
type misuse struct{ message, hint string }

func (e *misuse) Error() string { return e.message }

// Misuse returns the error of a command line that is not understood. The message is lower
// case, without a full stop; the hint is a command that can be pasted, or "".
func Misuse(message, hint string) error { return &misuse{message, hint} }

// Fail prints an error with its hint, and returns the exit code.
func (a *App) Fail(err error) int {
	if a.AsJSON() {
		a.failJSON(err)
	} else {
		a.failText(a.Err, err)
	}
	return ExitError
}

// End converts the error that a command ends with to an exit code, and prints it unless
// that was done. If the command was interrupted, it says that nothing was changed.
func (a *App) End(err error) int {
	switch {
	case errors.Is(err, ErrReported), a.Out.Err() != nil && errors.Is(err, a.Out.Err()): // finish reports these
		return ExitError
	case errors.Is(err, context.Canceled):
		a.interruption()
		return ExitInterrupted
	}
	return a.Fail(err)
}

// interruption says that the command was interrupted and changed nothing.
func (a *App) interruption() {
	if a.AsJSON() {
		a.diagnoseJSON([]document.Diagnostic{{Severity: document.Error, Summary: "interrupted, nothing was changed"}})
	}
	if a.form != Lines {
		fmt.Fprintln(a.Err, "gesso: interrupted, nothing was changed")
	}
}

// messageOf returns the text of an error for users. An error of a home may quote foreign
// text, so package homes words it.
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

// atHome returns what a home elsewhere says about the lock that err is about, or err.
func atHome(err error) error {
	var locked *disk.LockedError
	if errors.As(err, &locked) && locked.Elsewhere != nil {
		return locked.Elsewhere
	}
	return err
}

// hintFor returns a hint for an error: a sentence, or a command that can be pasted, or "".
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

// Diagnose prints a configuration's diagnostics and reports whether they have errors. If
// the evaluation was interrupted, its diagnostics mean nothing: it prints none, and the
// command ends as interrupted.
func (a *App) Diagnose(diags hcl.Diagnostics, sources map[string][]byte) bool {
	if a.GivenUp(diags) {
		return true
	}
	a.show(diags, sources)
	return diags.HasErrors()
}

// GivenUp reports whether an evaluation was interrupted. If so, the command will end as
// interrupted.
func (a *App) GivenUp(diags hcl.Diagnostics) bool {
	if diag.Interrupted(diags) {
		a.interrupted = true
		return true
	}
	return false
}
