package sandbox

import (
	"maps"
	"slices"
	"sync"

	"gesso/runner/sandbox/fault"
)

// Books is what a server has been asked so far, for tests to assert to the last
// call. Reading the books, and the page at /, are in none of the numbers.
type Books struct {
	Requests        int `json:"requests"`         // of every kind, well-formed or not
	Submissions     int `json:"submissions"`      // calls of POST /flux/images
	Accepted        int `json:"accepted"`         // of them accepted: charged calls
	ChargedPictures int `json:"charged_pictures"` // pictures that accepted calls made
	Refused         int `json:"refused"`          // of them refused: not charged

	RefusedBy map[string]int `json:"refused_by"` // the refused ones, by the code of the refusal

	Polls     int `json:"polls"`     // calls of POST /flux/tasks
	Lists     int `json:"lists"`     // of them for a user's tasks without their ids, answered or not
	Downloads int `json:"downloads"` // GET and HEAD of results and uploads
	Uploads   int `json:"uploads"`   // files taken
	Callbacks int `json:"callbacks"` // results posted, whatever came of it

	// Calls are the submissions in the order in which they were decided. Nothing
	// in them depends on the time, the port or the process.
	Calls []Call `json:"calls"`

	// Log has the newest requests of each kind that the numbers count, in the order
	// in which they came: at most maxLog.
	Log []Entry `json:"log"`
}

// maxLog bounds the log: a long rehearsal polls often.
const maxLog = 1000

// Entry is one request in the log.
type Entry struct {
	What  string   `json:"what"`            // "submission", "poll", "list", "download" or "upload"
	Path  string   `json:"path,omitempty"`  // of a download, without its query
	Tasks []string `json:"tasks,omitempty"` // that a poll asks for
}

// log adds to the log. It is for a change that note makes.
func (b *Books) log(e Entry) {
	if len(b.Log) >= 2*maxLog {
		b.Log = append([]Entry(nil), b.Log[len(b.Log)-maxLog:]...)
	}
	b.Log = append(b.Log, e)
}

// Call is one submission, with defaults filled in. Its fields are empty where
// the request could not be read.
type Call struct {
	Action  string `json:"action"`
	Prompt  string `json:"prompt"`
	Model   string `json:"model"`
	Size    string `json:"size,omitempty"`
	Count   int    `json:"count"`
	Source  string `json:"source,omitempty"` // image_url; only its path where it is the sandbox's own
	Task    string `json:"task,omitempty"`   // the id, of accepted ones
	Outcome string `json:"outcome"`          // Accepted …, or the code that refused it

	// Pictures are those that were charged, by their names in the links to them.
	Pictures []string `json:"pictures,omitempty"`
}

// The outcomes of accepted calls. That of a refused one is "refused: " and the
// code of its failure.
const (
	OutcomeAccepted    = "accepted"     // and the answer was sent
	OutcomeFailed      = "failed"       // accepted, and the task finishes as failed
	OutcomeStuck       = "stuck"        // accepted, and the task never finishes
	OutcomeServerError = "server error" // accepted, and a 500 was answered
	OutcomeDropped     = "dropped"      // accepted, and the connection closed
	OutcomeReset       = "reset"        // accepted, and the answer broke off
	OutcomeHung        = "hung"         // accepted, and nothing was answered
)

// outcomeRefused words the outcome of a refused call.
func outcomeRefused(f *fault.Failure) string { return "refused: " + f.Code }

// outcomeOf words that of an accepted one.
func outcomeOf(f fault.Fate) string {
	switch {
	case f.Answer == fault.ServerError:
		return OutcomeServerError
	case f.Answer == fault.Dropped:
		return OutcomeDropped
	case f.Answer == fault.Reset:
		return OutcomeReset
	case f.Answer == fault.Hung:
		return OutcomeHung
	case f.Fail != nil:
		return OutcomeFailed
	case f.Stuck:
		return OutcomeStuck
	}
	return OutcomeAccepted
}

// ledger keeps the books.
type ledger struct {
	mu    sync.Mutex
	books Books
	news  chan struct{} // nil: nobody waits for it
}

// note changes the books.
func (l *ledger) note(change func(*Books)) {
	l.mu.Lock()
	defer l.mu.Unlock()
	change(&l.books)
	if l.news != nil {
		close(l.news)
		l.news = nil
	}
}

// changed is closed when something is noted.
func (l *ledger) changed() <-chan struct{} {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.news == nil {
		l.news = make(chan struct{})
	}
	return l.news
}

// latest is the numbers and the last calls, at most so many, and how many were before.
func (l *ledger) latest(most int) (b Books, earlier int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	b, earlier = l.books, max(0, len(l.books.Calls)-most)
	b.Calls = slices.Clone(b.Calls[earlier:])
	return b, earlier
}

// refused enters a call that was answered with a failure.
func (l *ledger) refused(c Call, f *fault.Failure) {
	c.Outcome = outcomeRefused(f)
	l.note(func(b *Books) {
		b.Refused++
		if b.RefusedBy == nil {
			b.RefusedBy = map[string]int{}
		}
		b.RefusedBy[f.Code]++
		b.Calls = append(b.Calls, c)
	})
}

// snapshot is a copy that later calls do not change.
func (l *ledger) snapshot() Books {
	l.mu.Lock()
	defer l.mu.Unlock()
	b := l.books
	b.Calls = slices.Clone(b.Calls)
	b.Log = append([]Entry{}, b.Log[max(0, len(b.Log)-maxLog):]...)
	b.RefusedBy = maps.Clone(b.RefusedBy)
	if b.RefusedBy == nil {
		b.RefusedBy = map[string]int{} // {} in JSON, not null
	}
	if b.Calls == nil {
		b.Calls = []Call{} // [] in JSON, not null
	}
	return b
}
