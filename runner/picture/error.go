package picture

import (
	"errors"
	"fmt"
)

// Problem is the closed set of what can be wrong with a picture's bytes.
type Problem int

const (
	NotPicture Problem = iota // something else altogether: Error.Looks says what
	TooLarge                  // more pixels than the caller allows
	Truncated                 // a picture whose end is missing
	Damaged                   // a picture that does not decode
)

func (p Problem) String() string {
	return [...]string{"not a picture", "too large", "truncated", "damaged"}[p]
}

// Error says what is wrong with the bytes. It never stands for a failure to read
// them.
type Error struct {
	Problem Problem
	Looks   string // for NotPicture: what it looks like, "HTML", "JSON", "nothing (it is empty)"
	Info    Info   // what the header says; the zero Info for NotPicture
	Max     int    // for TooLarge: the pixels allowed
	Err     error  // the decoder's own words; may be nil
}

func (e *Error) Error() string {
	switch e.Problem {
	case NotPicture:
		return "not a picture: it looks like " + e.Looks
	case TooLarge:
		return fmt.Sprintf("picture too large: %s has more than %d pixels", e.Info, e.Max)
	case Truncated:
		return fmt.Sprintf("truncated picture: %s ends before its last pixel", e.Info)
	}
	if errors.Is(e.Err, errAnimation) {
		return fmt.Sprintf("an animation: %s has more than one picture", e.Info)
	}
	return fmt.Sprintf("damaged picture: %s does not decode: %v", e.Info, e.Err)
}

func (e *Error) Unwrap() error { return e.Err }

// errAnimation is the cause of an Error whose picture is an animation.
var errAnimation = errors.New("it is an animation")

// errPanic is the cause of an Error whose decoder panicked.
var errPanic = errors.New("the decoder panicked")
