package runner

import (
	"time"

	"gesso/runner/money"
	"gesso/runner/plan"
)

// Event is something that happens in a run, for people to follow it.
type Event struct {
	Kind     EventKind
	Address  string
	Action   plan.Action
	Path     string        // Finished: the output
	Elapsed  time.Duration // Finished, Failed: since Started
	Wait     time.Duration // Throttled: how long nothing is submitted
	Received int64         // Downloading: bytes of its picture that are here
	Size     int64         // Downloading: bytes of its picture in all; 0: not known
	Provider string        // Throttled: to which provider, such as painter.second; "" of a configuration's only one
	Price    *float64      // Finished, Failed, Warned: of a picture that was paid for in this run; nil also when unknown
	Currency string        // of Price; "": nobody says
	Err      error         // Failed, InQuestion, Skipped, Warned: why
}

// EventKind is the closed set of events.
type EventKind int

const (
	Started     EventKind = iota // work on an address begins
	Submitted                    // the provider accepted its request
	Finished                     // its picture is in place, or it is removed
	Failed                       // it could not be done; the run goes on
	Skipped                      // it was not tried, because of another one
	InQuestion                   // its request is in doubt
	LeftOut                      // the budget does not allow it
	Throttled                    // the provider wants fewer requests
	Warned                       // something that a user should know, and that stops nothing
	Sending                      // its request is on its way to the provider
	Downloading                  // its picture is on its way from the provider
)

// Outcome is what became of one address.
type Outcome struct {
	Address string
	Err     error
}

// Result is what became of a run.
type Result struct {
	Done        map[plan.Action]int
	Unchanged   int // planned to be made anew, and found to be the same
	Failed      []Outcome
	Skipped     []Outcome // nothing was sent for them, or done
	Uncollected []Outcome // paid for, and left for the next run to collect
	InDoubt     []Outcome
	LeftOut     []Outcome       // by the budget
	OtherSizes  []Outcome       // pictures that are kept, and not of the size that was asked for
	Cost        plan.Cost       // of the requests that were accepted
	Perhaps     plan.Cost       // of those that may be charged besides: in doubt, or made nothing
	ToCollect   plan.Cost       // of those that are paid for and not collected
	Slowed      time.Duration   // how long nothing was submitted because a provider wanted fewer requests
	Charged     money.Amounts   // for them, as far as the provider says, by its currencies
	Stopped     []*StoppedError // the providers of which nothing more was bought
	Interrupted bool            // the context ended: the next run goes on
	Folders     []string        // of the outputs that were written, slash-separated; sorted
}
