package fault

import (
	"net/http"
	"time"

	"gesso/runner/sandbox/internal/variant"
)

// Faults is asked at four points what goes wrong; whoever asks knows nothing else of
// failure. The zero Faults never interferes. Its
// functions are called concurrently. Chances.Faults makes one of names and numbers.
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
	Latency   time.Duration // instead of the usual one, where not 0
	Stuck     bool          // accepted; the task never finishes
	Blank     bool          // accepted; the pictures are nearly one colour
	Extra     int           // accepted; so many pictures more than asked for, or fewer
	Omit      int           // accepted; so many batch answers leave the task out
	Lost      bool          // accepted; once its links have expired there are no new ones
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

// Times is the number of posts.
func (c Callbacks) Times() int {
	switch c {
	case NoCallback:
		return 0
	case TwoCallbacks:
		return 2
	}
	return 1
}

// The codes that the API's errors carry. The documents give moderation no code
// of its own, and do not say what an unknown task is answered with: these two
// are the sandbox's.
const (
	CodeBadRequest   = "bad_request"
	CodeNoToken      = "no_token"
	CodeInvalidToken = "invalid_token"
	CodeUsedUp       = "used_up"
	CodeTooMany      = "too_many_requests"
	CodeNoAPI        = "no_api"
	CodeAPIError     = "api_error"
	CodeModeration   = "moderation"
	CodeNotFound     = "not_found"
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

	Identity variant.Variant // of what it asks for, wherever the server listens
}

// Download is one request for a result.
type Download struct {
	Number int    // 1 for the first that the server ever saw
	Times  int    // 1 for the first of this picture
	Name   string // of the picture
	Prompt string // that it was made from
}
