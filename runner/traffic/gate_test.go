package traffic

import (
	"context"
	"errors"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// serve runs calls through a gate against a provider that takes only so many
// submissions a second, each of which works for a while. It returns how many
// were accepted and refused in the time.
func serve(g *Gate, perSecond float64, work, long time.Duration) (accepted, refused int) {
	var mu sync.Mutex
	tokens, last := perSecond, time.Now()
	admit := func() bool {
		mu.Lock()
		defer mu.Unlock()
		now := time.Now()
		tokens = min(perSecond, tokens+now.Sub(last).Seconds()*perSecond)
		last = now
		if tokens < 1 {
			refused++
			return false
		}
		tokens--
		accepted++
		return true
	}
	ctx, cancel := context.WithTimeout(context.Background(), long)
	defer cancel()
	var group sync.WaitGroup
	for range int(g.max) {
		group.Go(func() {
			for g.Enter(ctx) == nil {
				if admit() {
					g.Accepted()
					time.Sleep(work) // synctest's clock: no time passes
				} else {
					g.Refused(0)
				}
				g.Leave()
			}
		})
	}
	group.Wait()
	return accepted, refused
}

func TestGateKeepsToAKnownRate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := NewGate(Limits{Parallelism: 64, RequestsPerMinute: 1200})
		accepted, refused := serve(g, 20, 2*time.Second, time.Minute)
		if refused > 0 {
			t.Errorf("%d submissions were refused at the provider's own rate", refused)
		}
		if accepted < 20*60*9/10 {
			t.Errorf("%d submissions in a minute use less than 90 %% of 1200", accepted)
		}
	})
}

func TestGateSlowsDownForAnUnknownRate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := NewGate(Limits{Parallelism: 64})
		serve(g, 20, 2*time.Second, 10*time.Second) // the first seconds
		accepted, refused := serve(g, 20, 2*time.Second, 2*time.Minute)
		if refused*20 > accepted+refused {
			t.Errorf("%d of %d submissions were refused: more than 5 %%", refused, accepted+refused)
		}
		if accepted < 20*120/2 {
			t.Errorf("%d submissions in two minutes use less than half of 2400", accepted)
		}
	})
}

// In a burst some answers cross: what was accepted is in the rate all the same.
func TestGateLearnsFromAnswersThatCrossed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := NewGate(Limits{Parallelism: 64})
		for range 30 {
			if err := g.Enter(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		for range 5 {
			g.Accepted()
		}
		wait, _ := g.Refused(0)
		for range 15 {
			g.Accepted()
		}
		for range 30 {
			g.Leave()
		}
		time.Sleep(wait) // synctest's clock: no time passes
		began := time.Now()
		for range 20 {
			if err := g.Enter(t.Context()); err != nil {
				t.Fatal(err)
			}
			g.Leave()
		}
		// 19 a second, by the 20 that were accepted in one.
		if took := time.Since(began); took < 900*time.Millisecond || took > 1100*time.Millisecond {
			t.Errorf("20 calls took %v, want about a second", took)
		}
	})
}

func TestGateHalvesOnceForRefusalsThatCrossed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := NewGate(Limits{Parallelism: 8})
		for range 8 {
			if err := g.Enter(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		if _, first := g.Refused(5 * time.Second); !first {
			t.Error("the first refusal is not the first")
		}
		if _, first := g.Refused(0); first {
			t.Error("a refusal that was under way counts as another first one")
		}
		if g.limit != 4 {
			t.Errorf("the limit is %v, want 4", g.limit)
		}
		for range 8 {
			g.Leave()
		}
		began := time.Now()
		if err := g.Enter(t.Context()); err != nil {
			t.Fatal(err)
		}
		if waited := time.Since(began); waited != 5*time.Second {
			t.Errorf("the next submission waited %s, want the 5s that were asked for", waited)
		}
	})
}

func TestGateEndsWithItsContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := NewGate(Limits{Parallelism: 1})
		if err := g.Enter(t.Context()); err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if err := g.Enter(ctx); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("got %v", err)
		}
	})
}

// TestGateEndsARowOfDoubts sends to a provider that leaves all in doubt: never more than
// as many calls as go at once, and three at least.
func TestGateEndsARowOfDoubts(t *testing.T) {
	for _, test := range []struct{ parallelism, want int }{{1, 3}, {2, 3}, {3, 3}, {10, 10}, {64, 64}} {
		synctest.Test(t, func(t *testing.T) {
			g := NewGate(Limits{Parallelism: test.parallelism})
			ctx, end := context.WithCancel(t.Context())
			defer end()
			var mu sync.Mutex
			sent := 0
			var group sync.WaitGroup
			for range 3 * test.parallelism {
				group.Go(func() {
					for g.Enter(ctx) == nil {
						mu.Lock()
						sent++
						wait := time.Duration(sent) * time.Millisecond
						mu.Unlock()
						time.Sleep(wait) // synctest's clock: no time passes
						if _, enough := g.Doubted(); enough {
							end()
						}
						g.Leave()
					}
				})
			}
			if group.Wait(); sent != test.want {
				t.Errorf("with %d at once %d calls were sent, want %d", test.parallelism, sent, test.want)
			}
		})
	}
}

// A success shows that the provider is there, and a refusal says nothing of it.
func TestGateGoesOnAfterASuccess(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := NewGate(Limits{Parallelism: 1})
		doubts := func() (enough bool) {
			if err := g.Enter(t.Context()); err != nil {
				t.Fatal(err)
			}
			defer g.Leave()
			_, enough = g.Doubted()
			return enough
		}
		for range 5 {
			for range 2 {
				if doubts() {
					t.Fatal("two doubts with a success before them are too many")
				}
			}
			if err := g.Enter(t.Context()); err != nil {
				t.Fatal(err)
			}
			g.Accepted()
			g.Leave()
		}
		_ = doubts()
		_ = doubts()
		if err := g.Enter(t.Context()); err != nil {
			t.Fatal(err)
		}
		g.Declined()
		g.Leave()
		if !doubts() {
			t.Error("a refusal ended the row")
		}
	})
}
