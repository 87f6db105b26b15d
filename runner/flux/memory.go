package flux

import (
	"sync"
	"time"

	"gesso/runner/provider"
)

const (
	// settling is how long a task without any sign of its end may go on showing
	// the same pictures, fewer than were asked for, until they count as all of
	// them: a generation takes "seconds to two minutes" (the API's guide), and
	// some models make fewer than they are asked for.
	settling = 2 * time.Minute
	// patience is after how many batch answers in a row that leave a task out it
	// is asked for by itself: less than its caller has until the task is gone.
	patience = 5
)

// memory is what a client knows of tasks that are not finished: only with it
// can an answer be told from a part of one. It is lost with the process, which
// loses no more than time. It is safe for concurrent use.
type memory struct {
	mu    sync.Mutex
	asked map[string]int    // for how many pictures, by task id: also of finished tasks, which are asked again for new links
	tasks map[string]*memo  // by task id
	links map[string]string // addresses with a token, by what stands for them
}

type memo struct {
	shown  provider.Task // with the most pictures that an unfinished answer had
	since  time.Time     // when it had them first
	missed int           // batch answers in a row that left it out
}

// of returns the memo of a task, and begins one. The caller holds the lock.
func (m *memory) of(id string) *memo {
	if m.tasks == nil {
		m.tasks = map[string]*memo{}
	}
	if m.tasks[id] == nil {
		m.tasks[id] = &memo{}
	}
	return m.tasks[id]
}

// expect notes how many pictures a task was asked for.
func (m *memory) expect(id string, pictures int) {
	if id == "" || pictures < 1 {
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.asked == nil {
		m.asked = map[string]int{}
	}
	m.asked[id] = pictures
}

// wanted is how many pictures a task was asked for; 0 is not known.
func (m *memory) wanted(id string) int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.asked[id]
}

// see decides about a task by what earlier answers said of it, and by the
// pictures that this one shows. A part of the pictures is never taken while more may come: whoever took it would buy the
// others again.
func (m *memory) see(t provider.Task, shown []provider.Picture, now time.Time) provider.Task {
	m.mu.Lock()
	defer m.mu.Unlock()
	if t.State != provider.Running {
		delete(m.tasks, t.ID)
		return t
	}
	known := m.of(t.ID)
	known.missed = 0
	if len(shown) > len(known.shown.Pictures) {
		known.shown, known.since = t, now
		known.shown.Pictures = shown
	}
	if len(known.shown.Pictures) > 0 && now.Sub(known.since) >= settling {
		t = known.shown
		t.State = provider.Succeeded
		return t
	}
	return t
}

// miss notes that an answer left a task out. One that has shown pictures is
// running or, when it was left out for long, what it showed: they are paid for.
func (m *memory) miss(id string, now time.Time) (t provider.Task, shown, ask bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	known := m.of(id)
	known.missed++
	if len(known.shown.Pictures) == 0 {
		return t, false, known.missed%patience == 0
	}
	t = known.shown
	if t.State = provider.Succeeded; now.Sub(known.since) < settling {
		t.State, t.Pictures = provider.Running, nil
	}
	return t, true, known.missed%patience == 0
}
