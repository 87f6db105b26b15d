package shelf

import (
	"fmt"
	"io/fs"
)

// Problem is what is the matter with a shelf, as far as somebody can do something about
// it. It is a closed set.
type Problem int

const (
	Unknown        Problem = iota // anything else: the error's text is all there is
	Unreachable                   // nobody answers there, or not in time
	Denied                        // whoever asks has not the right to
	Uncredentialed                // there is nothing to prove who asks
	Unproven                      // who asks is not believed: a wrong key, an expired token
	Missing                       // the shelf itself is not there: no such bucket, no such folder
	Elsewhere                     // the bucket is in another region
	Skewed                        // this machine's clock is too far from the service's
	Slowed                        // the service wants fewer requests, and went on wanting that
	Full                          // there is no space left
	Untrusted                     // whoever answers there has a certificate that nobody vouches for
)

// Error says what is the matter with a shelf: where, and with what. Where a shelf knows
// nothing better than an error of its transport, it returns that with Unknown.
type Error struct {
	Where   string // as Shelf.String has it
	Call    string // "create", "read", "stat", "list" or "remove"; "": none in particular
	Name    string // of the object, or what was listed; "" is all of it
	Problem Problem
	Right   string // which is missing, in the service's words, such as s3:PutObject; of Denied
	Detail  string // what is to be said of it besides: what was looked for, the bucket's region; may be the service's text
	Err     error  // behind it, may be nil
}

func (e *Error) Error() string {
	text := e.Where
	if e.Call != "" {
		text = fmt.Sprintf("%s: %s %s", e.Where, e.Call, e.Name)
	}
	if e.Detail != "" {
		text += ": " + e.Detail
	}
	if e.Err != nil {
		text += ": " + e.Err.Error()
	}
	return text
}

// Unwrap returns the error behind it.
func (e *Error) Unwrap() error { return e.Err }

// Is makes a missing right an fs.ErrPermission, whatever the service calls it.
func (e *Error) Is(target error) bool {
	return target == fs.ErrPermission && e.Problem == Denied
}
