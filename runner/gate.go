package runner

import (
	"context"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// gate lets paid calls through: so many under way at once, so many a minute,
// and fewer when the provider says that they are too many. The limit of calls
// under way is halved by a refusal and grows back by about one for as many
// calls as it allows: latency says nothing about the load of a provider whose
// work takes a minute, refusals do.
//
// It is safe for concurrent use.
type gate struct {
	mu        sync.Mutex
	max       float64
	limit     float64
	busy      int
	opens     time.Time     // nothing passes before
	changed   chan struct{} // closed when waiting calls should look again
	perMinute *rate.Limiter
}

// minPause is how long nothing is submitted after a refusal that does not say.
const minPause = time.Second

func newGate(limits Limits) *gate {
	g := &gate{max: float64(limits.Parallelism), limit: float64(limits.Parallelism), changed: make(chan struct{})}
	if limits.RequestsPerMinute > 0 {
		g.perMinute = rate.NewLimiter(rate.Limit(limits.RequestsPerMinute/60), 1)
	}
	return g
}

// enter waits until a call may be made. The caller owes a leave.
func (g *gate) enter(ctx context.Context) error {
	for {
		ready, wait, changed := g.try()
		if ready {
			break
		}
		if err := pause(ctx, wait, changed); err != nil {
			return err
		}
	}
	if g.perMinute == nil {
		return nil
	}
	if err := g.perMinute.Wait(ctx); err != nil {
		g.leave()
		return err
	}
	return nil
}

// try takes a place, or tells how long at most to wait before the next try; 0
// is until something changes.
func (g *gate) try() (ready bool, wait time.Duration, changed <-chan struct{}) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if wait := time.Until(g.opens); wait > 0 {
		return false, wait, g.changed
	}
	if float64(g.busy) < max(1, g.limit) {
		g.busy++
		return true, 0, nil
	}
	return false, 0, g.changed
}

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

// leave gives a place back.
func (g *gate) leave() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.busy--
	g.wake()
}

// accepted notes that the provider took a call.
func (g *gate) accepted() {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.limit < g.max {
		g.limit = min(g.max, g.limit+1/g.limit)
		g.wake()
	}
}

// refused notes that the provider wants fewer calls, and returns how long
// nothing is submitted. Refusals of calls that were sent before the first one
// was answered count once.
func (g *gate) refused(retryAfter time.Duration) (wait time.Duration, first bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	now := time.Now()
	if first = now.After(g.opens); first {
		g.limit = max(1, min(g.limit, float64(g.busy))/2)
	}
	if opens := now.Add(max(retryAfter, minPause)); opens.After(g.opens) {
		g.opens = opens
	}
	g.wake()
	return g.opens.Sub(now), first
}

func (g *gate) wake() {
	close(g.changed)
	g.changed = make(chan struct{})
}
