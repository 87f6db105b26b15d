package transfer

import (
	"context"
	"fmt"
	"io"
	"sync/atomic"
	"time"
)

const (
	// Slowest is the rate, in bytes a second, below which a transfer counts as
	// broken: a picture of 2 MB would take more than eight minutes.
	Slowest = 4 << 10
	// UsualStall is how often the rate is looked at. It also bounds, to twice
	// itself, how long nothing at all may come.
	UsualStall = 30 * time.Second
)

// A TimeoutError says that nobody waits any longer. It is a context.DeadlineExceeded
// and a timeout in the sense of package net.
type TimeoutError struct{ Text string }

func (e *TimeoutError) Error() string { return e.Text }

// Timeout is true.
func (e *TimeoutError) Timeout() bool { return true }

// Unwrap is context.DeadlineExceeded.
func (e *TimeoutError) Unwrap() error { return context.DeadlineExceeded }

// Watchdog ends a download that gives nothing, or too little to ever finish:
// one rule for a silent server and for one that drips.
type Watchdog struct {
	moved atomic.Int64
	end   func()
}

// Watch starts a Watchdog that looks once in each window, and whose context ends
// when it bites. Its Stop must be called.
func Watch(parent context.Context, window time.Duration) (context.Context, *Watchdog) {
	least := int64(Slowest * window.Seconds())
	ctx, cancel := context.WithCancelCause(parent)
	dog := &Watchdog{end: func() { cancel(nil) }}
	go func() {
		tick := time.NewTicker(window)
		defer tick.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-tick.C:
				if dog.moved.Swap(0) < least {
					cancel(&TimeoutError{fmt.Sprintf("less than %d bytes a second for %v", Slowest, window)})
					return
				}
			}
		}
	}()
	return ctx, dog
}

// Stop lets the watchdog go.
func (d *Watchdog) Stop() { d.end() }

// Reader counts what is read from r.
func (d *Watchdog) Reader(r io.Reader) io.Reader { return &counted{r, &d.moved} }

type counted struct {
	io.Reader
	moved *atomic.Int64
}

func (c *counted) Read(p []byte) (int, error) {
	n, err := c.Reader.Read(p)
	c.moved.Add(int64(n))
	return n, err
}
