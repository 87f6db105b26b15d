package store_test

import (
	"context"
	"crypto/rand"
	"io"
	"iter"
	"sync"
	"testing"
	"time"

	"gesso/runner/store"
	"gesso/state/disk"
	"gesso/state/home"
	homeshelf "gesso/state/home/shelf"
	"gesso/state/home/shelf/shelftest"
)

// machineBy is machine by another way to the shelf.
func machineBy(t *testing.T, by homeshelf.Shelf) *store.Directory {
	t.Helper()
	d, err := store.Open(t.TempDir(), disk.Default, time.Now, func(w *disk.Workspace) error {
		return w.UseHome(home.On(by, home.Options{}), disk.HomeOptions{Context: context.WithoutCancel(t.Context())})
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(d.Close)
	return d
}

// found founds one more workspace.
func found(t *testing.T, on *shelftest.Memory, name string) {
	t.Helper()
	h := home.On(on, home.Options{Workspace: name})
	id, err := h.Identity(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	who := home.Holder{PID: 1, Host: "founder", Command: "workspace new", Time: time.Now().UTC().Round(0), Nonce: rand.Text()}
	if _, err := h.Found(t.Context(), *id, who, nil); err != nil {
		t.Fatal(err)
	}
}

// sleeping is a machine's way to a shelf, which goes nowhere while the machine sleeps.
type sleeping struct {
	homeshelf.Shelf

	mu     sync.Mutex
	awake  chan struct{} // closed when it wakes; nil: it is awake
	before int           // it falls asleep before so many more requests; 0: it does not
	asleep bool
}

func (s *sleeping) sleep() (wake func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.awake, s.before, s.asleep = make(chan struct{}), 0, true
	return s.wake
}

func (s *sleeping) sleepBefore(request int) (wake func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.before = request
	return s.wake
}

func (s *sleeping) wake() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.awake != nil {
		close(s.awake)
	}
	s.awake, s.before, s.asleep = nil, 0, false
}

func (s *sleeping) isAsleep() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.asleep
}

func (s *sleeping) pass() {
	s.mu.Lock()
	if s.before > 0 {
		if s.before--; s.before == 0 {
			s.awake, s.asleep = make(chan struct{}), true
		}
	}
	awake := s.awake
	s.mu.Unlock()
	if awake != nil {
		<-awake
	}
}

func (s *sleeping) Create(ctx context.Context, name string, body io.ReadSeeker, size int64) error {
	s.pass()
	return s.Shelf.Create(context.WithoutCancel(ctx), name, body, size) // it may have been on its way
}

func (s *sleeping) Read(ctx context.Context, name string) (io.ReadCloser, int64, error) {
	s.pass()
	return s.Shelf.Read(context.WithoutCancel(ctx), name)
}

func (s *sleeping) Stat(ctx context.Context, name string) (int64, error) {
	s.pass()
	return s.Shelf.Stat(context.WithoutCancel(ctx), name)
}

func (s *sleeping) List(ctx context.Context, prefix, after string) iter.Seq2[homeshelf.Item, error] {
	s.pass()
	return s.Shelf.List(context.WithoutCancel(ctx), prefix, after)
}

func (s *sleeping) Remove(ctx context.Context, name string) error {
	s.pass()
	return s.Shelf.Remove(context.WithoutCancel(ctx), name)
}

// counting counts requests.
type counting struct {
	homeshelf.Shelf
	mu sync.Mutex
	n  int64
}

// made is how many there were.
func (c *counting) made() int64 {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.n
}

func (c *counting) add() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.n++
}

func (c *counting) Create(ctx context.Context, name string, body io.ReadSeeker, size int64) error {
	c.add()
	return c.Shelf.Create(ctx, name, body, size)
}

func (c *counting) Read(ctx context.Context, name string) (io.ReadCloser, int64, error) {
	c.add()
	return c.Shelf.Read(ctx, name)
}

func (c *counting) Stat(ctx context.Context, name string) (int64, error) {
	c.add()
	return c.Shelf.Stat(ctx, name)
}

func (c *counting) List(ctx context.Context, prefix, after string) iter.Seq2[homeshelf.Item, error] {
	c.add()
	return c.Shelf.List(ctx, prefix, after)
}

func (c *counting) Remove(ctx context.Context, name string) error {
	c.add()
	return c.Shelf.Remove(ctx, name)
}
