package hometest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"strings"
	"sync"

	"gesso/state/home/shelf"
)

// link is one machine's way to the shelf, which can be cut or held up, and counts.
type link struct {
	shelf.Shelf

	mu    sync.Mutex
	dead  bool
	held  chan struct{} // closed when the calls go on; nil: they do
	no    string        // what begins so is refused; "": nothing
	asked []string
}

var errCut = errors.New("the machine is cut off")

// cut makes every call fail from now on.
func (l *link) cut() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.dead = true
}

// pause makes every call wait, as of a machine that sleeps, until wake.
func (l *link) pause() (wake func()) {
	l.mu.Lock()
	defer l.mu.Unlock()
	held := make(chan struct{})
	l.held = held
	return func() {
		l.mu.Lock()
		defer l.mu.Unlock()
		l.held = nil
		close(held)
	}
}

// refuse has every call be denied from now on that is about names which begin so.
func (l *link) refuse(prefix string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.no = prefix
}

// count returns the calls since the last count.
func (l *link) count() []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	asked := l.asked
	l.asked = nil
	return asked
}

func (l *link) pass(call, name string) error {
	l.mu.Lock()
	held, dead, no := l.held, l.dead, l.no
	l.asked = append(l.asked, call+" "+name)
	l.mu.Unlock()
	if held != nil {
		<-held
	}
	if dead {
		return errCut
	}
	if no != "" && strings.HasPrefix(name, no) {
		return fmt.Errorf("%s %s: %w", call, name, fs.ErrPermission)
	}
	return nil
}

// Create is shelf.Shelf's.
func (l *link) Create(ctx context.Context, name string, body io.ReadSeeker, size int64) error {
	if err := l.pass("create", name); err != nil {
		return err
	}
	return l.Shelf.Create(ctx, name, body, size)
}

// Read is shelf.Shelf's.
func (l *link) Read(ctx context.Context, name string) (io.ReadCloser, int64, error) {
	if err := l.pass("read", name); err != nil {
		return nil, 0, err
	}
	return l.Shelf.Read(ctx, name)
}

// Stat is shelf.Shelf's.
func (l *link) Stat(ctx context.Context, name string) (int64, error) {
	if err := l.pass("stat", name); err != nil {
		return 0, err
	}
	return l.Shelf.Stat(ctx, name)
}

// List is shelf.Shelf's.
func (l *link) List(ctx context.Context, prefix, after string) iter.Seq2[shelf.Item, error] {
	if err := l.pass("list", prefix); err != nil {
		return func(yield func(shelf.Item, error) bool) { yield(shelf.Item{}, err) }
	}
	return l.Shelf.List(ctx, prefix, after)
}

// named are the calls that begin so.
func named(calls []string, prefix string) int {
	n := 0
	for _, c := range calls {
		if strings.HasPrefix(c, prefix) {
			n++
		}
	}
	return n
}
