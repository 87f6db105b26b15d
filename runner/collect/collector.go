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

// Provider is what is asked of a provider of pictures. Its errors are *provider.Error.
type Provider interface {
	traffic.Provider
	// Alive reports whether a picture's URL still answers.
	Alive(ctx context.Context, url string) bool
	// Download writes what is at a picture's URL to w, at most limit bytes.
	Download(ctx context.Context, url string, w io.Writer, limit int64) (int64, error)
}

// Desk is an account whose pictures are collected.
type Desk struct {
	Provider Provider // nil: it cannot be asked
	Poller   *traffic.Poller
	Name     string // that its pictures are recorded with, such as painter.second; "" of the default one
	Title    string // what messages call it
	MaxBytes int64  // of one picture
}

// Ledger tells what was paid for before the run.
type Ledger interface {
	Entries() ([]state.Entry, error)
}

// Config is what a Collector works with.
type Config struct {
	Log     *log.Log
	Store   *disk.Store
	Outputs *disk.Outputs
	Ledger  Ledger
	Memory  *picture.Memory // in which pictures are decoded; nil: without a bound
	Supply  Supply          // of what was paid for before; nil where nothing is had again

	// Downloading follows the download of a picture that an address waits for: it has so
	// many bytes here, of so many; 0: not known. Nil: nobody follows.
	Downloading func(address string, received, size int64)

	// Open opens a file of the user's to import; nil where nothing is imported.
	Open func(name string) (*os.File, error)
}

// Collector brings pictures into one store. It is safe for concurrent use. What it
// remembers spares questions and repeated warnings, and decides nothing.
type Collector struct {
	Config
	fetches chan struct{} // a place for each download at once

	mu       sync.Mutex        // guards what follows
	verified map[string]string // what was at an URL in this run: the hash of its bytes
	extras   map[string]bool   // intents of calls whose extra pictures were fetched
	damaged  map[string]bool   // objects of the store that a user was told of
}

// maxFetches is how many downloads go on at once. Each decodes its picture, in the
// memory that the run has for that.
const maxFetches = 8

// New returns the collector of one run.
func New(c Config) *Collector {
	return &Collector{
		Config: c, fetches: make(chan struct{}, maxFetches),
		verified: map[string]string{}, extras: map[string]bool{}, damaged: map[string]bool{},
	}
}

// enter takes a place for a download. The error is the context's; without one the
// caller owes a leave.
func (c *Collector) enter(ctx context.Context) error {
	select {
	case c.fetches <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (c *Collector) leave() { <-c.fetches }

// first notes a name in one of the sets that mu guards, and reports whether it is new.
func (c *Collector) first(seen map[string]bool, name string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	is := !seen[name]
	seen[name] = true
	return is
}

// Ask asks for one task; nil is one that the provider does not know.
func (d *Desk) Ask(ctx context.Context, id string) (*provider.Task, error) {
	tasks, err := d.Provider.Poll(ctx, []string{id})
	if err != nil || len(tasks) == 0 {
		return nil, err
	}
	return &tasks[0], nil
}
