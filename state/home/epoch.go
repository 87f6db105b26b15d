package home

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"gesso/state/home/shelf"
	"gesso/state/text"
)

// Epoch is the right to write intents to a log. It writes beats while it is silent. It is
// safe for concurrent use. Its owner must call End.
type Epoch struct {
	home   *Home
	holder Holder
	number int64
	run    context.Context // for its values; its cancellation does not end the epoch
	asked  context.Context // ends when the caller of Begin gives up

	turn chan struct{} // holds a token while somebody writes to the log
	log  chain

	stop    context.CancelFunc // ends the beats
	stopped chan struct{}
	lost    chan struct{} // closed when deposed

	mu      sync.Mutex
	at      Position  // that the caller knows of
	foreign []Segment // segments after at, which the caller does not know yet
	written time.Time
	broken  error // why nothing more may be appended
	deposed *DeposedError
	reports int // how many lines were reported since it was deposed
	over    bool
}

func newEpoch(ctx context.Context, h *Home, c chain, who Holder) *Epoch {
	return &Epoch{
		home: h, holder: who, number: c.epoch + 1, run: context.WithoutCancel(ctx), asked: ctx,
		turn: make(chan struct{}, 1), log: c, lost: make(chan struct{}), written: time.Now(),
	}
}

// errOver is the error of an epoch that has ended.
var errOver = errors.New("the epoch has ended")

// Holder returns the holder of the epoch.
func (e *Epoch) Holder() Holder { return e.holder }

// At returns the position up to which the caller knows everything: its own segments and
// those that Append has returned.
func (e *Epoch) At() Position {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.at
}

// Lost returns a channel that is closed when the epoch is known to be deposed.
func (e *Epoch) Lost() <-chan struct{} { return e.lost }

// Append adds frames to the log. They are durable if it returns nil. It returns the
// segments that others have written before them, which are all reports.
//
// The error is a *DeposedError if another epoch has begun: then nothing new may be started.
// After any other error nobody knows whether some of the frames are in the log, and nothing
// more can be appended. An intent among them counts as not sent; whoever finds it in the
// log later sees a call without an answer. Without frames, Append only verifies the epoch.
func (e *Epoch) Append(frames []byte) ([]Segment, error) {
	ctx, cancel := context.WithTimeout(e.run, 2*e.home.options.Lease)
	defer cancel()
	if err := e.take(ctx); err != nil {
		return nil, err
	}
	defer e.give()
	if err := e.refused(); err != nil {
		return nil, err
	}
	for _, part := range parts(frames) {
		h := header{Kind: Events, Epoch: e.number}
		if len(part) == 0 {
			h.Kind = Beat
		}
		if err := e.write(h, part); err != nil {
			e.breaks(err)
			return nil, err
		}
	}
	return e.caught(), nil
}

// write adds a segment to the end of the log, and notes the segments of others before it.
// The error is a *DeposedError if one of them has taken over.
func (e *Epoch) write(h header, frames []byte) error {
	ctx, cancel := context.WithTimeout(e.run, e.home.options.Lease)
	defer cancel()
	return e.writeIn(ctx, h, frames)
}

func (e *Epoch) writeIn(ctx context.Context, h header, frames []byte) error {
	for {
		if deposed := e.isDeposed(); deposed != nil {
			return deposed
		}
		if e.isOver() {
			return errOver
		}
		r, taken, err := e.create(ctx, h, frames)
		if err != nil {
			return err
		}
		mine := taken == nil
		if !mine {
			if r, err = e.home.parse(ctx, e.log.at.N+1, taken); err != nil {
				return err
			}
		}
		if err := e.log.next(r); err != nil {
			return e.home.damage(e.home.segmentName(r.N), err.Error())
		}
		e.saw(r, mine)
		if mine {
			return nil
		}
	}
}

// create tries to add a segment. If another one has its place, it returns that one's data.
func (e *Epoch) create(ctx context.Context, h header, frames []byte) (*record, []byte, error) {
	id, err := e.home.known(ctx)
	if err != nil {
		return nil, nil, err
	}
	h.Home, h.Workspace, h.N, h.Prev, h.Holder = id, e.home.options.Workspace, e.log.at.N+1, e.log.at.Seal, e.holder
	r, data, err := h.format(frames)
	if err == nil {
		err = cmp.Or(r.check(), checkFrames(frames), e.log.admits(r))
	}
	if err != nil {
		return nil, nil, fmt.Errorf("writing to the log of %s: what was to be written %w", e.home, err)
	}
	name := e.home.segmentName(h.N)
	taken, err := e.home.create(ctx, name, data)
	if err == nil && taken == nil && h.Kind == Begun {
		err = shelf.Recheck(ctx, e.home.shelf, name, data) // before anything is paid for
	}
	return r, taken, err
}

// saw notes a new segment.
func (e *Epoch) saw(r *record, mine bool) {
	e.mu.Lock()
	defer e.mu.Unlock()
	switch {
	case mine:
		e.written = time.Now()
	case r.Kind == Begun:
		e.deposed = &DeposedError{By: r.Holder, Where: e.home.String()}
		close(e.lost)
		return
	case !e.log.open: // ended by an End whose answer was lost
		e.over = true
	case len(r.frames) > 0: // a report, or a segment of our own Append that failed
		e.foreign = append(e.foreign, r.segment())
	}
	if len(e.foreign) == 0 {
		e.at = e.log.at
	}
}

// caught returns the segments that the caller does not know yet, and counts them as known.
func (e *Epoch) caught() []Segment {
	e.mu.Lock()
	defer e.mu.Unlock()
	foreign := e.foreign
	e.foreign, e.at = nil, e.log.at
	return foreign
}

// take waits until nobody else is writing.
func (e *Epoch) take(ctx context.Context) error {
	select {
	case e.turn <- struct{}{}:
		return nil
	case <-ctx.Done():
		return fmt.Errorf("waiting to write to the log of %s: %w", e.home, context.Cause(ctx))
	}
}

func (e *Epoch) give() { <-e.turn }

// refused returns why nothing may be appended, or nil.
func (e *Epoch) refused() error {
	e.mu.Lock()
	defer e.mu.Unlock()
	switch {
	case e.deposed != nil:
		is := *e.deposed
		is.Reported = e.reports
		return &is
	case e.over:
		return errOver
	}
	return e.broken
}

func (e *Epoch) isDeposed() *DeposedError {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.deposed
}

func (e *Epoch) isOver() bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.over
}

// breaks forbids further appends because of an error.
func (e *Epoch) breaks(err error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.deposed == nil && e.broken == nil {
		e.broken = fmt.Errorf("an earlier event could not be written: %w", err)
	}
}

// parts cuts frames between lines, so that each part fits into a segment. It returns at
// least one part.
func parts(frames []byte) [][]byte {
	var all [][]byte
	for len(frames) > maxFrames {
		end := bytes.LastIndexByte(frames[:maxFrames], '\n') + 1
		if end == 0 { // a single line is longer than that
			end = bytes.IndexByte(frames[:min(len(frames), text.MaxFrame)], '\n') + 1
		}
		if end == 0 {
			break // not lines: format will refuse it
		}
		all, frames = append(all, frames[:end]), frames[end:]
	}
	if len(frames) > 0 || len(all) == 0 {
		all = append(all, frames)
	}
	return all
}
