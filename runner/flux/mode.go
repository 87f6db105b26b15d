package flux

import "time"

// Mode is how a picture is asked for. The zero value is Async.
type Mode int

const (
	Async    Mode = iota // answered at once with a task, to be polled: survives a crash of ours
	Sync                 // answered when the picture is there; may leave no task to ask again
	Stream               // as Sync, in lines: a task's id is known early, even if the end is lost
	Callback             // as Async, and the API posts the result to Config.CallbackURL, see Callbacks
)

// modes says what each mode means on the wire. A generation takes "seconds to
// two minutes" (the API's guide) and a request may want several; whoever gives
// up early does not save a cent, but is in doubt. Hence the generous times.
var modes = [...]struct {
	word    string
	accept  string
	timeout time.Duration
}{
	Async:    {"async", "application/json", 2 * time.Minute},
	Sync:     {"sync", "application/json", 10 * time.Minute},
	Stream:   {"stream", "application/x-ndjson", 10 * time.Minute},
	Callback: {"callback", "application/json", 2 * time.Minute},
}

func (m Mode) String() string { return modes[m].word }

// parseMode finds the mode that a configuration names: "async", "sync",
// "stream" or "callback", exactly.
func parseMode(word string) (mode Mode, ok bool) {
	for m, about := range modes {
		if about.word == word {
			return Mode(m), true
		}
	}
	return Async, false
}

// modeWords are the words of parseMode, the default first.
func modeWords() []string {
	var words []string
	for m := range modes {
		words = append(words, Mode(m).String())
	}
	return words
}
