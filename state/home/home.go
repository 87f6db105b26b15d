// Package home keeps the shared half of a workspace where several machines can reach it:
// its log and its pictures, on a shelf.
//
// # Objects
//
//	home                   who founded it, when, and its id; created once
//	log/<10 digits>        segments: each is one group commit, numbered without gaps
//	state/<10 digits>-...  snapshots: state and ledger as of a segment; the name has their hash
//	objects/ab/<sha256>    the pictures; a name always has the same content
//
// A workspace other than the default one has its log and its snapshots below
// workspaces/<name>/. All workspaces share the pictures. Other objects are ignored.
//
// # Promises
//
//   - A segment is created once and never replaced, its number is never used again, and it
//     contains the hash of the one before. So the log has one order, and a reader finds
//     every segment that was removed, inserted, exchanged or changed, and names it.
//   - Whether a segment was created is decided by reading it. Each has a nonce, which tells
//     our own segment, after a lost answer or a request that was sent twice, from somebody
//     else's.
//   - An intent counts only in the epoch that is the newest at its place in the log. A
//     deposed holder learns of that at its next write, whatever its clock says, and starts
//     nothing more.
//   - Clocks of different machines are never compared: a holder is alive while the log grows.
//   - A snapshot counts only once a later segment names its hash.
//   - A picture's object exists before the event that names it.
//
// # Not for
//
// Package state knows what events mean, and package disk keeps this machine's copy of all
// this. Whoever may write to the shelf can forge a log; access rights are the shelf's job.
//
// # Example
//
//	h := home.On(s, home.Options{ID: id})
//	segments, err := h.Tail(ctx, position) // to look
//
//	epoch, segments, err := h.Begin(ctx, position, who, home.Waiting{Patience: time.Minute})
//	others, err := epoch.Append(frames) // in the log, or a *DeposedError
//	err = epoch.End(nil)
package home

import (
	"sync"
	"time"

	"gesso/state/home/shelf"
)

// Position is a place in a log: after a segment. The zero Position is before the first one.
type Position struct {
	N    int64  `json:"n"`
	Seal string `json:"seal,omitempty"` // SHA-256 of the segment's bytes, in hexadecimal
}

// Holder is who works in a home.
type Holder struct {
	PID       int       `json:"pid"`
	Host      string    `json:"host"`
	User      string    `json:"user,omitempty"`
	Command   string    `json:"command"`             // "apply"
	Time      time.Time `json:"time"`                // by its own clock, for people
	Workspace string    `json:"workspace,omitempty"` // "": the default one
	Lease     int       `json:"lease,omitempty"`     // seconds that it may be silent; Begin sets it
	Nonce     string    `json:"nonce"`               // unique for its epoch; Begin sets it if it is ""
}

// Kind says what a segment is for.
type Kind string

const (
	Founded Kind = "founded" // the first segment, or the one after a Left or a Deleted: it names a snapshot if there was content
	Begun   Kind = "begun"   // an epoch begins
	Events  Kind = "events"  // frames of the holder
	Report  Kind = "report"  // frames of a deposed holder: answers to its calls
	Beat    Kind = "beat"    // the holder is alive
	Ended   Kind = "ended"   // the epoch ends; it may name a snapshot
	Left    Kind = "left"    // the project has moved elsewhere: nobody works here any more
	Deleted Kind = "deleted" // the workspace is deleted, until it is founded again; it names the last snapshot
)

// Segment is one object of a log.
type Segment struct {
	At       Position // the position after it
	Kind     Kind
	Epoch    int64 // its writer's epoch: in a Report older than the one at its place
	Holder   Holder
	Frames   []byte    // lines of package text, in Events and Report
	Snapshot *Snapshot // counts from here on, in Founded, Ended and Deleted; nil: none
	Note     string    // in Left: where to
}

// Snapshot is a snapshot as a segment names it.
type Snapshot struct {
	At     Position `json:"at"`
	SHA256 string   `json:"sha256"` // of the stored object
	Bytes  int64    `json:"bytes"`
	Size   int64    `json:"size"` // of the content, in bytes
}

// Options say how to use a Home.
type Options struct {
	Workspace string        // "": the default one
	ID        string        // of the home; "": any
	Lease     time.Duration // how long a log that does not grow is waited for; 0: DefaultLease

	// Discourteous makes Begin take over at once. Waiting is only a courtesy: the log is
	// safe without it, and storms use this to show that.
	Discourteous bool
}

// DefaultLease is how long a silent holder is waited for.
const DefaultLease = time.Minute

// Home is a home of one workspace. It is safe for concurrent use.
type Home struct {
	shelf   shelf.Shelf
	options Options

	mu sync.Mutex
	id string // of the home, once known
}

// On returns the home on a shelf, which may not be founded yet. It makes no request.
func On(s shelf.Shelf, o Options) *Home {
	if o.Lease <= 0 {
		o.Lease = DefaultLease
	}
	if o.Workspace == "default" {
		o.Workspace = ""
	}
	return &Home{shelf: s, options: o, id: o.ID}
}

// String returns where the home is.
func (h *Home) String() string { return h.shelf.String() }
