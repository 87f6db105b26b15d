package home

import (
	"fmt"
	"io/fs"
)

// OtherError says that a home is not the one that this machine knows: a wrong bucket must
// not look like an empty workspace.
type OtherError struct {
	Where string
	Known string // the id that this machine knows
	Found string // the id of the home; "": none was founded
}

func (e *OtherError) Error() string {
	if e.Found == "" {
		return fmt.Sprintf("there is no home at %s, where this machine knows %s", e.Where, e.Known)
	}
	return fmt.Sprintf("%s is another home than this machine knows there: its id is %s, and was %s", e.Where, e.Found, e.Known)
}

// Unwrap returns fs.ErrNotExist if no home was founded.
func (e *OtherError) Unwrap() error {
	if e.Found == "" {
		return fs.ErrNotExist
	}
	return nil
}
