package home

import (
	"time"
)

// The context of the run does not end the writing that ends an epoch. That is limited by
// endWithin, or by endSoon if the run's context is over, since an interrupted user waits.
const (
	endWithin = 30 * time.Second
	endSoon   = 3 * time.Second
)

// End ends the epoch, and names a snapshot that counts from then on, unless it is nil. It
// works after the end of the run's context. It does nothing if the epoch is deposed or has
// ended. After an error nobody knows whether the epoch has ended: the next process waits
// for a lease at most.
func (e *Epoch) End(s *Snapshot) error {
	return e.end(header{Kind: Ended, Epoch: e.number, Snapshot: s})
}

// Leave ends the epoch and records that the project has moved elsewhere. The error is a
// *DeposedError if another epoch has begun: then the project has not left.
func (e *Epoch) Leave(where string) error {
	if err := e.end(header{Kind: Left, Epoch: e.number, Note: line(where)}); err != nil {
		return err
	}
	if deposed := e.isDeposed(); deposed != nil {
		return deposed
	}
	return nil
}

// Delete ends the epoch and records that the workspace is deleted: nobody can work in it
// until it is founded again, from the snapshot. The error is a *DeposedError if another
// epoch has begun: then it is not deleted.
func (e *Epoch) Delete(s Snapshot) error {
	if err := e.end(header{Kind: Deleted, Epoch: e.number, Snapshot: &s}); err != nil {
		return err
	}
	if deposed := e.isDeposed(); deposed != nil {
		return deposed
	}
	return nil
}

func (e *Epoch) end(h header) error {
	e.stop()
	<-e.stopped
	ctx, cancel := within(e.asked, endWithin, endSoon)
	defer cancel()
	if err := e.take(ctx); err != nil {
		return err
	}
	defer e.give()
	if e.isOver() || e.isDeposed() != nil {
		return nil
	}
	err := e.writeIn(ctx, h, nil)
	if e.isDeposed() != nil || e.isOver() {
		return nil
	}
	if err == nil {
		e.mu.Lock()
		defer e.mu.Unlock()
		e.over = true
	}
	return err
}
