package home

import (
	"time"
)

// What ends an epoch does not end with the run's context. endWithin bounds it, and endSoon
// when that context is over: whoever has interrupted a run waits for it.
const (
	endWithin = 30 * time.Second
	endSoon   = 3 * time.Second
)

// End ends the epoch; a snapshot counts from then on. It does so also when the run's context
// is over. It does nothing of a deposed one, or of one that has ended. After an error nobody
// knows whether it has ended: whoever comes next waits for a lease at most.
func (e *Epoch) End(s *Snapshot) error {
	return e.end(header{Kind: Ended, Epoch: e.number, Snapshot: s})
}

// Leave ends the epoch and says that the project is elsewhere from now on. The error is a
// *DeposedError where another epoch has begun: then it has not left.
func (e *Epoch) Leave(where string) error {
	if err := e.end(header{Kind: Left, Epoch: e.number, Note: line(where)}); err != nil {
		return err
	}
	if deposed := e.isDeposed(); deposed != nil {
		return deposed
	}
	return nil
}

// Delete ends the epoch and says that the workspace is no more: nobody works in it until it is
// founded again, which goes on from the snapshot. The error is a *DeposedError where another
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
