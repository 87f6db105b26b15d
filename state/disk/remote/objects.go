package remote

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"sync"
	"sync/atomic"
	"time"

	"gesso/state"
	"gesso/state/disk/objects"
)

// Home is what Objects needs of a home; see package home.
type Home interface {
	Has(ctx context.Context, sha string) (bool, error)
	// Put stores a picture unless the home has it, which it checks first.
	Put(ctx context.Context, sha string, body io.ReadSeeker, size int64) error
	Get(ctx context.Context, sha string, w io.Writer) error
	String() string
}

// Transfers is how many objects are fetched at once, and as many put. A small picture takes
// one round trip: at 50 ms and 1 MB, sixteen fill a link of 2.5 Gbit/s, with no more
// connections than any server grants to one client.
const Transfers = 16

// Objects are the pictures of a home. It is safe for concurrent use.
type Objects struct {
	home     Home
	recorded func(sha string) (size int64, known bool)
	needed   func(sha string) bool
	down, up chan struct{} // a slot for each transfer
	moved    atomic.Bool   // something was transferred

	mu      sync.Mutex      // guards the fields below
	put     map[string]bool // put by this process, or found there
	missing map[string]bool // were not there when they were wanted
	silent  bool            // the last transfer failed after all retries
	failed  int             // consecutive transfers that failed for a reason that may affect others
}

// New returns the pictures of a home. Recorded reports whether the home has an object, and
// its size in bytes, 0 if not known. Needed reports whether a record names it, so that
// nobody removes it there.
func New(h Home, recorded func(sha string) (size int64, known bool), needed func(sha string) bool) *Objects {
	return &Objects{
		home: h, recorded: recorded, needed: needed, down: make(chan struct{}, Transfers), up: make(chan struct{}, Transfers),
		put: map[string]bool{}, missing: map[string]bool{},
	}
}

// String returns where the home is.
func (o *Objects) String() string { return o.home.String() }

// Has implements objects.Remote.
func (o *Objects) Has(sha string) bool {
	o.mu.Lock()
	put, missing := o.put[sha], o.missing[sha]
	o.mu.Unlock()
	if put || missing {
		return put
	}
	_, known := o.recorded(sha)
	return known
}

// Needed implements objects.Remote.
func (o *Objects) Needed(sha string) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.put[sha] || !o.missing[sha] && o.needed(sha)
}

// Forget forgets what this process has put, when it begins to work there anew: others may
// have removed it since.
func (o *Objects) Forget() {
	o.mu.Lock()
	defer o.mu.Unlock()
	clear(o.put)
}

// Missing returns the objects that were recorded, not found, and not put since.
func (o *Objects) Missing() []string {
	o.mu.Lock()
	defer o.mu.Unlock()
	var all []string
	for sha := range o.missing {
		all = append(all, sha)
	}
	return all
}

// Fetch implements objects.Remote.
func (o *Objects) Fetch(ctx context.Context, sha string, to *objects.Incoming) error {
	o.moved.Store(true)
	size, _ := o.recorded(sha)
	err := o.patiently(ctx, o.down, func() error {
		if err := to.Restart(); err != nil {
			return &ownError{err}
		}
		w := &bounded{to: to, left: size, open: size <= 0}
		err := o.home.Get(ctx, sha, w)
		switch {
		case w.err != nil:
			return &ownError{w.err}
		case w.full:
			return nil // it is not the object, as its hash will show
		}
		return err
	})
	var damage *state.DamageError
	switch {
	case errors.Is(err, fs.ErrNotExist):
		o.note(sha, false)
	case errors.As(err, &damage):
		return &objects.CorruptError{File: damage.File, Want: sha, Actual: to.Sum()}
	}
	return o.said(sha, err)
}

// Keep implements objects.Remote.
func (o *Objects) Keep(ctx context.Context, sha string, body io.ReadSeeker, size int64) error {
	o.moved.Store(true)
	err := o.patiently(ctx, o.up, func() error { return o.home.Put(ctx, sha, body, size) })
	if err == nil {
		o.note(sha, true)
	}
	return o.said(sha, err)
}

// Examine reads an object at the home and discards it. The errors are the home's.
func (o *Objects) Examine(ctx context.Context, sha string) error {
	return o.patiently(ctx, o.down, func() error { return o.home.Get(ctx, sha, io.Discard) })
}

// surely asks whether the home has an object.
func (o *Objects) surely(ctx context.Context, sha string) (has bool, err error) {
	err = o.patiently(ctx, o.up, func() error {
		has, err = o.home.Has(ctx, sha)
		return err
	})
	if err == nil {
		o.note(sha, has)
	}
	return has, o.said(sha, err)
}

// note remembers what is known of an object beyond what is recorded.
func (o *Objects) note(sha string, has bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if has {
		o.put[sha] = true
		delete(o.missing, sha)
		return
	}
	o.missing[sha] = true
	delete(o.put, sha)
}

// said returns an error in the form for the caller that wanted the object. What is wrong
// here, or with the object itself, is returned as it is.
func (o *Objects) said(sha string, err error) error {
	var own *ownError
	switch {
	case err == nil, errors.Is(err, fs.ErrNotExist):
		return err
	case errors.As(err, &own):
		return &objects.CacheError{SHA: sha, Err: own.error}
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	return &objects.RemoteError{SHA: sha, Where: o.home.String(), Err: err, Gone: o.failed >= gone}
}

// gone is after how many consecutive failures the next transfers are not retried.
const gone = 3

// ownError is an error of this machine's disk.
type ownError struct{ error }

func (e *ownError) Unwrap() error { return e.error }

const (
	tries     = 4
	firstWait = 200 * time.Millisecond
	patience  = 30 * time.Second // no retry after this: the home has already waited
)

// patiently takes a slot for a transfer, and retries what may succeed. While nothing
// succeeds, each transfer is tried only once: a run of thousands must not wait for each.
func (o *Objects) patiently(ctx context.Context, places chan struct{}, do func() error) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	select {
	case places <- struct{}{}:
		defer func() { <-places }()
	case <-ctx.Done():
		return context.Cause(ctx)
	}
	wait, began := firstWait, time.Now()
	for n := 1; ; n++ {
		err := do()
		if ctx.Err() != nil && err != nil {
			return context.Cause(ctx)
		}
		final := settled(err) || time.Since(began) >= patience
		if final || n == tries || o.isSilent() {
			o.heard(err)
			return err
		}
		select {
		case <-time.After(wait):
		case <-ctx.Done():
			return context.Cause(ctx)
		}
		wait *= 3
	}
}

func (o *Objects) isSilent() bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.silent
}

// heard notes how a transfer ended. The home's answers about one object, and errors on this
// machine, say nothing about other transfers.
func (o *Objects) heard(err error) {
	var own *ownError
	o.mu.Lock()
	defer o.mu.Unlock()
	o.silent = !settled(err)
	switch {
	case errors.As(err, &own):
	case errors.Is(err, fs.ErrPermission), o.silent:
		o.failed++
	default:
		o.failed = 0
	}
}

// settled reports whether asking again would give the same answer.
func settled(err error) bool {
	var own *ownError
	var damage *state.DamageError
	return err == nil || errors.Is(err, fs.ErrNotExist) || errors.Is(err, fs.ErrPermission) || errors.As(err, &own) || errors.As(err, &damage)
}

// bounded writes no more than an object's size, and distinguishes errors of writing.
type bounded struct {
	to   io.Writer
	left int64
	open bool // the size is not known
	full bool // there were more bytes
	err  error
}

var errTooLong = errors.New("it is longer than recorded")

func (b *bounded) Write(p []byte) (int, error) {
	if !b.open && int64(len(p)) > b.left {
		b.full = true
		return 0, errTooLong
	}
	b.left -= int64(len(p))
	n, err := b.to.Write(p)
	if err != nil {
		b.err = err
	}
	return n, err
}
