package shelftest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"sync/atomic"
	"time"

	"gesso/state/home/shelf"
)

// Op is a method of a shelf.
type Op string

// The methods of a shelf.
const (
	Create Op = "create"
	Read   Op = "read"
	Stat   Op = "stat"
	List   Op = "list"
	Remove Op = "remove"
)

// Call is one call of a method.
type Call struct {
	N    int64 // counts the calls of all methods, from 1
	Op   Op
	Name string // for List the prefix
}

// Fault is what happens to a call.
type Fault int

const (
	None   Fault = iota
	Refuse       // an error, and nothing is done
	Lose         // it is done, and the answer is an error
	Echo         // of Create: it is done, the answer is lost, and the repeated request meets itself: fs.ErrExist
	Hole         // nothing is done, and there is no answer until the context ends
	Sink         // it is done, and there is no answer until the context ends
	Cut          // of Read: half of the bytes arrive, then an error
)

// ErrFault is the cause of the errors of faults.
var ErrFault = errors.New("the connection was lost")

// WithFaults returns s with the fault that choose returns for each call. Choose must be
// safe for concurrent use.
func WithFaults(s shelf.Shelf, choose func(Call) Fault) shelf.Shelf {
	return &faulty{Shelf: s, choose: choose}
}

// WithLatency returns s with a delay of each call, and of each page of 1,000 of a list.
func WithLatency(s shelf.Shelf, latency time.Duration) shelf.Shelf {
	return &slow{Shelf: s, latency: latency}
}

type faulty struct {
	shelf.Shelf
	choose func(Call) Fault
	calls  atomic.Int64
}

func (f *faulty) next(op Op, name string) Fault {
	return f.choose(Call{N: f.calls.Add(1), Op: op, Name: name})
}

// through makes a call, which do makes, with its fault.
func (f *faulty) through(ctx context.Context, op Op, name string, do func() error) error {
	failed := fmt.Errorf("%s %s: %w", op, name, ErrFault)
	switch f.next(op, name) {
	case Refuse:
		return failed
	case Lose:
		_ = do()
		return failed
	case Echo:
		if err := do(); err != nil {
			return err
		}
		return &fs.PathError{Op: string(op), Path: name, Err: fs.ErrExist}
	case Sink:
		_ = do()
		fallthrough
	case Hole:
		<-ctx.Done()
		return ctx.Err()
	}
	return do()
}

func (f *faulty) Create(ctx context.Context, name string, body io.ReadSeeker, size int64) error {
	return f.through(ctx, Create, name, func() error { return f.Shelf.Create(ctx, name, body, size) })
}

func (f *faulty) Remove(ctx context.Context, name string) error {
	return f.through(ctx, Remove, name, func() error { return f.Shelf.Remove(ctx, name) })
}

func (f *faulty) Stat(ctx context.Context, name string) (size int64, err error) {
	err = f.through(ctx, Stat, name, func() error {
		size, err = f.Shelf.Stat(ctx, name)
		return err
	})
	return size, err
}

func (f *faulty) Read(ctx context.Context, name string) (io.ReadCloser, int64, error) {
	switch f.next(Read, name) {
	case None:
		return f.Shelf.Read(ctx, name)
	case Cut:
		body, size, err := f.Shelf.Read(ctx, name)
		if err != nil {
			return nil, 0, err
		}
		return cut{io.LimitReader(body, size/2), body}, size, nil
	case Hole, Sink:
		<-ctx.Done()
		return nil, 0, ctx.Err()
	default:
		return nil, 0, fmt.Errorf("read %s: %w", name, ErrFault)
	}
}

func (f *faulty) List(ctx context.Context, prefix, after string) iter.Seq2[shelf.Item, error] {
	return func(yield func(shelf.Item, error) bool) {
		switch f.next(List, prefix) {
		case None:
			f.Shelf.List(ctx, prefix, after)(yield)
		case Hole, Sink:
			<-ctx.Done()
			yield(shelf.Item{}, ctx.Err())
		default:
			yield(shelf.Item{}, fmt.Errorf("list %s: %w", prefix, ErrFault))
		}
	}
}

// cut breaks off before the end.
type cut struct {
	io.Reader
	io.Closer
}

func (c cut) Read(p []byte) (int, error) {
	n, err := c.Reader.Read(p)
	if errors.Is(err, io.EOF) {
		err = io.ErrUnexpectedEOF
	}
	return n, err
}

type slow struct {
	shelf.Shelf
	latency time.Duration
}

func (s *slow) wait(ctx context.Context) error {
	select {
	case <-time.After(s.latency):
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (s *slow) Create(ctx context.Context, name string, body io.ReadSeeker, size int64) error {
	if err := s.wait(ctx); err != nil {
		return err
	}
	return s.Shelf.Create(ctx, name, body, size)
}

func (s *slow) Read(ctx context.Context, name string) (io.ReadCloser, int64, error) {
	if err := s.wait(ctx); err != nil {
		return nil, 0, err
	}
	return s.Shelf.Read(ctx, name)
}

func (s *slow) Stat(ctx context.Context, name string) (int64, error) {
	if err := s.wait(ctx); err != nil {
		return 0, err
	}
	return s.Shelf.Stat(ctx, name)
}

func (s *slow) Remove(ctx context.Context, name string) error {
	if err := s.wait(ctx); err != nil {
		return err
	}
	return s.Shelf.Remove(ctx, name)
}

const page = 1000 // of a list, as in buckets

func (s *slow) List(ctx context.Context, prefix, after string) iter.Seq2[shelf.Item, error] {
	return func(yield func(shelf.Item, error) bool) {
		if err := s.wait(ctx); err != nil {
			yield(shelf.Item{}, err)
			return
		}
		n := 0
		for item, err := range s.Shelf.List(ctx, prefix, after) {
			if n > 0 && n%page == 0 && err == nil {
				err = s.wait(ctx)
			}
			if n++; !yield(item, err) || err != nil {
				return
			}
		}
	}
}
