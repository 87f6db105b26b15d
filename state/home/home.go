// Package home keeps the shared half of a workspace where several machines reach it: its
// log and its pictures, on a shelf.
//
// # What lies there
//
//	home                   who founded it, when, and its id; created once
//	log/<10 digits>        segments: what one group commit wrote, numbered without a gap
//	state/<10 digits>-...  snapshots: state and ledger as of a segment, named by their hash too
//	objects/ab/<sha256>    the pictures; one name, one content
//
// A workspace that is not the default one has its log and its states below
// workspaces/<name>/; pictures are everybody's. Nothing else is looked at.
//
// # Promises
//
//   - A segment is created once and never replaced, its number is never used again, and it
//     names the hash of the one before. So the log has one order, and what is cut out of it,
//     put in, exchanged or changed is found by whoever reads it, by name.
//   - Whether a segment was created is settled by reading it: each has a nonce, so that an
//     answer that was lost, or an echo of a request that was sent twice, is told from
//     somebody else's.
//   - An intent counts only in the epoch that is newest at its place. Whoever is deposed
//     learns of it at its next write, whatever its clock says, and begins nothing more.
//   - No clock of another machine is ever compared: a holder is alive while the log grows.
//   - A snapshot counts only when a later segment names its hash.
//   - A picture's object is there before the event that says so.
//
// # Not for
//
// What events mean is package state's; where this machine keeps its copy of all that is
// package disk's. Whoever may write to the shelf can forge a log: the shelf's rights are for that.
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

// Position is a place in a log: behind a segment. The zero Position is before the first.
type Position struct {
	N    int64  `json:"n"`
	Seal string `json:"seal,omitempty"` // SHA-256 of the segment's bytes, hexadecimal
}

// Holder is who works on a home.
type Holder struct {
	PID       int       `json:"pid"`
	Host      string    `json:"host"`
	User      string    `json:"user,omitempty"`
	Command   string    `json:"command"`             // "apply"
	Time      time.Time `json:"time"`                // by its own clock, for people
	Workspace string    `json:"workspace,omitempty"` // "" is the default one
	Lease     int       `json:"lease,omitempty"`     // how many seconds it may be silent; Begin sets it
	Nonce     string    `json:"nonce"`               // of its epoch: no other has it; Begin makes one where it is ""
}

// Kind is what a segment is for.
type Kind string

const (
	Founded Kind = "founded" // the first segment, or the one behind a Left or a Deleted: it names a snapshot, if there was something to bring
	Begun   Kind = "begun"   // an epoch begins
	Events  Kind = "events"  // frames, by the holder
	Report  Kind = "report"  // frames, by whoever was deposed: answers to what it had asked
	Beat    Kind = "beat"    // the holder is alive
	Ended   Kind = "ended"   // the epoch ends; it may name a snapshot
	Left    Kind = "left"    // the project has moved away from here: nobody works here any more
	Deleted Kind = "deleted" // the workspace is no more, until it is founded again; it names a snapshot of what is known of it then
)

// Segment is one object of a log.
type Segment struct {
	At       Position // behind it
	Kind     Kind
	Epoch    int64 // of whoever wrote it: of a Report an older one than that of its place
	Holder   Holder
	Frames   []byte    // lines of package text, of Events and Report
	Snapshot *Snapshot // that counts from here on, of Founded, Ended and Deleted; nil: none
	Note     string    // of Left: where to
}

// Snapshot is one that a segment names.
type Snapshot struct {
	At     Position `json:"at"`
	SHA256 string   `json:"sha256"` // of the object as it is kept
	Bytes  int64    `json:"bytes"`
	Size   int64    `json:"size"` // of the content, in bytes
}

// Options say how a Home is worked with.
type Options struct {
	Workspace string        // "" is the default one
	ID        string        // of the home, as it was founded; "": whichever is there
	Lease     time.Duration // how long a log that does not grow is waited for; 0 is DefaultLease

	// Discourteous has Begin wait for nobody: it takes over at once. The log is as safe
	// without the courtesy, which storms show so.
	Discourteous bool
}

// DefaultLease is how long a silent holder is waited for.
const DefaultLease = time.Minute

// Home is a home of one workspace. It is safe for concurrent use.
type Home struct {
	shelf   shelf.Shelf
	options Options

	mu sync.Mutex
	id string // of the home, once it is known
}

// On returns the home that lies on a shelf, or may be founded there. It asks for nothing.
func On(s shelf.Shelf, o Options) *Home {
	if o.Lease <= 0 {
		o.Lease = DefaultLease
	}
	if o.Workspace == "default" {
		o.Workspace = ""
	}
	return &Home{shelf: s, options: o, id: o.ID}
}

// String says where the home is.
func (h *Home) String() string { return h.shelf.String() }
