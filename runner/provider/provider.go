// Package provider is the vocabulary that the runner and its providers share:
// what one paid call asks for, what it answers, the closed set of ways in which it
// can go wrong, and what the program knows of a kind of provider before it calls
// one ([Kind]). It knows no wire format. A provider is a folder beside it with a
// Kind, a row in the table of the command line, and a run of the suite in
// providertest.
//
// It promises that its values are plain data: all but a Kind and what it opens can
// be copied, compared and logged, and none of it holds a token.
//
// It is not for calling anybody, for deciding what to buy, or for how fast.
//
//	client, err := kind.Open(provider.Opening{Endpoint: kind.Endpoint, Token: token})
//	…
//	task, err := client.Submit(ctx, provider.Request{Action: provider.Generate, Prompt: "a lighthouse", Count: 1})
//	var failed *provider.Error
//	if errors.As(err, &failed) && failed.Class == provider.InDoubt {
//		… // it may have been paid for
//	}
package provider

import "time"

// Action is what a call does: make a picture from words, or change one.
type Action string

const (
	Generate Action = "generate"
	Edit     Action = "edit"
)

// Request is one paid call.
type Request struct {
	Action    Action
	Prompt    string
	Model     string
	Size      string // WIDTHxHEIGHT in pixels, a ratio W:H, or "" for the provider's default
	SourceURL string // for Edit: an http(s) URL that the provider can read
	Count     int    // pictures wanted, at least 1; providers may return fewer
}

// PlaceholderPath is in the address of each placeholder picture that a gesso
// sandbox delivers, and tells it from one that was bought.
const PlaceholderPath = "/sandbox/pictures/"

// State is how far a task has come.
type State int

const (
	Running State = iota
	Succeeded
	Failed
)

func (s State) String() string { return [...]string{"running", "succeeded", "failed"}[s] }

// Task is one accepted call. Pictures is set when State is Succeeded, Failure
// when it is Failed.
type Task struct {
	ID       string // "" when the provider gave none: such a task cannot be asked again
	TraceID  string
	State    State
	Pictures []Picture
	Failure  *Error
	Finished time.Time     // zero when the provider did not say
	Took     time.Duration // from its acceptance to its end; 0 when the provider did not say
	Cost     float64       // of the whole call, as the provider says; 0 when it did not say
	CostIn   string        // the currency of Cost, in letters; "" is the provider's own credit
}

// Listed is a task in a provider's list of what it was asked for, with as much of
// its request as the list tells; what it does not is "" or 0.
type Listed struct {
	Task    string
	Action  Action
	Prompt  string
	Model   string
	Size    string
	Count   int
	Created time.Time
}

// Picture is where one finished picture can be fetched. Seed is verbatim, for
// the record only: the API takes none.
type Picture struct {
	URL  string // "": it is made, and the provider says where in a way that is not understood
	Seed string
}

// Problem is what a provider has against one argument of a request, found
// without asking it. A warning leaves the decision to the provider.
type Problem struct {
	Argument string // "model", "size" or "source"
	Warning  bool
	Summary  string // constant, names nothing of the user's
	Detail   string // full sentences: what, why, what to do
}
