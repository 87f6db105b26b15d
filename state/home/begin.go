package home

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"time"
)

// Waiting says how Begin waits.
type Waiting struct {
	Patience time.Duration
	Told     func(Holder)      // is called with each holder that is waited for; may be nil
	Dead     func(Holder) bool // reports that a holder has surely ended, as when its own folder's lock is free; may be nil

	Took func(from Holder, silent time.Duration) // is called after a takeover with the former holder, and how long it was silent; may be nil
}

const (
	looksInLease = 12              // a waiting process looks at least so often
	lookAgain    = 2 * time.Second // and at least once in so long
	failedLooks  = 3               // failed looks in a row until a waiting process gives up
	grace        = 10 * time.Second
)

// Begin opens an epoch after a position. It returns the segments that others have written
// since, which the caller must apply before it decides anything.
//
// While somebody else works here, Begin waits: until Patience has passed, and always long
// enough to see whether the log grows. It takes over from a holder whose log has not grown
// for a lease (the longer one of the holder's and ours), and at once from one for which
// Dead returns true.
//
// The error is a *HeldError, a *LeftError, a *DeletedError, a *shelf.IgnoredError if the
// shelf would let two begin, one of Tail's, or ctx's. It matches fs.ErrNotExist if the
// workspace was not founded. The caller must call End.
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

// begin tries to write the segment that begins an epoch. It returns nil if somebody else
// has written one at its place.
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

// within returns a context that ends after most, or grace after ctx. It lets a request that
// is under way be settled, so that no unknown segment makes others wait.
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
	asked   time.Time // when the last successful look began
	seen    time.Time // when we learnt of the holder's last segment
	grown   bool      // the holder has written since the first look
	told    string    // the nonce of the holder that Told was called with
	failed  int
}

// sees notes the time of the first look.
func (v *vigil) sees([]Segment) { v.asked, v.seen = v.started, time.Now() }

// free reports whether an epoch may be begun. The error is a *HeldError.
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

// took reports from whom the epoch was taken over.
func (v *vigil) took(c *chain) {
	if c.open && v.waiting.Took != nil {
		v.waiting.Took(c.holder, max(v.asked.Sub(v.seen), 0))
	}
}

// rest waits until it is time to look again.
func (v *vigil) rest(ctx context.Context) error {
	return sleep(ctx, min(v.home.options.Lease/looksInLease, lookAgain))
}

// look reads the new segments. A few failures in a row are ignored.
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
		if s.Kind != Report { // its writer was deposed and does not hold the log
			v.seen, v.grown = time.Now(), true
		}
	}
	return more, nil
}
