package home

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"time"
)

// Waiting is how Begin waits.
type Waiting struct {
	Patience time.Duration
	Told     func(Holder)      // may be nil
	Dead     func(Holder) bool // who surely works no more, as its own folder's lock is free; may be nil

	Took func(from Holder, silent time.Duration) // hears once from whom it took over, and how long nothing was seen of that one; may be nil
}

const (
	looksInLease = 12              // how often who waits looks, at least
	lookAgain    = 2 * time.Second // and at most so seldom
	failedLooks  = 3               // in a row, until who waits gives up
	grace        = 10 * time.Second
)

// Begin opens an epoch behind a position and returns the segments that others wrote since:
// the caller takes them in before it decides anything. While somebody else works here it
// waits, at most patience, and always so long as it takes to see whether the log grows; told
// hears for whom, once for each. A holder whose log has not grown for a lease, its own or
// this one, is taken over from, and so is at once one of which dead is sure. The error is a
// *HeldError, a *LeftError, a *DeletedError, a *shelf.IgnoredError where the shelf would let two begin, one of
// Tail's, or ctx's, and one that matches fs.ErrNotExist where the workspace was not founded.
// The caller owes an End.
func (h *Home) Begin(ctx context.Context, at Position, who Holder, w Waiting) (*Epoch, []Segment, error) {
	if who.Nonce == "" {
		who.Nonce = rand.Text()
	}
	who.Lease = int(h.options.Lease.Seconds())
	who = who.plain()
	if err := who.check(); err != nil {
		return nil, nil, fmt.Errorf("beginning to work in %s: the segment %w", h, err)
	}
	v := &vigil{home: h, waiting: w, started: time.Now()}
	c, segments, err := h.tail(ctx, at)
	v.sees(segments)
	for {
		if err != nil {
			return nil, nil, err
		}
		if c.at.N == 0 {
			return nil, nil, fmt.Errorf("nothing was founded in %s yet: %w", h.nameOf(h.folder()+logFolder), fs.ErrNotExist)
		}
		if c.left {
			return nil, nil, &LeftError{Where: h.String(), To: c.to, By: c.holder}
		}
		if c.gone {
			return nil, nil, &DeletedError{Where: h.String(), Workspace: h.options.Workspace, By: c.holder}
		}
		free, err := v.free(&c)
		if err != nil {
			return nil, nil, err
		}
		if free {
			e, err := h.begin(ctx, c, who)
			if err != nil {
				return nil, nil, err
			}
			if e != nil {
				v.took(&c)
				return e, segments, nil
			}
		} else if err := v.rest(ctx); err != nil {
			return nil, nil, err
		}
		more, err := v.look(ctx, &c)
		if err != nil {
			return nil, nil, err
		}
		segments = append(segments, more...)
	}
}

// begin tries to be who goes on; nil: somebody else was.
func (h *Home) begin(ctx context.Context, c chain, who Holder) (*Epoch, error) {
	e := newEpoch(ctx, h, c, who)
	settling, cancel := within(ctx, h.options.Lease, grace)
	defer cancel()
	first, taken, err := e.create(settling, header{Kind: Begun, Epoch: e.number}, nil)
	if err != nil || taken != nil {
		return nil, err
	}
	if err := e.log.next(first); err != nil {
		return nil, fmt.Errorf("beginning to work in %s: the segment %w", h, err)
	}
	e.caught()
	e.start()
	if ctx.Err() != nil {
		return nil, errors.Join(context.Cause(ctx), e.End(nil))
	}
	return e, nil
}

// within is a context that outlives ctx by some grace, and ends after at most most: what is
// under way then is settled, so that nobody waits for whoever has given up.
func within(ctx context.Context, most, grace time.Duration) (context.Context, context.CancelFunc) {
	settling, cancel := context.WithTimeout(context.WithoutCancel(ctx), most)
	late := context.AfterFunc(ctx, func() {
		timer := time.NewTimer(grace)
		defer timer.Stop()
		select {
		case <-timer.C:
			cancel()
		case <-settling.Done():
		}
	})
	return settling, func() { late(); cancel() }
}

// vigil watches, by this machine's clock alone, whether the holder of a log writes to it.
type vigil struct {
	home    *Home
	waiting Waiting

	started time.Time
	asked   time.Time // when the last look that was answered began
	seen    time.Time // when the holder's last segment was known of
	grown   bool      // since the first look
	told    string    // the nonce of whom
	failed  int
}

// sees takes note of what the first look brought.
func (v *vigil) sees([]Segment) { v.asked, v.seen = v.started, time.Now() }

// free reports whether the log is anybody's. The error is a *HeldError.
func (v *vigil) free(c *chain) (bool, error) {
	lease := max(v.home.options.Lease, time.Duration(c.holder.Lease)*time.Second)
	switch {
	case !c.open || v.home.options.Discourteous:
		return true, nil
	case v.waiting.Dead != nil && v.waiting.Dead(c.holder):
		return true, nil
	case v.asked.Sub(v.seen) >= lease:
		return true, nil
	}
	if v.told != c.holder.Nonce && v.waiting.Told != nil {
		v.waiting.Told(c.holder)
	}
	v.told = c.holder.Nonce
	if waited := time.Since(v.started); waited >= v.waiting.Patience && v.grown && time.Since(v.seen) < lease/3 {
		return false, &HeldError{Holder: c.holder, Where: v.home.String(), Waited: waited, Lease: lease, Quiet: time.Since(v.seen)}
	}
	return false, nil
}

// took tells from whom an epoch was taken over.
func (v *vigil) took(c *chain) {
	if c.open && v.waiting.Took != nil {
		v.waiting.Took(c.holder, max(v.asked.Sub(v.seen), 0))
	}
}

// rest waits until it is time to look again.
func (v *vigil) rest(ctx context.Context) error {
	timer := time.NewTimer(min(v.home.options.Lease/looksInLease, lookAgain))
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return context.Cause(ctx)
	case <-timer.C:
		return nil
	}
}

// look reads what the log has grown by. One that fails now and then tells nothing.
func (v *vigil) look(ctx context.Context, c *chain) ([]Segment, error) {
	asked := time.Now()
	last, err := v.home.last(ctx, c.at.N)
	var more []Segment
	if err == nil {
		more, err = v.home.follow(ctx, c, last)
	}
	if err != nil {
		if v.failed++; final(err) || v.failed >= failedLooks || ctx.Err() != nil {
			return nil, err
		}
		return more, nil
	}
	v.asked, v.failed = asked, 0
	for _, s := range more {
		if s.Kind != Report { // who was deposed does not hold it
			v.seen, v.grown = time.Now(), true
		}
	}
	return more, nil
}
