package sandbox

import (
	"net/http"
	"time"
)

// Faults is the one place where things go wrong: the handlers ask it at four
// points and know nothing else of failure. The zero Faults never interferes. Its
// functions are called concurrently. Weather makes one of names and numbers.
type Faults struct {
	// Arrive is asked about every API request, before the token is looked at. A
	// failure is the whole answer: outages.
	Arrive func(*http.Request) *Failure

	// Submit is asked about every well-formed submission.
	Submit func(Submission) Fate

	// Poll is asked about every call of /flux/tasks, by its number from 1. A
	// failure is the whole answer.
	Poll func(number int) *Failure

	// Deliver is asked about every download of a result.
	Deliver func(Download) Parcel
}

// Fate is what becomes of one submission. The zero Fate: all goes well.
type Fate struct {
	Refuse    *Failure      // answered so; nothing is accepted, nothing charged
	Fail      *Failure      // accepted; the task finishes so, without pictures
	Answer    Answer        // accepted; what happens to the answer
	Latency   time.Duration // instead of Options.Latency, where not 0
	Stuck     bool          // accepted; the task never finishes
	Blank     bool          // accepted; the pictures are nearly one colour
	Extra     int           // accepted; so many pictures more than asked for, or fewer
	Omit      int           // accepted; so many batch answers leave the task out
	Lost      bool          // accepted; after Options.Expire there are no new links
	Callbacks Callbacks     // accepted; how often the result is posted, where it is to be
}

// Answer is what the client of an accepted submission gets to see.
type Answer int

const (
	Sent        Answer = iota // the answer arrives
	ServerError               // a 500 arrives in its place
	Dropped                   // the connection closes without a byte
	Reset                     // the connection is reset in the midst of the answer
	Hung                      // no answer, and an open connection
)

// Callbacks is how often a result is posted.
type Callbacks int

const (
	OneCallback Callbacks = iota
	NoCallback
	TwoCallbacks
)

// Failure is an error as the API words it.
type Failure struct {
	Status     int           // of the HTTP answer
	Code       string        // "used_up", "bad_request" …
	Message    string        // a sentence for people
	RetryAfter time.Duration // for 429: sent in whole seconds, rounded up, where not 0
	RetryDate  bool          // RetryAfter is sent as a date
	HTML       string        // where not empty, the whole body: a proxy's page
}

// Submission is one call that asks for pictures, with defaults filled in.
type Submission struct {
	Number   int // 1 for the first that the server ever saw
	Times    int // 1 for the first that asks for just this
	Action   string
	Prompt   string
	Model    string
	Size     string
	Count    int
	ImageURL string
	Mode     string // "sync", "stream", "async" or "callback"

	identity variant // of what it asks for, wherever the server listens
}

// Download is one request for a result.
type Download struct {
	Number int    // 1 for the first that the server ever saw
	Times  int    // 1 for the first of this picture
	Name   string // of the picture
	Prompt string // that it was made from
}
