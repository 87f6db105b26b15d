package traffic

import (
	"context"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// Gate lets paid calls through: so many under way at once, so many a minute,
// and fewer when the provider says that they are too many. The limit of calls
// under way is halved by a refusal and grows back by about one for as many
// calls as it allows: latency says nothing about the load of a provider whose
// work takes a minute, refusals do. A refusal also shows what rate was too much:
// from then on calls are spread evenly, a little slower than that, and slowly
// faster again.
//
// A provider that answers nothing of use is not asked on and on: each request may be
// charged. While the last answers left requests in doubt, those and the ones under
// way are together no more than the calls that are let through at once; when all of
// these are in doubt, the Gate says so.
//
// It is safe for concurrent use.
type Gate struct {
	mu      sync.Mutex
	max     float64
	limit   float64
	busy    int
	opens   time.Time     // nothing passes before
	changed chan struct{} // closed when waiting calls should look again
	recent  []time.Time   // when calls were accepted in the last second
	learns  bool          // a refusal's rate is not known yet: accepted calls may have crossed it
	sending int           // calls that wait for their answer
	doubts  int           // calls in a row that were left in doubt
	fastest rate.Limit    // that is asked for: calls a second
	pace    *rate.Limiter // at most fastest
}

const (
	// spacing is the share of a rate that was refused which is tried next.
	spacing = 0.95
	// speedUp is the share by which each accepted call makes the pace faster.
	speedUp = 0.0005
)

// leastDoubts is how many requests in doubt say at least that it is the provider: one
// alone may be bad luck.
const leastDoubts = 3

// minPause is how long nothing is submitted after a refusal that does not say.
const minPause = time.Second

// NewGate returns a gate of one account, whose limits have their defaults.
func NewGate(limits Limits) *Gate {
	g := &Gate{max: float64(limits.Parallelism), limit: float64(limits.Parallelism), changed: make(chan struct{}), fastest: rate.Inf}
	if limits.RequestsPerMinute > 0 {
		g.fastest = rate.Limit(limits.RequestsPerMinute / 60)
	}
	g.pace = rate.NewLimiter(g.fastest, 1)
	return g
}

// Enter waits until a call may be made. The caller owes one of Accepted, Declined and
// Doubted when it is answered, and a Leave. The error is the context's.
func (g *Gate) Enter(ctx context.Context) error {
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		ready, wait, changed := g.try()
		if ready {
			break
		}
		if err := pause(ctx, wait, changed); err != nil {
			return err
		}
	}
	if err := g.pace.Wait(ctx); err != nil {
		g.Declined()
		g.Leave()
		return err
	}
	return nil
}

// try takes a slot, or tells how long at most to wait before the next try; 0
// is until something changes.
func (g *Gate) try() (ready bool, wait time.Duration, changed <-chan struct{}) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if wait := time.Until(g.opens); wait > 0 {
		return false, wait, g.changed
	}
	if g.learns {
		g.learn()
	}
	held := g.doubts > 0 && g.doubts+g.sending >= g.mostDoubts()
	if float64(g.busy) < max(1, g.limit) && !held {
		g.busy++
		g.sending++
		return true, 0, nil
	}
	return false, 0, g.changed
}

// Pause waits, unless the context ends before. The error is the context's.
func Pause(ctx context.Context, wait time.Duration) error { return pause(ctx, wait, nil) }

func pause(ctx context.Context, wait time.Duration, changed <-chan struct{}) error {
	var timer <-chan time.Time
	if wait > 0 {
		t := time.NewTimer(wait)
		defer t.Stop()
		timer = t.C
	}
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-changed:
	case <-timer:
	}
	return nil
}

// Leave gives a slot back.
func (g *Gate) Leave() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.busy--
	g.wake()
}

// Accepted notes that the provider took a call.
func (g *Gate) Accepted() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.sending--
	g.doubts = 0
	defer g.wake()
	now := time.Now()
	if !g.learns {
		g.forget(now)
	}
	g.recent = append(g.recent, now)
	if pace := g.pace.Limit(); pace < g.fastest {
		g.pace.SetLimit(min(g.fastest, pace*(1+speedUp)))
	}
	if g.limit < g.max {
		g.limit = min(g.max, g.limit+1/g.limit)
	}
}

// Declined notes that a call was not made, or that the provider did not take it.
func (g *Gate) Declined() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.sending--
	g.wake()
}

// Doubted notes a call of which nobody knows whether the provider took it. It returns
// how many of these came in a row, and whether that is enough to ask for nothing more.
func (g *Gate) Doubted() (inRow int, enough bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.sending--
	g.doubts++
	g.wake()
	return g.doubts, g.doubts >= g.mostDoubts()
}

// mostDoubts is how many doubts in a row are enough: as many as calls are let through
// at once.
func (g *Gate) mostDoubts() int { return max(leastDoubts, int(g.limit)) }

// Refused notes that the provider wants fewer calls, and returns how long
// nothing is submitted. Refusals of calls that were sent before the first one
// was answered count once: first is false for all but one.
func (g *Gate) Refused(retryAfter time.Duration) (wait time.Duration, first bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	now := time.Now()
	if first = !now.Before(g.opens); first {
		g.limit = max(1, min(g.limit, float64(g.busy))/2)
		g.forget(now)
		g.learns = true
	}
	if opens := now.Add(max(retryAfter, minPause)); opens.After(g.opens) {
		g.opens = opens
	}
	g.wake()
	return g.opens.Sub(now), first
}

// learn takes what was accepted in the second before a refusal, and since, for the
// rate that was too much. It is asked when the pause is over: in a burst the
// refusals can be answered before the calls that were accepted with them.
func (g *Gate) learn() {
	if n := len(g.recent); n > 0 {
		g.pace.SetLimit(min(g.pace.Limit(), rate.Limit(spacing*float64(n))))
	}
	g.learns = false
}

// forget drops the accepted calls that are more than a second old.
func (g *Gate) forget(now time.Time) {
	old := 0
	for old < len(g.recent) && now.Sub(g.recent[old]) > time.Second {
		old++
	}
	g.recent = g.recent[old:]
}

func (g *Gate) wake() {
	close(g.changed)
	g.changed = make(chan struct{})
}
