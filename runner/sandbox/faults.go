package sandbox

import (
	"net/http"
	"strings"
	"time"
)

// Faults is the one place where things go wrong: the handlers ask it at three
// points and know nothing else of failure. The zero Faults never interferes. Its
// functions are called concurrently.
type Faults struct {
	// Arrive is asked about every API request, before the token is looked at. A
	// failure is the whole answer: outages, rate limits.
	Arrive func(*http.Request) *Failure

	// Submit is asked about every well-formed submission.
	Submit func(Submission) Fate

	// Deliver is asked about every download of a result, by the picture's name.
	Deliver func(name string) *Failure
}

// Fate is what becomes of one submission. The zero Fate: all goes well.
type Fate struct {
	Refuse  *Failure      // answered so; nothing is accepted, nothing charged
	Fail    *Failure      // accepted; the task finishes so, without pictures
	Answer  Answer        // accepted; what happens to the answer
	Latency time.Duration // instead of Options.Latency, where not 0
}

// Answer is what the client of an accepted submission gets to see.
type Answer int

const (
	Sent        Answer = iota // the answer arrives
	ServerError               // a 500 arrives in its place
	Dropped                   // the connection closes without a byte
)

// Failure is an error as the API words it.
type Failure struct {
	Status     int           // of the HTTP answer
	Code       string        // "used_up", "bad_request" …
	Message    string        // a sentence for people
	RetryAfter time.Duration // for 429: sent in whole seconds, rounded up, where not 0
	HTML       string        // where not empty, the whole body: a proxy's page
}

// Submission is one call that asks for pictures, with defaults filled in.
type Submission struct {
	Number   int // 1 for the first that the server ever saw
	Action   string
	Prompt   string
	Model    string
	Size     string
	Count    int
	ImageURL string
	Mode     string // "sync", "stream", "async" or "callback"
}

// fate merges all that may decide about a submission: words in the prompt, then
// Refuse and Fail, then Faults. Whoever speaks first on a matter is heard.
func (o *Options) fate(sub Submission) Fate {
	f := spoken(sub.Prompt)
	if f.Refuse == nil && o.Refuse != nil {
		f.Refuse = o.Refuse(sub)
	}
	if f.Fail == nil && o.Fail != nil {
		f.Fail = o.Fail(sub)
	}
	if o.Faults.Submit == nil {
		return f
	}
	more := o.Faults.Submit(sub)
	if f.Refuse == nil {
		f.Refuse = more.Refuse
	}
	if f.Fail == nil {
		f.Fail = more.Fail
	}
	if f.Answer == Sent {
		f.Answer = more.Answer
	}
	if f.Latency == 0 {
		f.Latency = more.Latency
	}
	return f
}

// spoken reads the words in square brackets with which a prompt rehearses a
// failure. Unknown words mean nothing: a prompt is free text.
func spoken(prompt string) Fate {
	var f Fate
	for rest := prompt; ; {
		_, after, found := strings.Cut(rest, "[sandbox:")
		word, tail, closed := strings.Cut(after, "]")
		if !found || !closed {
			return f
		}
		rest = tail
		switch name, value, _ := strings.Cut(word, "="); name {
		case "refuse":
			f.Refuse = &Failure{Status: http.StatusForbidden, Code: codeModeration,
				Message: "the prompt was refused by the content policy"}
		case "fail":
			f.Fail = &Failure{Code: codeAPIError, Message: "the generation failed"}
		case "500":
			f.Answer = ServerError
		case "drop":
			f.Answer = Dropped
		case "slow":
			if d, err := time.ParseDuration(value); err == nil && d > 0 {
				f.Latency = d
			}
		}
	}
}
