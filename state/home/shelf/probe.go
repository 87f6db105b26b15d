package shelf

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"
	"time"
)

// ProbePrefix is where the objects of Probe are while it runs.
const ProbePrefix = "probe/"

// Named is a Shelf that knows which service it is on, from the service's answers. Probe
// uses that in its errors.
type Named interface {
	// Service returns the service's name, or "" if it is not known, and what can be used
	// instead, or "".
	Service() (name, instead string)
}

// IgnoredError says that a shelf breaks the one promise that a home relies on: two
// processes that create the same name both succeed.
type IgnoredError struct {
	Where   string
	Service string // such as "Google Cloud Storage"; "": not known
	Instead string // what can be used; "": nothing in particular
}

func (e *IgnoredError) Error() string {
	text := fmt.Sprintf("%s cannot be a home: two that create one object there both succeed", e.Where)
	if e.Service != "" {
		text += fmt.Sprintf(", as %s ignores conditional writes (If-None-Match)", e.Service)
	} else {
		text += ": conditional writes (If-None-Match) are ignored there"
	}
	return text + ". Two runs at once would both buy the same pictures"
}

// StaleError says that a shelf does not return what was just created on it.
type StaleError struct {
	Where string
	Err   error // why it could not be read; nil: it had other bytes
}

func (e *StaleError) Error() string {
	text := "what was created there cannot be read at once"
	if e.Err == nil {
		text = "what is read there is not what was created"
	}
	text = fmt.Sprintf("%s cannot be a home: %s; a cache between here and there may be the reason", e.Where, text)
	if e.Err != nil {
		text += ": " + e.Err.Error()
	}
	return text
}

// Unwrap returns why it could not be read.
func (e *StaleError) Unwrap() error { return e.Err }

// Probe finds out whether a shelf keeps its promise, by creating a random name twice and
// reading it. It takes three requests, and a fourth to remove the object, which may fail
// for lack of rights. The errors are an *IgnoredError, a *StaleError, and those of the
// shelf.
func Probe(ctx context.Context, s Shelf) error {
	name := ProbePrefix + strings.ToLower(rand.Text())
	first, second := "first "+rand.Text(), "second "+rand.Text()
	if err := create(ctx, s, name, first); err != nil && !errors.Is(err, fs.ErrExist) { // nobody else uses the name: it is our own request, sent twice
		return err
	}
	defer tidy(ctx, s, name)
	err := create(ctx, s, name, second)
	switch {
	case err == nil:
		return ignoredBy(s)
	case !errors.Is(err, fs.ErrExist):
		return err
	}
	got, err := read(ctx, s, name, int64(len(first)))
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return &StaleError{Where: s.String(), Err: err}
	case err != nil:
		return err
	case got != first:
		return &StaleError{Where: s.String()}
	}
	return nil
}

// Recheck finds out by one request whether a shelf still keeps its promise: it creates a
// new object again, with the same bytes, so that nothing is lost if that succeeds. It
// returns an *IgnoredError, or nil, also if it could not find out.
func Recheck(ctx context.Context, s Shelf, name string, data []byte) error {
	if err := s.Create(ctx, name, bytes.NewReader(data), int64(len(data))); err == nil {
		return ignoredBy(s)
	}
	return nil
}

func ignoredBy(s Shelf) error {
	e := &IgnoredError{Where: s.String()}
	if named, ok := s.(Named); ok {
		e.Service, e.Instead = named.Service()
	}
	return e
}

func create(ctx context.Context, s Shelf, name, text string) error {
	return s.Create(ctx, name, strings.NewReader(text), int64(len(text)))
}

// read reads one byte more than expected, so that a longer object is noticed.
func read(ctx context.Context, s Shelf, name string, size int64) (string, error) {
	body, _, err := s.Read(ctx, name)
	if err != nil {
		return "", err
	}
	defer body.Close()
	data, err := io.ReadAll(io.LimitReader(body, size+1))
	return string(data), err
}

// tidy removes the object, for a moment even after the caller's context is over.
func tidy(ctx context.Context, s Shelf, name string) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
	defer cancel()
	_ = s.Remove(ctx, name)
}

// Clock returns the time of a shelf's own clock, and finds out whether the caller may
// remove objects: it creates one, lists it, and removes it.
func Clock(ctx context.Context, s Shelf) (time.Time, error) {
	name := ProbePrefix + strings.ToLower(rand.Text())
	if err := create(ctx, s, name, name); err != nil && !errors.Is(err, fs.ErrExist) {
		return time.Time{}, err
	}
	var now time.Time
	for item, err := range s.List(ctx, name, "") {
		if err != nil {
			tidy(ctx, s, name)
			return time.Time{}, err
		}
		now = item.Time
	}
	if err := s.Remove(ctx, name); err != nil {
		return time.Time{}, err
	}
	if now.IsZero() {
		return time.Time{}, fmt.Errorf("%s does not say when %s was created there", s, name)
	}
	return now, nil
}

// Littered is a Shelf on which killed creations may leave files that are not listed.
type Littered interface {
	// Litter lists those files, under names that no object has.
	Litter(ctx context.Context) ([]Item, error)
	// Sweep removes one of them.
	Sweep(ctx context.Context, name string) error
}
