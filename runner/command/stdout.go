package command

import (
	"errors"
	"fmt"
	"syscall"

	"gesso/spec/filename"
)

// finish returns the exit code of a command that would end with code. A command whose
// output could not be written has not done its work and fails. A reader that closed the
// pipe is not reported: it knows.
func (a *App) finish(code int) int {
	err := a.Out.Err()
	switch {
	case err == nil:
		return code
	case !readerGone(err):
		a.failText(a.Stderr, unprinted(err))
	}
	if code == ExitInterrupted {
		return code
	}
	return ExitError
}

func unprinted(err error) error {
	return fmt.Errorf("standard output cannot be written: %w", filename.Pathless(err))
}

// readerGone reports whether an error says that a pipe has no reader.
func readerGone(err error) bool { return errors.Is(err, syscall.EPIPE) }

// Unseen reports whether the plan was not shown to anybody, and must not be carried out. If
// it was approved beforehand, a reader that has gone is fine: that of gesso apply
// -auto-approve | head has seen what it wanted.
func (a *App) Unseen(approved bool) bool {
	err := a.Out.Err()
	return err != nil && !(approved && readerGone(err))
}

// Printed returns the exit code for the result of a write. An error of standard output
// itself is reported by finish.
func (a *App) Printed(err error) int {
	if err != nil && a.Out.Err() == nil {
		return a.Fail(err)
	}
	return ExitDone
}
