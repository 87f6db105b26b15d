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

// How often an object is read until all of it comes, and how often one is created, or
// removed, that nobody answers for.
const (
	readsOfOne   = 8
	patientTries = 4
)

// Settled returns s as one sees it over a line that loses answers and cuts them off, who does
// what the contract of shelves leaves to the caller. Whoever is told that a name is taken, by a
// Create of which nobody has heard that it succeeded, looks whether it was that one; and
// who gets a part of an object reads it again. It keeps what is read in memory.
func Settled(s shelf.Shelf) shelf.Shelf {
	return &settled{Shelf: s, known: map[string]bool{}}
}

type settled struct {
	shelf.Shelf

	mu    sync.Mutex
	known map[string]bool // names of which a Create has said that they are its own
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

// patiently asks again where nobody answers.
func patiently(ask func() error) (err error) {
	for range patientTries {
		err = ask()
		if e, ok := errors.AsType[*shelf.Error](err); !ok || e.Problem != shelf.Unreachable {
			break
		}
	}
	return err
}

// holds reports whether an object is what a body has.
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

// whole reads an object, again where it was cut off.
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
