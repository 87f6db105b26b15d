package home

import (
	"context"
	"time"
)

// A silent holder writes so many beats within a lease, so that a waiting process sees one
// even if some are lost.
const beatsInLease = 6

// start makes the epoch write beats until it ends.
func (e *Epoch) start() {
	ctx, cancel := context.WithCancel(e.run)
	e.stop, e.stopped = cancel, make(chan struct{})
	go func() {
		defer close(e.stopped)
		e.beats(ctx, e.home.options.Lease/beatsInLease)
	}()
}

// beats writes a beat whenever nothing was written for so long.
func (e *Epoch) beats(ctx context.Context, silence time.Duration) {
	timer := time.NewTimer(silence)
	defer timer.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-e.lost:
			return
		case <-timer.C:
		}
		wait := silence - time.Since(e.lastWritten())
		if wait <= 0 {
			wait = silence
			if e.beat(ctx, silence) != nil {
				wait = silence / 4
			}
		}
		timer.Reset(wait)
	}
}

// beat writes one beat, if that can be done soon. A failed one matters only to those who
// wait; the next write finds out whether it is in the log.
func (e *Epoch) beat(ctx context.Context, soon time.Duration) error {
	ctx, cancel := context.WithTimeout(ctx, soon)
	defer cancel()
	if err := e.take(ctx); err != nil {
		return err
	}
	defer e.give()
	return e.writeIn(ctx, header{Kind: Beat, Epoch: e.number}, nil)
}

func (e *Epoch) lastWritten() time.Time {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.written
}
