package cli

import (
	"errors"
	"fmt"
	"syscall"

	"gesso/spec/filename"
)

// finish is the exit code of a command that would end with code. What was to be
// printed is its result: one that was not printed whole is not done, whatever
// was found out or made. A pipe whose reader went away is no news to anybody.
func (a *app) finish(code int) int {
	err := a.out.Err()
	switch {
	case err == nil:
		return code
	case !readerGone(err):
		a.fail(unprinted(err))
	}
	if code == exitInterrupted {
		return code
	}
	return exitError
}

func unprinted(err error) error {
	return fmt.Errorf("standard output cannot be written: %w", filename.Pathless(err))
}

// readerGone reports whether an error is that of a pipe that nobody reads.
func readerGone(err error) bool { return errors.Is(err, syscall.EPIPE) }

// unseen reports whether a plan that was printed, and has changes, is not to be
// carried out because nobody can have seen it. Who approved of it beforehand and
// went away, as in gesso apply -auto-approve | head, has seen what he wanted.
func (a *app) unseen(o *options) bool {
	err := a.out.Err()
	return err != nil && !(o.autoApprove && readerGone(err))
}
