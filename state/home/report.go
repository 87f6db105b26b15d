package home

import (
	"bytes"
	"context"
)

// Report adds answers to calls of this epoch to the log, even if the epoch is deposed or
// Append has failed.
func (e *Epoch) Report(frames []byte) error {
	ctx, cancel := context.WithTimeout(e.run, 2*e.home.options.Lease)
	defer cancel()
	if err := e.take(ctx); err != nil {
		return err
	}
	defer e.give()
	if e.isOver() {
		return errOver
	}
	for _, part := range parts(frames) {
		if len(part) == 0 {
			continue
		}
		err := e.write(header{Kind: Events, Epoch: e.number}, part)
		if e.isDeposed() != nil {
			err = e.late(part)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// chases is how many numbers late tries before it lists the log again.
const chases = 8

// late adds answers of a deposed epoch to the end of the log. It may race with a successor
// that writes segment after segment, so it continues from the segment that it meets, and
// does not list the log before each try.
func (e *Epoch) late(frames []byte) error {
	ctx, cancel := context.WithTimeout(e.run, 2*e.home.options.Lease)
	defer cancel()
	for try := 0; ; try++ {
		if try%chases == 0 {
			if err := e.catchUp(ctx); err != nil {
				return err
			}
		}
		if e.log.left {
			return &LeftError{Where: e.home.String(), To: e.log.to, By: e.log.holder}
		}
		r, taken, err := e.create(ctx, header{Kind: Report, Epoch: e.number}, frames)
		if err == nil && taken != nil {
			r, err = e.home.parse(ctx, e.log.at.N+1, taken)
		}
		if err != nil {
			return err
		}
		if err := e.log.next(r); err != nil {
			return e.home.damage(e.home.segmentName(r.N), err.Error())
		}
		if taken == nil {
			e.mu.Lock()
			defer e.mu.Unlock()
			e.reports += bytes.Count(frames, []byte("\n"))
			return nil
		}
	}
}

// catchUp reads the new segments, which no caller needs any more.
func (e *Epoch) catchUp(ctx context.Context) error {
	last, err := e.home.last(ctx, e.log.at.N)
	if err == nil {
		_, err = e.home.follow(ctx, &e.log, last)
	}
	return err
}
