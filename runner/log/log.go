// Package log is what all parts of a run share: the journal, the warnings, the clock.
//
// Its promises:
//
//   - What Record returned nil for is on disk.
//   - An error of Record ends the run, and can be told from any other: it is a
//     *BrokenError.
//
// It is not for the events by which people follow a run: these are the runner's own,
// and the parts only return what they did.
//
//	l := &log.Log{Journal: journal, Warned: func(address string, err error) { ... }}
//	if err := l.Record(state.Event{Kind: state.Removed, Address: "image.fox"}); err != nil {
//		return err // nothing more may be begun
//	}
package log

import (
	"time"

	"gesso/state"
)

// Journal is where events are written down. It is safe for concurrent use.
type Journal interface {
	// Append records an event. When it returns nil the event is on disk.
	Append(state.Event) error
}

// Log is what a run writes down and says. Whoever makes one changes none of its fields
// afterwards; then it is safe for concurrent use.
type Log struct {
	Journal  Journal
	Warned   func(address string, err error) // told of what a user should know, and that stops nothing; nil: nobody
	Now      func() time.Time                // the wall clock; nil: the machine's
	Recorded func(state.Event)               // called after each event is on disk; nil: nobody
}

// Record appends an event to the journal, with the time. The error is a *BrokenError:
// after it nothing more is paid for.
func (l *Log) Record(e state.Event) error {
	e.Time = l.Time().UTC()
	if err := l.Journal.Append(e); err != nil {
		return &BrokenError{err}
	}
	if l.Recorded != nil {
		l.Recorded(e)
	}
	return nil
}

// Warn tells of something that a user should know of an address.
func (l *Log) Warn(address string, err error) {
	if l.Warned != nil {
		l.Warned(address, err)
	}
}

// Time is what the wall clock says: for what is written down, never for how long to
// wait, so that a clock that jumps does no harm.
func (l *Log) Time() time.Time {
	if l.Now == nil {
		return time.Now()
	}
	return l.Now()
}

// BrokenError is a failure of gesso's own files: the run cannot go on.
type BrokenError struct{ Err error }

func (e *BrokenError) Error() string { return e.Err.Error() }

func (e *BrokenError) Unwrap() error { return e.Err }
