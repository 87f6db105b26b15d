// Package home keeps the shared half of a workspace where several machines reach it: its
// log and its pictures, on a shelf.
//
// # What lies there
//
//	home                   who founded it, when, and its id; created once
//	log/<10 digits>        segments: what one group commit wrote, numbered without a gap
//	state/<10 digits>      snapshots: state and ledger as of a segment
//	objects/ab/<sha256>    the pictures; one name, one content
//
// A workspace that is not the default one has its log and its states below
// workspaces/<name>/; pictures are everybody's.
//
// # Promises
//
//   - A segment is created once and never replaced, its number is never used again, and it
//     names the hash of the one before. So the log has one order, and what is cut out of it,
//     put in, exchanged or changed is found by whoever reads it, by name.
//   - An intent counts only in the epoch that is newest at its place. Whoever is deposed
//     learns of it at its next write, whatever its clock says, and begins nothing more.
//   - No clock of another machine is ever compared: a holder is alive while the log grows.
//   - A snapshot counts only when a later segment names its hash.
//   - A picture's object is there before the event that says so.
//
// # Not for
//
// What events mean is package state's; where this machine keeps its copy of all that is
// package disk's.
package home

import (
	"context"
	"errors"
	"fmt"
	"io"
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
	Nonce     string    `json:"nonce"`               // of its epoch: no other has it
}

// Kind is what a segment is for.
type Kind string

const (
	Founded Kind = "founded" // the first segment: it names a snapshot, if there was something to bring
	Begun   Kind = "begun"   // an epoch begins
	Events  Kind = "events"  // frames, by the holder
	Report  Kind = "report"  // frames, by whoever was deposed: answers to what it had asked
	Beat    Kind = "beat"    // the holder is alive
	Ended   Kind = "ended"   // the epoch ends; it may name a snapshot
	Left    Kind = "left"    // the project has moved away from here: nobody works here any more
)

// Segment is one object of a log.
type Segment struct {
	At       Position // behind it
	Kind     Kind
	Epoch    int64
	Holder   Holder
	Frames   []byte    // lines of package text, of Events and Report
	Snapshot *Snapshot // that counts from here on, of Founded and Ended; nil: none
	Note     string    // of Left: where to
}

// Snapshot is one that a segment names.
type Snapshot struct {
	At     Position `json:"at"`
	SHA256 string   `json:"sha256"` // of the object as it is kept
	Bytes  int64    `json:"bytes"`
}

// Options say how a Home is worked with.
type Options struct {
	Workspace string        // "" is the default one
	Lease     time.Duration // how long a log that does not grow is waited for; 0 is DefaultLease
}

// DefaultLease is how long a silent holder is waited for.
const DefaultLease = time.Minute

// Identity is what the object home says.
type Identity struct {
	Format  string    `json:"gesso"`   // "home"
	Version int       `json:"version"` // of the format
	ID      string    `json:"id"`      // random; no other home has it
	By      string    `json:"by,omitempty"`
	Time    time.Time `json:"time"`
}

// Home is a home of one workspace. It is safe for concurrent use.
type Home struct {
	shelf   shelf.Shelf
	options Options
}

// On returns the home that lies on a shelf, or may be founded there. It asks for nothing.
func On(s shelf.Shelf, o Options) *Home { return &Home{s, o} }

// String says where the home is.
func (h *Home) String() string { return h.shelf.String() }

var errUnbuilt = errors.New("not built yet")

// Identity reads who the home is. The error matches fs.ErrNotExist where none was founded.
func (h *Home) Identity(ctx context.Context) (*Identity, error) { return nil, errUnbuilt }

// Found founds a home, and its workspace with the content of a snapshot; nil is an empty
// one. It may be repeated with the same id until it has succeeded: then the error matches
// fs.ErrExist where the workspace's log has been begun by anybody else.
func (h *Home) Found(ctx context.Context, id Identity, who Holder, content func(io.Writer) error) (Position, error) {
	return Position{}, errUnbuilt
}

// Tail reads the log behind a position, in order. The errors are a *RolledBackError where
// the home no longer has what was read before, and a *state.DamageError that names the
// object.
func (h *Home) Tail(ctx context.Context, from Position) ([]Segment, error) { return nil, errUnbuilt }

// Newest is the newest snapshot that counts, with the segments behind it; nil: there is
// none, and the segments are the whole log.
func (h *Home) Newest(ctx context.Context) (*Snapshot, []Segment, error) {
	return nil, nil, errUnbuilt
}

// Content reads what a snapshot has, verified.
func (h *Home) Content(ctx context.Context, s Snapshot, w io.Writer) error { return errUnbuilt }

// Save keeps a snapshot of what the log has come to at a position. It counts when a segment
// names it, see Epoch.End.
func (h *Home) Save(ctx context.Context, at Position, content func(io.Writer) error) (*Snapshot, error) {
	return nil, errUnbuilt
}

// Begin opens an epoch behind a position and returns the segments that others wrote since:
// the caller takes them in before it decides anything. While somebody else works here it
// waits, at most patience, and always so long as it takes to see whether the log grows; told
// hears once for whom. A holder whose log has not grown for a lease is taken over from, and
// so is at once one of which dead is sure. The error is a *HeldError, or a *LeftError.
func (h *Home) Begin(ctx context.Context, at Position, who Holder, w Waiting) (*Epoch, []Segment, error) {
	return nil, nil, errUnbuilt
}

// Waiting is how Begin waits.
type Waiting struct {
	Patience time.Duration
	Told     func(Holder)      // may be nil
	Dead     func(Holder) bool // who surely works no more, as its own folder's lock is free; may be nil

	Took func(from Holder, silent time.Duration) // hears once from whom it took over, and how long nothing was seen of that one; may be nil
}

// Standing is who works on a home, as far as a look can tell.
type Standing struct {
	At     Position
	Epoch  int64
	Holder *Holder // nil: nobody has begun since the last end
	Left   string  // where the project moved to; "": it is here
}

// Standing looks who works here.
func (h *Home) Standing(ctx context.Context) (Standing, error) { return Standing{}, errUnbuilt }

// Epoch is the right to intend. It writes a beat when it has been silent for a part of the
// lease. It is safe for concurrent use.
type Epoch struct{}

// Append adds frames to the log. They are durable when it returns nil. The segments are
// those that others wrote since, reports all: they come before. The error is a
// *DeposedError where another epoch has begun: nothing more may be begun then. After any
// other error nobody knows whether the frames are in the log, and nothing more is appended.
func (e *Epoch) Append(frames []byte) ([]Segment, error) { return nil, errUnbuilt }

// Report adds answers to the log, of calls that this epoch has in it, also when it is
// deposed.
func (e *Epoch) Report(frames []byte) error { return errUnbuilt }

// At is behind the last segment that is known of.
func (e *Epoch) At() Position { return Position{} }

// Lost is closed when the epoch is known to be deposed.
func (e *Epoch) Lost() <-chan struct{} { return nil }

// End ends the epoch; a snapshot counts from then on. It does so also when the run's context
// is over. It does nothing of a deposed one.
func (e *Epoch) End(s *Snapshot) error { return errUnbuilt }

// Leave ends the epoch and says that the project is elsewhere from now on.
func (e *Epoch) Leave(where string) error { return errUnbuilt }

// Has reports whether an object is there, by asking.
func (h *Home) Has(ctx context.Context, sha string) (bool, error) { return false, errUnbuilt }

// Put keeps an object, if it is not there. The bytes are the name's.
func (h *Home) Put(ctx context.Context, sha string, body io.ReadSeeker, size int64) error {
	return errUnbuilt
}

// Get writes an object to w and verifies it: after an error nothing that was written
// counts. The error matches fs.ErrNotExist where there is none.
func (h *Home) Get(ctx context.Context, sha string, w io.Writer) error { return errUnbuilt }

// HeldError says that somebody else works on a home.
type HeldError struct {
	Holder Holder
	Where  string
	Waited time.Duration // in vain
	Lease  time.Duration
	Quiet  time.Duration // how long its log had not grown at the end of that
}

func (e *HeldError) Error() string {
	return fmt.Sprintf("%s is held by gesso %s of %s, process %d", e.Where, e.Holder.Command, e.Holder.Host, e.Holder.PID)
}

// DeposedError says that another gesso has taken over.
type DeposedError struct {
	By       Holder
	Where    string
	Reported int // how many answers of calls were added to the log since, by whoever was deposed
}

func (e *DeposedError) Error() string {
	return fmt.Sprintf("gesso %s of %s, process %d, has taken over %s", e.By.Command, e.By.Host, e.By.PID, e.Where)
}

// RolledBackError says that a home has not what it had.
type RolledBackError struct {
	Where string
	Known Position // that this machine has seen
	Found Position // what is there at most, or another segment of the same number
}

func (e *RolledBackError) Error() string {
	return fmt.Sprintf("%s has gone back: this machine knows segment %d of its log, and it is not there", e.Where, e.Known.N)
}

// LeftError says that a project has moved away from a home.
type LeftError struct {
	Where string
	To    string
	By    Holder
}

func (e *LeftError) Error() string { return fmt.Sprintf("the project has moved from %s to %s", e.Where, e.To) }
