// Package holder says who holds the lock of a folder or of a store: the text that the
// holder writes about itself, and the error for others who find it held.
//
// # Promises
//
//   - A missing, half-written or damaged text is a holder of whom nothing is known.
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

// Holder is who holds a workspace's lock. Its fields are what the holder has written about
// itself; all are zero if that could not be read.
type Holder struct {
	PID     int    `json:"pid"`
	Host    string `json:"host"`
	User    string `json:"user,omitempty"`
	Command string `json:"command"` // "apply"

	Workspace string    `json:"workspace,omitempty"` // "": the default one
	Time      time.Time `json:"time"`                // when it took the lock
}

// LockedError says that another process is working in the folder.
type LockedError struct {
	Holder Holder
	Waited time.Duration // how long was waited; 0: not at all
	Store  string        // the locked store; "": the folder is locked

	Elsewhere *home.HeldError // set if a home elsewhere is held; nil: the holder works in this folder
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

// String describes a holder in a few words: "gesso apply, process 7 of ann@host, since
// 2026-07-26 14:03:12".
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

// Self returns this process as the holder for a command.
func Self(command string, now time.Time) Holder {
	h := Holder{PID: os.Getpid(), Command: command, Time: now.UTC().Round(0)}
	h.Host, _ = os.Hostname() // the name is optional
	if u, err := user.Current(); err == nil {
		h.User = u.Username
	}
	return h
}

// offset skips the first byte, which is the locked one on Windows: a locked byte cannot be
// read there, not even to learn who locked it.
const offset = 1

// Read reads who holds a lock from its file. It returns the zero Holder if the text is
// missing or half written, as between locking and writing.
func Read(file io.ReaderAt) Holder {
	var h Holder
	text, err := io.ReadAll(io.NewSectionReader(file, offset, 1<<16))
	if err != nil || json.Unmarshal(text, &h) != nil {
		return Holder{}
	}
	return h
}

// Write writes the holder to a lock's file. The zero Holder says that there is none.
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
