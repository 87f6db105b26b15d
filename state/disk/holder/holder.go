// Package holder tells who holds the lock of a folder, or of a store: the text that the
// holder writes about itself, and the error of whoever finds it held.
//
// # Promises
//
//   - A text that is missing, half written or damaged is a holder of whom nothing is known.
//
// # Not for
//
// The lock itself, which package disk takes.
//
// # Example
//
//	h := holder.Self("apply", time.Now())
//	err := &holder.LockedError{Holder: h}
package holder

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/user"
	"time"

	"gesso/state/home"
)

// Holder is who holds a workspace's lock. Its fields are what the holder wrote
// about itself; all are zero when it could not be read.
type Holder struct {
	PID     int    `json:"pid"`
	Host    string `json:"host"`
	User    string `json:"user,omitempty"`
	Command string `json:"command"` // "apply"

	Workspace string    `json:"workspace,omitempty"` // "" is the default one
	Time      time.Time `json:"time"`                // when it took the lock
}

// LockedError says that another process is working in the folder.
type LockedError struct {
	Holder Holder
	Waited time.Duration // in vain; 0 is not at all
	Store  string        // what is locked, if it is a store; "": the folder

	Elsewhere *home.HeldError // of a home elsewhere; nil: the holder works in this folder
}

func (e *LockedError) Error() string {
	message := "locked by " + e.Holder.String()
	if e.Store != "" {
		message = "the store " + e.Store + " is " + message
	}
	if e.Elsewhere != nil {
		message = e.Elsewhere.Where + " is " + message
	}
	if e.Waited > 0 {
		message += fmt.Sprintf("; waited %s for it", e.Waited)
	}
	return message
}

// String tells of a holder in a few words: "gesso apply, process 7 of ann@host,
// since 2026-07-26 14:03:12".
func (h Holder) String() string {
	if h.PID == 0 {
		return "another process"
	}
	who := h.Host
	if h.User != "" {
		who = h.User + "@" + h.Host
	}
	what := h.Command
	if h.Workspace != "" {
		what += " in workspace " + h.Workspace
	}
	return fmt.Sprintf("gesso %s, process %d of %s, since %s",
		what, h.PID, who, h.Time.Local().Format(time.DateTime))
}

// Self is this process as a holder for a command.
func Self(command string, now time.Time) Holder {
	h := Holder{PID: os.Getpid(), Command: command, Time: now.UTC().Round(0)}
	h.Host, _ = os.Hostname() // a holder without a name is still a holder
	if u, err := user.Current(); err == nil {
		h.User = u.Username
	}
	return h
}

// offset leaves the first byte alone: on Windows that one is locked, and
// a locked byte cannot be read, even to learn who locked it.
const offset = 1

// Read reads who holds a lock of its file. It returns the zero Holder for a text that is
// missing or half written: the holder may be anywhere between locking and writing.
func Read(file io.ReaderAt) Holder {
	var h Holder
	text, err := io.ReadAll(io.NewSectionReader(file, offset, 1<<16))
	if err != nil || json.Unmarshal(text, &h) != nil {
		return Holder{}
	}
	return h
}

// Write says in a lock's file who holds it, and the zero Holder that nobody does any more.
func Write(file *os.File, h Holder) error {
	if err := file.Truncate(offset); err != nil || h == (Holder{}) {
		return err
	}
	text, err := json.Marshal(h)
	if err != nil {
		return err
	}
	_, err = file.WriteAt(append(text, '\n'), offset)
	return err
}
