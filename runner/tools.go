package runner

import (
	"context"
	"io"
	"time"

	"gesso/runner/plan"
	"gesso/runner/provider"
	"gesso/runner/traffic"
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
	Journal     *state.Journal
	Notify      func(Event) // told of what happens, one event at a time; nil: nobody

	// Now is the wall clock: for what is written down, never for how long to wait,
	// so that a clock that jumps does no harm. Nil is the machine's.
	Now func() time.Time

	// Recorded is called after each journal event is on disk, by the goroutine
	// that goes on from there; nil: nobody. Tests end the process in it.
	Recorded func(state.Event)
}
