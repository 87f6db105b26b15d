package home

import (
	"fmt"
	"time"

	"gesso/state"
)

// HeldError says that somebody else works in a home.
type HeldError struct {
	Holder Holder
	Where  string
	Waited time.Duration // how long we have waited
	Lease  time.Duration
	Quiet  time.Duration // how long the log had not grown by then
}

func (e *HeldError) Error() string {
	return fmt.Sprintf("%s is held by gesso %s of %s, process %d, which is at work", e.Where, e.Holder.Command, e.Holder.Host, e.Holder.PID)
}

// DeposedError says that another process has taken over.
type DeposedError struct {
	By       Holder
	Where    string
	Reported int // answers of calls that the deposed process has added to the log since
}

func (e *DeposedError) Error() string {
	return fmt.Sprintf("gesso %s of %s, process %d, has taken over %s", e.By.Command, e.By.Host, e.By.PID, e.Where)
}

// RolledBackError says that a home has lost segments that it had.
type RolledBackError struct {
	Where string
	Known Position // what this machine has seen
	Found Position // the end of the log now, or another segment of the same number
}

func (e *RolledBackError) Error() string {
	if e.Found.N == e.Known.N {
		return fmt.Sprintf("%s has gone back: segment %d of its log is another one than this machine knows", e.Where, e.Known.N)
	}
	return fmt.Sprintf("%s has gone back: this machine knows segment %d of its log, which ends at %d", e.Where, e.Known.N, e.Found.N)
}

// LeftError says that a project has moved away from a home.
type LeftError struct {
	Where string
	To    string
	By    Holder
}

func (e *LeftError) Error() string {
	return fmt.Sprintf("the project has moved from %s to %s", e.Where, e.To)
}

// DeletedError says that a workspace was deleted.
type DeletedError struct {
	Where     string
	Workspace string
	By        Holder
}

func (e *DeletedError) Error() string {
	return fmt.Sprintf("the workspace %q of %s was deleted", e.Workspace, e.Where)
}

const restoreHint = "restore the object from a version of it or from a copy of the home; nothing is bought while the log is not whole"

// damage returns the error of an object that gesso cannot have written.
func (h *Home) damage(name, problem string) error {
	return &state.DamageError{File: h.nameOf(name), Problem: problem, Hint: restoreHint}
}

// nameOf returns an object's name for messages.
func (h *Home) nameOf(name string) string { return name + " of " + h.shelf.String() }
