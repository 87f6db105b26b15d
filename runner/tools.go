package runner

import (
	"context"
	"io"
	"time"

	"gesso/runner/collect"
	"gesso/runner/log"
	"gesso/runner/plan"
	"gesso/runner/provider"
	"gesso/runner/traffic"
	"gesso/runner/upload"
	"gesso/state"
	"gesso/state/disk"
)

// Provider is what a run asks of a provider of pictures: to tell of its running tasks
// (traffic.Provider), to take edit sources (upload.Provider), and what follows. Its errors
// are *provider.Error. All methods are safe for concurrent use.
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

// Evaluation is what a run asks whoever has made its plan: about what could not be
// known before. It is safe for concurrent use, and each change is one goroutine's at
// a time.
type Evaluation interface {
	// Learn completes a change, now that what it depends on is done, and returns what
	// is to be done for it.
	Learn(c *plan.Change) (plan.Action, error)
	// MayBuy tells why a change's picture may not be bought after all; nil is that it may.
	MayBuy(c *plan.Change) error
	// Unmet is what the postconditions say that a picture of a change fails; "" when it
	// fails none.
	Unmet(c *plan.Change, p *state.Picture) string
	// Strays are the plan's, without those that a change has taken up by now.
	Strays() []*plan.Call
}

// Tools are what a run works with.
type Tools struct {
	Connections map[string]Connection // by the account's name, of what Plan.Needs lists at least
	Parallelism int                   // images in work at once, in all; 0: as many as all accounts allow
	Workspace   *disk.Workspace
	Journal     *disk.Journal
	Evaluation  Evaluation                           // of the plan
	Supply      collect.Supply                       // of what was paid for already
	Place       func(name string) (dir, rest string) // by which a local source is opened
	Notify      func(Event)                          // told of what happens, one event at a time; nil: nobody

	// Spared are outputs that are somebody else's, by their paths: none of them is
	// taken away.
	Spared []string

	// Version is gesso's own, as outputs with metadata have it.
	Version string

	// Now is the wall clock: for what is written down, never for how long to wait,
	// so that a clock that jumps does no harm. Nil is the machine's.
	Now func() time.Time

	// Recorded is called after each journal event is on disk, by the goroutine
	// that goes on from there; nil: nobody. Tests end the process in it.
	Recorded func(state.Event)
}

// log is what the parts of a run write to; who is told of warnings may be nil.
func (t Tools) log(warn func(address string, err error)) *log.Log {
	return &log.Log{Journal: t.Journal, Warned: warn, Now: t.Now, Recorded: t.Recorded}
}
