package command

import (
	"errors"
	"fmt"
	"syscall"

	"gesso/spec/filename"
)

// finish is the exit code of a command that would end with code. What was to be
// printed is its result: one that was not printed whole is not done, whatever
// was found out or made. A pipe whose reader went away is no news to anybody.
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

// readerGone reports whether an error is that of a pipe that nobody reads.
func readerGone(err error) bool { return errors.Is(err, syscall.EPIPE) }

// Unseen reports whether what was printed is not to be carried out because nobody
// can have seen it. Whoever approved of it beforehand and went away, as in
// gesso apply -auto-approve | head, has seen what he wanted.
func (a *App) Unseen(approved bool) bool {
	err := a.Out.Err()
	return err != nil && !(approved && readerGone(err))
}

// Printed is the exit code of what was written, or not. An error of standard
// output itself is told at the end of every command.
func (a *App) Printed(err error) int {
	if err != nil && a.Out.Err() == nil {
		return a.Fail(err)
	}
	return ExitDone
}
