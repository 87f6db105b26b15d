package runner

import (
	"context"
	"io"
	"time"

	"gesso/runner/plan"
	"gesso/runner/provider"
	"gesso/runner/traffic"
	"gesso/runner/upload"
	"gesso/state"
	"gesso/state/disk"
)

// Provider is what a run asks of a provider of pictures: that its running tasks
// are told of, that it takes edit sources, and the following. Its errors are
// *provider.Error. All methods are safe for concurrent use.
type Provider interface {
	traffic.Provider
	upload.Provider
	// Submit makes one paid call, and never a second one.
	Submit(ctx context.Context, r provider.Request) (provider.Task, error)
	// Alive reports whether a picture's URL still answers.
	Alive(ctx context.Context, url string) bool
	// Download writes what is at a picture's URL to w, at most limit bytes.
	Download(ctx context.Context, url string, w io.Writer, limit int64) (int64, error)
}

// Connection is what a run reaches an account by.
type Connection struct {
	Provider Provider // nil for an account that the plan does not need
	Limits   traffic.Limits
	Hints    *traffic.Hints // from callbacks; nil without them
}

// Tools are what a run works with.
type Tools struct {
	Connections map[*plan.Account]Connection // of what Plan.Needs lists at least
	Parallelism int                          // images in work at once, in all; 0: as many as all accounts allow
	Journal     *disk.Journal
	Notify      func(Event) // told of what happens, one event at a time; nil: nobody

	// Now is the wall clock: for what is written down, never for how long to wait,
	// so that a clock that jumps does no harm. Nil is the machine's.
	Now func() time.Time

	// Recorded is called after each journal event is on disk, by the goroutine
	// that goes on from there; nil: nobody. Tests end the process in it.
	Recorded func(state.Event)
}
