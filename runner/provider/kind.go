package provider

import (
	"context"
	"io"
	"time"

	"gesso/spec/lang"
)

// Kind is a kind of provider: all that the program knows of one without calling
// it, and how to. A provider's folder makes one, and one table lists them. It
// does not change, and is safe for concurrent use.
type Kind struct {
	// Language is its part of the language: its name, its block, what it takes an
	// image for that names neither model nor size.
	Language *lang.Kind

	Title    string // what users call the service, as in "the plan needs the … and there is no token for it"
	Accounts string // where one gets a token, as the beginning of a sentence; "" when none is needed
	Endpoint string // where the service is, when nobody says otherwise
	Environ  []Variable

	// Models are those that the kind knows, in the order of its service. Others may be
	// asked for.
	Models []Model

	// Check finds what the kind has against a request, without asking anybody; nil
	// finds nothing.
	Check func(model, size string, edit bool) []Problem

	// Open makes a client. It makes no call. Its errors are *Error, or of what it
	// starts on this machine.
	Open func(Opening) (Client, error)

	// Listens reports whether a client that is opened with a block listens on this
	// machine, which costs something even when it is not used; nil: none does.
	Listens func(block *lang.Values) bool

	// StandsIn asks an endpoint, for nothing and without a token, whether a gesso
	// sandbox is there instead of the service. The error is that nobody answered.
	StandsIn func(ctx context.Context, endpoint string) (bool, error)

	// StandIn is the sandbox that can take the service's place; nil is none.
	StandIn *StandIn
}

// Variable is an environment variable that gives a setting where the block does
// not.
type Variable struct {
	Setting string // the argument's name
	Name    string
	Real    bool // it is about the real service alone, and no sandbox gets to see it
}

// Variable is the name of the environment variable of a setting, or "".
func (k *Kind) Variable(setting string) string {
	for _, v := range k.Environ {
		if v.Setting == setting {
			return v.Name
		}
	}
	return ""
}

// With is the kind with a sandbox that can take its service's place, whose
// settings are then a block inside of the kind's.
func (k *Kind) With(s *StandIn) *Kind {
	more := *k
	more.StandIn, more.Language = s, k.Language.With(s.Block)
	return &more
}

// Settings returns what a block says, or else the environment, by the names of
// settings. Getenv is asked for variables, and real tells whether the endpoint is
// the service, as far as is known.
func (k *Kind) Settings(block *lang.Values, getenv func(string) string, real bool) func(setting string) string {
	return func(setting string) string {
		if text := block.Text(setting); text != "" {
			return text
		}
		for _, v := range k.Environ {
			if v.Setting == setting && (real || !v.Real) {
				return getenv(v.Name)
			}
		}
		return ""
	}
}

// Opening is what a client is made with.
type Opening struct {
	Endpoint string
	Token    string
	Setting  func(name string) string // of the block, or else of the environment; nil knows none
	Block    *lang.Values             // what the block says; nil without one
	Sandbox  bool                     // the caller knows that a sandbox may be at the endpoint; else its answers are errors

	UserAgent string
	Timeout   time.Duration // for one picture; 0 is the kind's own
	Stall     time.Duration // how long a download may be too slow to ever finish; 0 is the kind's own

	// Observe is told of each request once its answer began, or failed to. It is
	// called by several goroutines at once. Nil: nobody wants to know.
	Observe func(Exchange)

	// Hints is called by a kind that is told of finished tasks, and returns what to
	// pass each of their ids to. Nil: nobody wants to know, and nothing listens.
	Hints func() func(task string)
	// Owe is given what ends something that the client started. Nil: nothing may be
	// started.
	Owe func(end func())
}

// Client is a provider as it is called. Its errors are *Error, but for the errors
// of the caller's own readers and writers. All methods are safe for concurrent use.
type Client interface {
	// Submit makes one paid call, and never a second one.
	Submit(ctx context.Context, r Request) (Task, error)
	// Poll asks for tasks. It is free. Tasks that the provider does not know are
	// missing in the answer.
	Poll(ctx context.Context, ids []string) ([]Task, error)
	// Upload gives a local picture a URL to edit it from. The content can be sought
	// back to its beginning.
	Upload(ctx context.Context, name string, content io.Reader, size int64) (string, error)
	// Alive reports whether a picture's URL still answers.
	Alive(ctx context.Context, url string) bool
	// Download writes what is at a picture's URL to w, at most limit bytes. Where w has a
	// method Expect(size int64), it is told how many there are, as far as that is known.
	Download(ctx context.Context, url string, w io.Writer, limit int64) (int64, error)
}

// Lister is a Client that may have a list of what it was asked for. That it has
// none, or does not answer, is an error that changes nothing.
type Lister interface {
	List(ctx context.Context, from, to time.Time) (list []Listed, whole bool, err error)
}

// StandIn is a sandbox that answers in a service's place.
type StandIn struct {
	Title string       // what it imitates
	Block *lang.Schema // the block inside of the provider block that has its settings
	// Check finds what its settings cannot be, in one sentence.
	Check func(settings *lang.Values) error
	// Start starts one on this machine, for this process. What it made in others it is
	// told of, so that who wants another picture sees another one; nil is nothing.
	Start func(settings *lang.Values, earlier Earlier) (url string, end func(), err error)
}

// Earlier tells how many pictures of a request were made by earlier processes. It is
// safe for concurrent use.
type Earlier func(action, prompt, model, size string) int
