package command

import (
	"cmp"
	"fmt"
	"io"
	"os"
	"syscall"

	"gesso/runner/trace"
	"gesso/spec/filename"
)

// The environment variables of a trace.
const (
	LogVariable     = "GESSO_LOG"
	LogFileVariable = "GESSO_LOG_FILE"
)

// openLog opens the trace that the environment asks for. A problem is reported, and stops
// nothing. The caller must call end.
func (a *App) openLog() (end func()) {
	word, file := a.Getenv(LogVariable), a.Getenv(LogFileVariable)
	if word == "" && file == "" {
		return func() {}
	}
	level, err := trace.Level(cmp.Or(word, trace.Levels()[0]))
	if err != nil {
		fmt.Fprintf(a.Err, "gesso: warning: %s: %v; nothing is traced\n", LogVariable, err)
		return func() {}
	}
	if file == "" {
		a.Log = trace.New(standardError{a}, level)
		return func() {}
	}
	if filename.Taken(file) != "" || filename.Private(file) {
		fmt.Fprintf(a.Err, "gesso: warning: %s: %s is no name for a trace: it is a place for something else; nothing is traced\n", LogFileVariable, file)
		return func() {}
	}
	// Opening a pipe without a reader must not block.
	to, err := os.OpenFile(file, os.O_APPEND|os.O_CREATE|os.O_WRONLY|syscall.O_NONBLOCK, 0o600)
	if err != nil {
		fmt.Fprintf(a.Err, "gesso: warning: %s: %s cannot be written: %v; nothing is traced\n", LogFileVariable, file, filename.Pathless(err))
		return func() {}
	}
	a.Log = trace.New(to, level)
	return func() { _ = to.Close() }
}

// standardError writes to App.Err, which changes once -no-color is known.
type standardError struct{ a *App }

var _ io.Writer = standardError{}

func (s standardError) Write(p []byte) (int, error) { return s.a.Err.Write(p) }
