package home_test

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"time"

	"gesso/state/home/shelf/shelftest"
)

// denying is a shelf that only reads, from some time on.
type denying struct {
	*shelftest.Memory
	denies atomic.Bool
}

func (d *denying) Create(ctx context.Context, name string, body io.ReadSeeker, size int64) error {
	if d.denies.Load() {
		return &fs.PathError{Op: "create", Path: name, Err: fs.ErrPermission}
	}
	return d.Memory.Create(ctx, name, body, size)
}

// jittery is a shelf that is some way off, as a bucket is: a write takes 30 to 90 ms, and is
// done when two thirds of that have passed, a look 10 to 20.
type jittery struct {
	*shelftest.Memory
	mu     sync.Mutex
	random *rand.Rand
	denies atomic.Bool
}

func (j *jittery) sleep(least, most int) time.Duration {
	j.mu.Lock()
	took := time.Duration(least+j.random.IntN(most-least)) * time.Millisecond
	j.mu.Unlock()
	time.Sleep(took)
	return took
}

func (j *jittery) Create(ctx context.Context, name string, body io.ReadSeeker, size int64) error {
	if j.denies.Load() {
		return &fs.PathError{Op: "create", Path: name, Err: fs.ErrPermission}
	}
	took := j.sleep(20, 60)
	err := j.Memory.Create(ctx, name, body, size)
	time.Sleep(took / 2)
	return err
}

func (j *jittery) Read(ctx context.Context, name string) (io.ReadCloser, int64, error) {
	took := j.sleep(5, 10)
	body, n, err := j.Memory.Read(ctx, name)
	time.Sleep(took)
	return body, n, err
}

// marker is a shelf on which a name is taken that nothing is under.
type marker struct{ *shelftest.Memory }

func (m *marker) Create(ctx context.Context, name string, body io.ReadSeeker, size int64) error {
	return &fs.PathError{Op: "create", Path: name, Err: fs.ErrExist}
}

// forbidding is a shelf that says of what is not there, or of all, that it is forbidden.
type forbidding struct {
	*shelftest.Memory
	denies bool
}

func (f *forbidding) denied(name string, err error) error {
	if errors.Is(err, fs.ErrNotExist) || f.denies {
		return &fs.PathError{Op: "read", Path: name, Err: fs.ErrPermission}
	}
	return err
}

func (f *forbidding) Read(ctx context.Context, name string) (io.ReadCloser, int64, error) {
	body, size, err := f.Memory.Read(ctx, name)
	return body, size, f.denied(name, err)
}

func (f *forbidding) Stat(ctx context.Context, name string) (int64, error) {
	size, err := f.Memory.Stat(ctx, name)
	return size, f.denied(name, err)
}
