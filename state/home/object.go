package home

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"time"

	"gesso/state"
)

// How failed requests are repeated. A shelf retries by itself; this covers answers that are
// cut off, and failures that are settled by asking again.
const (
	readAttempts = 3
	firstPause   = 100 * time.Millisecond
	longestPause = 2 * time.Second

	shortestAttempt = 5 * time.Second // the least time for a write before it is given up and settled
	slowest         = 128 << 10       // the slowest link, in bytes a second
	readWithin      = 30 * time.Second
	patience        = 30 * time.Second // no retry after this: the shelf has already waited
	fair            = 4 << 20          // bytes a second, for the largest objects
)

// again waits before a request is repeated, and reports whether it may be: a service that
// accepts requests and never answers has been waited for long enough by one of them.
func again(ctx context.Context, began time.Time, attempt, most int) bool {
	return attempt+1 < most && time.Since(began) < patience && pause(ctx, attempt) == nil
}

// pause waits before a request is repeated, longer after each attempt. The error is that of
// ctx.
func pause(ctx context.Context, attempt int) error {
	return sleep(ctx, min(firstPause<<min(attempt, 10), longestPause))
}

// sleep waits for a duration. The error is that of ctx.
func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return context.Cause(ctx)
	case <-timer.C:
		return nil
	}
}

// final reports whether asking again would give the same answer.
func final(err error) bool {
	var damage *state.DamageError
	return errors.Is(err, fs.ErrNotExist) || errors.Is(err, fs.ErrPermission) || errors.As(err, &damage)
}

// get reads a whole object of at most limit bytes.
func (h *Home) get(ctx context.Context, name string, limit int64) (data []byte, err error) {
	began := time.Now()
	for attempt := range readAttempts {
		data, err = h.getOnce(ctx, name, limit)
		if err == nil || final(err) || ctx.Err() != nil || !again(ctx, began, attempt, readAttempts) {
			break
		}
	}
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", h.nameOf(name), err)
	}
	return data, nil
}

func (h *Home) getOnce(ctx context.Context, name string, limit int64) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, readWithin+time.Duration(limit)*time.Second/fair)
	defer cancel()
	body, size, err := h.open(ctx, name)
	if err != nil {
		return nil, err
	}
	defer body.Close()
	if size > limit {
		return nil, h.damage(name, fmt.Sprintf("has %d bytes, more than gesso writes into one", size))
	}
	data, err := io.ReadAll(io.LimitReader(body, size+1))
	if err == nil && int64(len(data)) != size {
		err = fmt.Errorf("%d bytes came of %d: %w", len(data), size, io.ErrUnexpectedEOF)
	}
	return data, err
}

// open opens an object.
func (h *Home) open(ctx context.Context, name string) (io.ReadCloser, int64, error) {
	body, size, err := h.shelf.Read(ctx, name)
	return body, size, h.absent(ctx, name, err)
}

// absent returns the error for an object that could not be read. For a missing object, a
// bucket may say "forbidden" to users who may list only the home's prefix; a list then
// tells whether it is there.
func (h *Home) absent(ctx context.Context, name string, err error) error {
	if !errors.Is(err, fs.ErrPermission) {
		return err
	}
	for item, listed := range h.shelf.List(ctx, name, "") {
		if listed != nil || item.Name == name {
			return err
		}
		break // the name itself would come first
	}
	return fmt.Errorf("%s is not there: %w", name, fs.ErrNotExist)
}

// create creates an object and finds out whether it did, repeating the request after lost
// answers until ctx is over. If the name has other data, it returns that. After an error
// nobody knows whether the object exists, or will.
func (h *Home) create(ctx context.Context, name string, data []byte) (taken []byte, err error) {
	for attempt := 0; ; attempt++ {
		taken, err = h.createOnce(ctx, name, data)
		if err == nil || final(err) && !errors.Is(err, fs.ErrNotExist) {
			break
		}
		if pause(ctx, attempt) != nil {
			break
		}
	}
	if err != nil {
		return nil, fmt.Errorf("writing %s: %w", h.nameOf(name), err)
	}
	return taken, nil
}

// createOnce makes one attempt. Whatever the answer, what is read decides: "exists" may
// result from this very request, if the shelf has sent it twice.
func (h *Home) createOnce(ctx context.Context, name string, data []byte) ([]byte, error) {
	within := max(h.options.Lease/4, shortestAttempt) + time.Duration(len(data))*time.Second/slowest
	ctx, cancel := context.WithTimeout(ctx, within)
	defer cancel()
	asked := h.shelf.Create(ctx, name, bytes.NewReader(data), int64(len(data)))
	if asked == nil || errors.Is(asked, fs.ErrPermission) {
		return nil, asked
	}
	there, err := h.getOnce(ctx, name, max(maxSegment, int64(len(data))))
	switch {
	case err == nil && bytes.Equal(there, data):
		return nil, nil
	case err == nil:
		return there, nil
	case errors.Is(err, fs.ErrNotExist) && errors.Is(asked, fs.ErrExist):
		return nil, fmt.Errorf("the shelf says that the name is taken, and that nothing is there: %w", err)
	case errors.Is(err, fs.ErrNotExist):
		return nil, asked
	}
	return nil, err
}
