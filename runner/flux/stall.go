package flux

import (
	"context"
	"fmt"
	"io"
	"sync/atomic"
	"time"
)

const (
	// slowest is the rate, in bytes a second, below which a transfer counts as
	// broken: a picture of 2 MB would take more than eight minutes.
	slowest = 4 << 10
	// usualStall is how often the rate is looked at. It also bounds, to twice
	// itself, how long nothing at all may come.
	usualStall = 30 * time.Second
)

// watchdog ends a download that gives nothing, or too little to ever finish:
// one rule for a silent server and for one that drips.
type watchdog struct {
	moved atomic.Int64
	stop  func()
}

// watch starts a watchdog that looks once in each window, and whose context ends
// when it bites. Its stop must be called.
func watch(parent context.Context, window time.Duration) (context.Context, *watchdog) {
	least := int64(slowest * window.Seconds())
	ctx, cancel := context.WithCancelCause(parent)
	dog := &watchdog{stop: func() { cancel(nil) }}
	go func() {
		tick := time.NewTicker(window)
		defer tick.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-tick.C:
				if dog.moved.Swap(0) < least {
					cancel(&timeoutError{fmt.Sprintf("less than %d bytes a second for %v", slowest, window)})
					return
				}
			}
		}
	}()
	return ctx, dog
}

// reader counts what is read from r.
func (d *watchdog) reader(r io.Reader) io.Reader { return &counted{r, &d.moved} }

type counted struct {
	io.Reader
	moved *atomic.Int64
}

func (c *counted) Read(p []byte) (int, error) {
	n, err := c.Reader.Read(p)
	c.moved.Add(int64(n))
	return n, err
}
