package collect

import (
	"context"
	"io"
	"os"
	"sync"

	"gesso/runner/log"
	"gesso/runner/picture"
	"gesso/runner/provider"
	"gesso/runner/traffic"
	"gesso/state"
	"gesso/state/disk"
)

// Provider is what Collector needs of a provider. Its errors are *provider.Error.
type Provider interface {
	traffic.Provider
	// Alive reports whether a picture's URL still answers.
	Alive(ctx context.Context, url string) bool
	// Download writes the picture at a URL to w, at most limit bytes, and returns their
	// number.
	Download(ctx context.Context, url string, w io.Writer, limit int64) (int64, error)
}

// Desk is a provider account from which pictures are collected.
type Desk struct {
	Provider Provider // nil: it cannot be asked
	Poller   *traffic.Poller
	Name     string // recorded with its pictures, such as painter.second; "" for the default account
	Title    string // its name in messages
	MaxBytes int64  // the most bytes of one picture
}

// Ledger lists what was paid for before the run.
type Ledger interface {
	Entries() ([]state.Entry, error)
}

// Config is what a Collector works with.
type Config struct {
	Log     *log.Log
	Store   *disk.Store
	Outputs *disk.Outputs
	Ledger  Ledger
	Memory  *picture.Memory // bounds the memory for decoding pictures; nil: no bound
	Supply  Supply          // finds pictures that were paid for before; nil if none is had again

	// Downloading, if not nil, is called during the download of an address's picture with
	// the bytes received and the size, which is 0 if not known.
	Downloading func(address string, received, size int64)

	// Open opens a user's file to import; nil if nothing is imported.
	Open func(name string) (*os.File, error)
}

// Collector brings pictures into one store. It is safe for concurrent use. What it
// remembers saves requests and repeated warnings, and decides nothing.
type Collector struct {
	Config
	fetches chan struct{} // a slot for each concurrent download

	mu       sync.Mutex        // guards the maps below
	verified map[string]string // SHA-256 of the bytes that a URL gave in this run
	extras   map[string]bool   // intents of calls whose extra pictures were fetched
	damaged  map[string]bool   // objects that were reported as damaged
}

// maxFetches is the number of concurrent downloads. Each decodes its picture within the
// run's memory.
const maxFetches = 8

// New returns the collector of one run.
func New(c Config) *Collector {
	return &Collector{
		Config: c, fetches: make(chan struct{}, maxFetches),
		verified: map[string]string{}, extras: map[string]bool{}, damaged: map[string]bool{},
	}
}

// enter takes a download slot, which the caller must release with leave. The error is the
// context's.
func (c *Collector) enter(ctx context.Context) error {
	select {
	case c.fetches <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (c *Collector) leave() { <-c.fetches }

// first adds a name to one of the sets that mu guards, and reports whether it is new.
func (c *Collector) first(seen map[string]bool, name string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	is := !seen[name]
	seen[name] = true
	return is
}

// Ask polls one task. It returns nil if the provider does not know the task.
func (d *Desk) Ask(ctx context.Context, id string) (*provider.Task, error) {
	tasks, err := d.Provider.Poll(ctx, []string{id})
	if err != nil || len(tasks) == 0 {
		return nil, err
	}
	return &tasks[0], nil
}
