package traffic

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"gesso/runner/provider"
)

// asked is a provider that only answers Poll, as the test says.
type asked struct {
	answer func(ids []string) ([]provider.Task, error)
	mu     sync.Mutex
	calls  [][]string
}

func (a *asked) Poll(_ context.Context, ids []string) ([]provider.Task, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.calls = append(a.calls, ids)
	return a.answer(ids)
}

// everySecond asks for a minute.
func everySecond(ctx context.Context, p Provider) *Poller {
	return NewPoller(ctx, p, Limits{PollInterval: time.Second, Timeout: time.Minute}, nil)
}

// byHints asks by itself only when an hour is over.
func byHints(ctx context.Context, p Provider, hints *Hints) *Poller {
	return NewPoller(ctx, p, Limits{PollInterval: time.Hour, Timeout: 24 * time.Hour}, hints)
}

func succeeded(id string) provider.Task { return provider.Task{ID: id, State: provider.Succeeded} }

func TestPollerAsksForAllTasksAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := &asked{answer: func(ids []string) ([]provider.Task, error) {
			var tasks []provider.Task
			for _, id := range ids {
				tasks = append(tasks, succeeded(id))
			}
			return tasks, nil
		}}
		p := everySecond(t.Context(), a)
		var group sync.WaitGroup
		for n := range 500 {
			group.Go(func() {
				id := fmt.Sprint("task-", n)
				if task, err := p.Wait(t.Context(), Job{ID: id}); err != nil || task.ID != id {
					t.Errorf("waiting for %s gave %v, %v", id, task, err)
				}
			})
		}
		group.Wait()
		if len(a.calls) != 1 || len(a.calls[0]) != 500 {
			t.Errorf("500 tasks took %d questions", len(a.calls))
		}
	})
}

func TestPollerGivesUp(t *testing.T) {
	for _, test := range []struct {
		name   string
		answer func(ids []string) ([]provider.Task, error)
		class  provider.Class
		after  time.Duration
	}{
		{"when nobody knows the task", func([]string) ([]provider.Task, error) { return nil, nil }, provider.Gone, maxUnseen * time.Second},
		{"when it never ends", func(ids []string) ([]provider.Task, error) {
			return []provider.Task{{ID: ids[0], State: provider.Running}}, nil
		}, provider.Server, 61 * time.Second},
		{"when the server stays down", func([]string) ([]provider.Task, error) {
			return nil, &provider.Error{Class: provider.Server, Status: 500}
		}, provider.Server, 61 * time.Second},
		{"when the token is refused, at once", func([]string) ([]provider.Task, error) {
			return nil, &provider.Error{Class: provider.Authentication, Status: 401}
		}, provider.Authentication, time.Second},
	} {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				began := time.Now()
				_, err := everySecond(t.Context(), &asked{answer: test.answer}).Wait(t.Context(), Job{ID: "t"})
				var failure *provider.Error
				if !errors.As(err, &failure) || failure.Class != test.class {
					t.Errorf("got %v, want class %s", err, test.class)
				}
				if waited := time.Since(began); waited != test.after {
					t.Errorf("it took %s, want %s", waited, test.after)
				}
			})
		})
	}
}

func TestPollerRidesOutAnOutage(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		began := time.Now()
		a := &asked{answer: func(ids []string) ([]provider.Task, error) {
			if time.Since(began) < 20*time.Second {
				return nil, &provider.Error{Class: provider.Network}
			}
			return []provider.Task{succeeded(ids[0])}, nil
		}}
		if _, err := everySecond(t.Context(), a).Wait(t.Context(), Job{ID: "t"}); err != nil {
			t.Error(err)
		}
	})
}

// Whoever hurries waits for no provider that cannot be reached, and for one that can.
func TestPollerHurries(t *testing.T) {
	for _, interval := range []time.Duration{0, time.Second} {
		synctest.Test(t, func(t *testing.T) {
			down := false
			a := &asked{answer: func(ids []string) ([]provider.Task, error) {
				if down {
					return nil, &provider.Error{Class: provider.Network}
				}
				return []provider.Task{succeeded(ids[0])}, nil
			}}
			p := NewPoller(t.Context(), a, Limits{PollInterval: interval, Timeout: time.Hour}, nil)
			p.Hurry()
			if _, err := p.Wait(t.Context(), Job{ID: "a"}); err != nil {
				t.Error(err)
			}
			down = true
			began := time.Now()
			if _, err := p.Wait(t.Context(), Job{ID: "b"}); err == nil || time.Since(began) > 2*time.Second {
				t.Errorf("got %v after %s", err, time.Since(began))
			}
		})
	}
}

// A task of an earlier run is asked for at once, whatever is known of others, and
// nothing is learned from it.
func TestPollerAsksForEarlierTasksAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := &asked{answer: func(ids []string) ([]provider.Task, error) {
			var tasks []provider.Task
			for _, id := range ids {
				tasks = append(tasks, succeeded(id))
			}
			return tasks, nil
		}}
		p := NewPoller(t.Context(), a, Limits{Parallelism: 10, Timeout: time.Hour}, nil)
		for range enoughDurations {
			p.pace.kind("").told.add(time.Minute)
		}
		p.pace.learn(nil)
		began := time.Now()
		if _, err := p.Wait(t.Context(), Job{ID: "earlier"}); err != nil || time.Since(began) > time.Second {
			t.Errorf("got %v after %s", err, time.Since(began))
		}
		if _, err := p.Wait(t.Context(), Job{ID: "fresh", Over: func() {}}); err != nil || time.Since(began) < time.Minute {
			t.Errorf("got %v after %s", err, time.Since(began))
		}
	})
}

func TestHintsAreOnlyAReasonToAsk(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		finished := false
		a := &asked{answer: func(ids []string) ([]provider.Task, error) {
			if !finished {
				return []provider.Task{{ID: ids[0], State: provider.Running}}, nil
			}
			return []provider.Task{succeeded(ids[0])}, nil
		}}
		hints := NewHints()
		p := byHints(t.Context(), a, hints)
		began := time.Now()
		done := make(chan time.Duration)
		go func() {
			_, _ = p.Wait(t.Context(), Job{ID: "t"})
			done <- time.Since(began)
		}()
		synctest.Wait()
		hints.Add("unknown")
		hints.Add("t") // forged: the task is not finished
		synctest.Wait()
		time.Sleep(time.Minute)
		finished = true
		hints.Add("t")
		if took := <-done; took != time.Minute {
			t.Errorf("the task was told of after %s, want at the second hint", took)
		}
		for _, ids := range a.calls {
			if len(ids) != 1 || ids[0] != "t" {
				t.Errorf("asked for %v", ids)
			}
		}
	})
}

func TestAHintBeforeTheAnswerIsKept(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := &asked{answer: func(ids []string) ([]provider.Task, error) { return []provider.Task{succeeded(ids[0])}, nil }}
		hints := NewHints()
		hints.Add("t")
		p := byHints(t.Context(), a, hints)
		began := time.Now()
		if _, err := p.Wait(t.Context(), Job{ID: "t"}); err != nil || time.Since(began) != 0 {
			t.Errorf("got %v after %s", err, time.Since(began))
		}
	})
}
