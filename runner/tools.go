package runner

import (
	"context"
	"io"
	"time"

	"gesso/runner/provider"
	"gesso/state"
)

// Provider is what the runner asks of a provider of pictures. Its errors are
// *provider.Error. All methods are safe for concurrent use.
type Provider interface {
	// Submit makes one paid call, and never a second one.
	Submit(ctx context.Context, r provider.Request) (provider.Task, error)
	// Poll asks for tasks. It is free. Tasks that the provider does not know
	// are missing in the answer.
	Poll(ctx context.Context, ids []string) ([]provider.Task, error)
	// Download writes what is at a picture's URL to w, at most limit bytes.
	Download(ctx context.Context, url string, w io.Writer, limit int64) (int64, error)
	// Alive reports whether a picture's URL still answers.
	Alive(ctx context.Context, url string) bool
	// Upload gives a local picture a URL to edit it from.
	Upload(ctx context.Context, name string, content io.Reader, size int64) (string, error)
}

// Limits bound the work with one account. Zero values stand for the defaults.
type Limits struct {
	Parallelism       int           // images in work at once; 10
	RequestsPerMinute float64       // submissions; no limit
	PollInterval      time.Duration // between two questions about running tasks; 2s
	Timeout           time.Duration // for a task to finish; 10 minutes
	PictureBytes      int64         // of one picture; 256 MiB, which a PNG of 100 megapixels seldom exceeds
}

// WithDefaults returns the limits with the defaults in place of zeros.
func (l Limits) WithDefaults() Limits {
	if l.Parallelism == 0 {
		l.Parallelism = 10
	}
	if l.PollInterval == 0 {
		l.PollInterval = 2 * time.Second
	}
	if l.Timeout == 0 {
		l.Timeout = 10 * time.Minute
	}
	if l.PictureBytes == 0 {
		l.PictureBytes = 256 << 20
	}
	return l
}

// Connection is what a run reaches an account by.
type Connection struct {
	Provider Provider // nil for an account that the plan does not need
	Limits   Limits
	Hints    *Hints // from callbacks; nil without them
}

// Tools are what a run works with.
type Tools struct {
	Connections map[*Account]Connection // of what Plan.Needs lists at least
	Parallelism int                     // images in work at once, in all; 0: as many as all accounts allow
	Journal     *state.Journal
	Notify      func(Event) // told of what happens, one event at a time; nil: nobody

	// Now is the wall clock: for what is written down, never for how long to wait,
	// so that a clock that jumps does no harm. Nil is the machine's.
	Now func() time.Time

	// Recorded is called after each journal event is on disk, by the goroutine
	// that goes on from there; nil: nobody. Tests end the process in it.
	Recorded func(state.Event)
}
