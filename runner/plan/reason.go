package plan

import (
	"fmt"
	"strings"
)

// Reason is why a change is planned. Old and New are set where the cause has
// two sides; Sensitive keeps them from being shown.
type Reason struct {
	Cause     Cause
	Argument  string // "prompt", "source", "path" …: for Changed and Later
	Old, New  string
	Sensitive bool
}

// Cause is the closed set of reasons.
type Cause int

const (
	New         Cause = iota // the address has no picture yet
	Changed                  // an argument differs from the recorded one
	Unlike                   // the recorded picture is of another request, and the record does not tell which
	Later                    // an argument depends on a picture that is yet to come
	Lost                     // the recorded picture is nowhere to be had
	Stored                   // the store has a picture for the request
	Placed                   // the output New is one
	Converted                // the output New was converted from one that nobody has any more
	Offered                  // the provider can be asked for one, by the task New or by its URL
	Sought                   // there was one, and a run has looked for it in vain
	Uncollected              // an earlier run has a task for the request
	Stranded                 // no provider block has the endpoint of that task
	Vanished                 // the provider had the task's picture no longer when it was last asked
	Unanswered               // an earlier run was cut before the provider's answer
	Fruitless                // the same request was accepted before and made nothing: New is how often
	Moderated                // the provider refused the same request before for what it shows
	Imported                 // an import block names a picture: New
	Moved                    // the address is another one: it was Old
	Missing                  // the output is not there
	Differs                  // the output is not what was placed
	Replaced                 // the user wants another picture
	Triggered                // what the picture is to be replaced by has changed: New
	Destroyed                // everything is to be removed
	Undeclared               // the configuration has no such image
	Released                 // a removed block keeps the output
	Unmet                    // the picture fails a postcondition, which says New
	Met                      // the picture failed one, and fails none now
	Waits                    // it needs New, which waits for a decision: it is not carried out
)

// String is the reason in a few words, without Old and New.
func (r Reason) String() string {
	switch r.Cause {
	case New:
		return "not made yet"
	case Changed:
		return r.Argument + " changed"
	case Unlike:
		return "its record is of another request"
	case Later:
		if r.New == "" {
			return r.Argument + ": known after apply"
		}
		return fmt.Sprintf("%s: %s, known after apply", r.Argument, r.New)
	case Lost:
		return "its picture is neither in the store nor at the provider"
	case Stored:
		return "the store has this picture"
	case Placed, Converted, Offered, Sought:
		return r.had()
	case Uncollected:
		return strings.TrimSuffix("paid for by an earlier run: task "+r.New, ": task ")
	case Stranded:
		return "no provider block has its endpoint " + r.New + " now"
	case Vanished:
		return "at the last try it was gone"
	case Unanswered:
		return "an earlier run sent this request and got no answer"
	case Fruitless:
		return "an earlier request was accepted and made nothing, " + r.New + ", perhaps charged"
	case Moderated:
		return "the provider's moderation refused the same request"
	case Imported:
		return "an import block has it: " + r.New
	case Moved:
		return "moved from " + r.Old
	case Missing:
		return "the output is missing"
	case Differs:
		return "the output is not the picture that was placed there"
	case Replaced:
		return "asked for with -replace"
	case Triggered:
		return "replace_triggered_by: " + r.New + " changed"
	case Destroyed:
		return "everything is to be removed"
	case Undeclared:
		return "no longer declared"
	case Released:
		return "a removed block keeps the output"
	case Unmet:
		return "its picture fails a postcondition"
	case Met:
		return "its picture fails no postcondition any more"
	case Waits:
		return "waits for " + r.New
	}
	panic("plan: a cause without words")
}

// had says where there is a picture that was paid for, or that there is none.
func (r Reason) had() string {
	switch r.Cause {
	case Placed:
		return "the output " + r.New + " is this picture"
	case Converted:
		return "the output " + r.New + " was converted from this picture"
	case Offered:
		if r.New == "" {
			return "paid for already, and the provider may have it at its URL"
		}
		return "paid for already, and the provider may have it: task " + r.New
	}
	return "its earlier picture is neither here nor at the provider any more"
}
