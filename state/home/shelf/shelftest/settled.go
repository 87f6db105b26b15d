package shelftest

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"sync"

	"gesso/state/home/shelf"
)

// How often a truncated object is read again, and how often an unanswered create or remove
// is repeated.
const (
	readsOfOne   = 8
	patientTries = 4
)

// Settled wraps a shelf whose answers may be lost or cut off with what the contract of
// Shelf leaves to the caller: if an unanswered Create is followed by "exists", it reads the
// object to see whether it is its own; and it reads truncated objects again. It keeps what
// is read in memory.
func Settled(s shelf.Shelf) shelf.Shelf {
	return &settled{Shelf: s, known: map[string]bool{}}
}

type settled struct {
	shelf.Shelf

	mu    sync.Mutex
	known map[string]bool // names that a Create has reported as its own
}

func (s *settled) Create(ctx context.Context, name string, body io.ReadSeeker, size int64) error {
	err := patiently(func() error { return s.Shelf.Create(ctx, name, body, size) })
	s.mu.Lock()
	defer s.mu.Unlock()
	if errors.Is(err, fs.ErrExist) && !s.known[name] && s.holds(ctx, name, body) {
		err = nil
	}
	s.known[name] = s.known[name] || err == nil
	return err
}

// patiently repeats a call that gets no answer.
func patiently(ask func() error) (err error) {
	for range patientTries {
		err = ask()
		if e, ok := errors.AsType[*shelf.Error](err); !ok || e.Problem != shelf.Unreachable {
			break
		}
	}
	return err
}

// holds reports whether an object has the content of a body.
func (s *settled) holds(ctx context.Context, name string, body io.ReadSeeker) bool {
	if _, err := body.Seek(0, io.SeekStart); err != nil {
		return false
	}
	want, err := io.ReadAll(body)
	if err != nil {
		return false
	}
	got, err := s.whole(ctx, name)
	return err == nil && bytes.Equal(got, want)
}

func (s *settled) Read(ctx context.Context, name string) (io.ReadCloser, int64, error) {
	data, err := s.whole(ctx, name)
	if err != nil {
		return nil, 0, err
	}
	return io.NopCloser(bytes.NewReader(data)), int64(len(data)), nil
}

// whole reads an object, again if it was cut off.
func (s *settled) whole(ctx context.Context, name string) (data []byte, err error) {
	for range readsOfOne {
		var body io.ReadCloser
		var size int64
		err = patiently(func() (err error) {
			body, size, err = s.Shelf.Read(ctx, name)
			return err
		})
		if err != nil {
			return nil, err
		}
		data, err = io.ReadAll(body)
		if err = errors.Join(err, body.Close()); err == nil && int64(len(data)) != size {
			err = io.ErrUnexpectedEOF
		}
		if err == nil {
			return data, nil
		}
	}
	return nil, err
}

func (s *settled) Remove(ctx context.Context, name string) error {
	err := patiently(func() error { return s.Shelf.Remove(ctx, name) })
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.known, name)
	return err
}
