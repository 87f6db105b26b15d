package shelf

import (
	"fmt"
	"io/fs"
)

// Problem is what is wrong with a shelf, as far as a user can do something about it. It is
// a closed set.
type Problem int

const (
	Unknown        Problem = iota // anything else: only the error's text is known
	Unreachable                   // there is no answer, or none in time
	Denied                        // the user lacks a right
	Uncredentialed                // there are no credentials
	Unproven                      // the credentials are refused: a wrong key, an expired token
	Missing                       // the shelf itself does not exist: no such bucket, no such folder
	Elsewhere                     // the bucket is in another region
	Skewed                        // this machine's clock differs too much from the service's
	Slowed                        // the service still limits requests after all retries
	Full                          // there is no space left
	Untrusted                     // nobody vouches for the server's certificate
)

// Error says what is wrong with a shelf, where and with what. An error of the transport
// that the shelf cannot explain has the problem Unknown.
type Error struct {
	Where   string // as returned by Shelf.String
	Call    string // "create", "read", "stat", "list" or "remove"; "": none in particular
	Name    string // of the object, or the prefix listed; "": everything
	Problem Problem
	Right   string // with Denied, the missing right in the service's words, such as s3:PutObject
	Detail  string // what else to say: what was looked for, the bucket's region; may be the service's text
	Err     error  // the cause; may be nil
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

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// Is makes Denied match fs.ErrPermission, whatever the service calls it.
func (e *Error) Is(target error) bool {
	return target == fs.ErrPermission && e.Problem == Denied
}
