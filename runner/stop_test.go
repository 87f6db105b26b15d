package runner

import (
	"context"
	"errors"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"gesso/runner/plan"
	"gesso/runner/provider"
	"gesso/state/disk"
)

// rationed accepts some requests as tasks, which take five seconds, and fails all
// others. The first question about each task brings its picture when it is over.
type rationed struct {
	slow
	mu      sync.Mutex
	left    int // requests that are accepted
	refusal error
	ends    map[string]time.Time
}

func (r *rationed) Submit(_ context.Context, request provider.Request) (provider.Task, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.left--; r.left < 0 {
		return provider.Task{}, r.refusal
	}
	r.ends[request.Prompt] = time.Now().Add(5 * time.Second)
	return provider.Task{ID: request.Prompt}, nil
}

func (r *rationed) Poll(_ context.Context, ids []string) ([]provider.Task, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	var tasks []provider.Task
	for _, id := range ids {
		task := provider.Task{ID: id}
		if !time.Now().Before(r.ends[id]) {
			task.State, task.Pictures = provider.Succeeded, []provider.Picture{{URL: "https://cdn.example/" + id}}
		}
		tasks = append(tasks, task)
	}
	return tasks, nil
}

// reach gives both lanes of a plan a provider that accepts three requests.
func reach(tools Tools, why provider.Class) {
	for account, connection := range tools.Connections {
		connection.Provider = &rationed{left: 3, refusal: &provider.Error{Class: why}, ends: map[string]time.Time{}}
		connection.Limits.Parallelism = 6
		tools.Connections[account] = connection
	}
}

// TestWhatIsPaidForIsCollected ends the buying in each of the ways in which it can end,
// while tasks are under way: all of them are collected, and nothing more is bought.
func TestWhatIsPaidForIsCollected(t *testing.T) {
	for _, why := range []provider.Class{provider.Balance, provider.Authentication, provider.Network, provider.InDoubt} {
		t.Run(why.String(), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p, tools := planOf(t, twoLanes)
				reach(tools, why)
				result, err := Run(t.Context(), p, tools)
				if err != nil || result.Done[plan.Generate] != 6 || result.Cost.Pictures != 6 || len(result.Uncollected) != 0 {
					t.Errorf("%+v, error %v", result, err)
				}
				if total := accounted(result); total != 12 {
					t.Errorf("the result tells of %d images, want 12: %+v", total, result)
				}
			})
		})
	}
}

// accounted is how many images a result tells of.
func accounted(r *Result) int {
	n := r.Unchanged
	for _, done := range r.Done {
		n += done
	}
	return n + len(r.Failed) + len(r.Skipped) + len(r.Uncollected) + len(r.InDoubt) + len(r.LeftOut)
}

// TestAStoppedRunAccountsForEveryImage stops runs of twelve images, of which six are
// accepted, in each of the ways in which a run can be stopped.
func TestAStoppedRunAccountsForEveryImage(t *testing.T) {
	two := 2
	for _, test := range []struct {
		name        string
		stop        func(p *plan.Plan, tools Tools, end func()) // while tasks are under way
		budget      *int
		uncollected int
		spent       int
	}{
		{"an interrupt", func(_ *plan.Plan, _ Tools, end func()) { end() }, nil, 6, 6},
		{"a journal that cannot be written", func(_ *plan.Plan, tools Tools, _ func()) { _ = tools.Journal.Close() }, nil, 6, 6},
		{"a budget", func(*plan.Plan, Tools, func()) {}, &two, 0, 2},
		{"nothing but refusals", func(*plan.Plan, Tools, func()) {}, nil, 0, 6},
	} {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p, tools := planOf(t, twoLanes)
				p.Budget.MaxImages = test.budget
				reach(tools, provider.Moderation)
				ctx, end := context.WithCancel(t.Context())
				defer end()
				time.AfterFunc(2*time.Second, func() { test.stop(p, tools, end) })
				began := time.Now()
				result, err := Run(ctx, p, tools)
				if err != nil && !errors.Is(err, disk.ErrClosed) {
					t.Fatal(err)
				}
				if total := accounted(result); total != 12 {
					t.Errorf("the result tells of %d images, want 12: %+v", total, result)
				}
				if len(result.Uncollected) != test.uncollected || result.Cost.Pictures != test.spent {
					t.Errorf("%d to be collected and %d spent on, want %d and %d", len(result.Uncollected), result.Cost.Pictures, test.uncollected, test.spent)
				}
				if result.Interrupted && time.Since(began) > 4*time.Second {
					t.Errorf("the interrupted run went on for %s", time.Since(began)-2*time.Second)
				}
			})
		})
	}
}

// TestTheRunEndsBeforeTheBuying: when a run is interrupted, what hangs on its context
// ends a moment later, in whatever order. A purchase that was cut meanwhile has not
// failed.
func TestTheRunEndsBeforeTheBuying(t *testing.T) {
	ended, end := context.WithCancel(t.Context())
	end()
	l := &lane{ctx: ended, buying: t.Context()}
	if _, cut := endedBy(l.over(), context.Canceled); !cut {
		t.Error("an interrupted purchase is told as a failure")
	}
	l = &lane{ctx: t.Context(), buying: t.Context()}
	if _, cut := endedBy(l.over(), context.Canceled); cut {
		t.Error("a failure is told as an interrupt")
	}
}
