package traffic

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strconv"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"gesso/runner/provider"
)

// studio is a provider whose tasks take a known time.
type studio struct {
	mu     sync.Mutex
	took   time.Duration
	spread float64 // of took, to each side
	silent float64 // the share of tasks of which it does not say how long they took
	ends   map[string]ending
	away   time.Duration // that a submission takes
	calls  int
	exact  bool // the poller is to be
	most   int  // tasks at once
}

type ending struct {
	at   time.Time
	took time.Duration
}

func newStudio(took time.Duration, spread float64) *studio {
	return &studio{took: took, spread: spread, silent: 1. / 8, away: 10 * time.Millisecond, ends: map[string]ending{}}
}

func (s *studio) submit(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	number, _ := strconv.ParseUint(id, 10, 64)
	chance := rand.New(rand.NewPCG(1, number)).Float64() // the task's own, whoever comes first
	took := time.Duration(float64(s.took) * (1 + s.spread*(2*chance-1)))
	s.ends[id] = ending{time.Now().Add(took), took}
	now, running := time.Now(), 0
	for _, e := range s.ends {
		if e.at.After(now) {
			running++
		}
	}
	s.most = max(s.most, running)
}

func (s *studio) Poll(_ context.Context, ids []string) ([]provider.Task, error) {
	time.Sleep(20 * time.Millisecond) // synctest's clock: no time passes
	s.mu.Lock()
	defer s.mu.Unlock()
	s.calls += (len(ids) + batch - 1) / batch
	var tasks []provider.Task
	for _, id := range ids {
		task := provider.Task{ID: id, State: provider.Running}
		if e := s.ends[id]; !time.Now().Before(e.at) {
			task.State = provider.Succeeded
			number, _ := strconv.ParseUint(id, 10, 64)
			if rand.New(rand.NewPCG(2, number)).Float64() >= s.silent {
				task.Took = e.took
			}
			delete(s.ends, id)
		}
		tasks = append(tasks, task)
	}
	return tasks, nil
}

// produce makes so many pictures with so many slots, as a lane does, and returns how
// long that took.
func (s *studio) produce(ctx context.Context, images, parallelism int) time.Duration {
	poller := NewPoller(ctx, s, Limits{Parallelism: parallelism}.WithDefaults(), nil)
	if s.exact {
		poller.Exact()
	}
	slots := make(chan struct{}, parallelism)
	alive := make(chan struct{}, 3*parallelism+16)
	began := time.Now()
	var group sync.WaitGroup
	for n := range images {
		alive <- struct{}{}
		slots <- struct{}{}
		group.Go(func() {
			defer func() { <-alive }()
			id, sent := fmt.Sprint(n), time.Now()
			time.Sleep(s.away)
			s.submit(id)
			heard := time.Now()
			time.Sleep(20 * time.Millisecond) // the journal
			over := sync.OnceFunc(func() { <-slots })
			_, _ = poller.Wait(ctx, Job{ID: id, Heard: heard, Lead: heard.Sub(sent), Over: over})
			over()
		})
	}
	group.Wait()
	return time.Since(began)
}

// TestPaceKeepsTheSlotsBusy measures, in a clock of its own, how much longer than the
// ideal a run of thirty tasks a slot takes with what is learned, how many questions
// that takes, and how many tasks the provider had at once. Which task comes first is for
// the scheduler to say, so that no two runs are alike: the last ones of short tasks may end
// a tick later than in another run. Of three runs one has to keep all limits.
func TestPaceKeepsTheSlotsBusy(t *testing.T) {
	for _, took := range []time.Duration{time.Second, 2 * time.Second, 3300 * time.Millisecond, 8 * time.Second, 20 * time.Second} {
		for _, spread := range []float64{0, 0.5} {
			for _, slots := range []int{10, 64, 500} {
				t.Run(fmt.Sprintf("%s±%.0f%% in %d slots", took, 100*spread, slots), func(t *testing.T) {
					if testing.Short() && slots > 40 {
						t.Skip("the fewer slots have the same goroutines")
					}
					if slots == 500 && took != time.Second && (spread == 0 || took != 2*time.Second && took != 8*time.Second) {
						t.Skip("it takes long, and tasks that are shorter or differ are the harder case")
					}
					var wrong string
					for range 3 {
						synctest.Test(t, func(t *testing.T) { wrong = keepsBusy(t, newStudio(took, spread), slots) })
						if wrong == "" {
							return
						}
					}
					t.Error(wrong)
				})
			}
		}
	}
}

// keepsBusy is what is wrong with one run, or "".
func keepsBusy(t *testing.T, s *studio, slots int) string {
	const each, mostOver, mostQuestions = 30, 1.08, 1.5
	wall := s.produce(t.Context(), each*slots, slots)
	ratio := wall.Seconds() / (each * s.took.Seconds())
	questions := float64(s.calls) / wall.Seconds() / max(1, float64(slots)/batch)
	t.Logf("%.3f times the ideal, %.2f questions a second for each 50 tasks, %d tasks at once", ratio, questions, s.most)
	most := slots + int(s.spread*(12+0.3*float64(slots)))
	switch {
	case ratio > mostOver:
		return fmt.Sprintf("it took %.3f times the ideal, want at most %.2f", ratio, mostOver)
	case questions > mostQuestions:
		return fmt.Sprintf("%.2f questions a second for each 50 tasks, want at most %.1f", questions, mostQuestions)
	case s.most > most:
		return fmt.Sprintf("the provider had %d tasks at once, want at most %d", s.most, most)
	}
	return ""
}

// The time that a submission takes is not lost: what a call takes to be at the provider is
// known beforehand.
func TestPaceReachesFar(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStudio(time.Second, 0.5)
		s.away = 150 * time.Millisecond
		if wall := s.produce(t.Context(), 1200, 40); wall > 33*time.Second {
			t.Errorf("thirty tasks of 1s in each slot took %s", wall)
		}
		if s.most > 52 {
			t.Errorf("the provider had %d tasks at once", s.most)
		}
	})
}

// A provider that does not say how long its tasks took is watched.
func TestPaceLearnsFromASilentProvider(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStudio(2*time.Second, 0)
		s.silent = 1
		if wall := s.produce(t.Context(), 300, 10); wall > 75*time.Second {
			t.Errorf("thirty tasks of 2s in each slot took %s", wall)
		}
		if s.most > 10 {
			t.Errorf("the provider had %d tasks at once", s.most)
		}
	})
}

// Tasks that begin to take longer do not fill the provider for good.
func TestPaceNoticesSlowerTasks(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStudio(time.Second, 0)
		time.AfterFunc(10*time.Second, func() {
			s.mu.Lock()
			defer s.mu.Unlock()
			s.took = 5 * time.Second
		})
		s.produce(t.Context(), 1000, 20)
		if s.most > 3*20 {
			t.Errorf("the provider had %d tasks at once for 20 slots", s.most)
		}
	})
}

// A provider that counts strictly is not told of more than has been seen.
func TestPaceIsExactWhenAsked(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStudio(time.Second, 0.5)
		s.exact = true
		if s.produce(t.Context(), 200, 10); s.most > 10 {
			t.Errorf("the provider had %d tasks at once", s.most)
		}
	})
}
