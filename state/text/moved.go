package text

import (
	"bytes"
	"fmt"
)

// movedFormat is of a state's file in whose place there is another: every gesso refuses it,
// instead of taking the project for an empty one.
const movedFormat = "moved"

// Moved says in a state's file where the state is.
type Moved struct {
	To string `json:"to"` // for people, without secrets: s3://bucket/prefix
	ID string `json:"id"` // of the home
}

// Text is the content of the file.
func (m Moved) Text() ([]byte, error) {
	line, err := marshal(m)
	return append(append([]byte(Header(movedFormat)), line...), '\n'), err
}

// ParseMoved returns what a state's file says of that; false is a file that is another.
func ParseMoved(data []byte) (*Moved, bool) {
	data = bytes.TrimPrefix(data, byteOrderMark)
	first, rest, _ := bytes.Cut(data, []byte("\n"))
	if string(trimCR(first))+"\n" != Header(movedFormat) {
		return nil, false
	}
	m := new(Moved)
	line, _, _ := bytes.Cut(rest, []byte("\n"))
	_ = Unmarshal(trimCR(line), m) // that it has moved is known all the same
	return m, true
}

// MovedError says that a state is elsewhere.
type MovedError struct {
	File string
	Moved
}

func (e *MovedError) Error() string {
	to := e.To
	if to == "" {
		to = "a home elsewhere"
	}
	return fmt.Sprintf("%s says that the project has moved to %s", e.File, to)
}

// Hint says what can be done.
func (e *MovedError) Hint() string {
	return "use the configuration that has the backend block, then: gesso init; " +
		"or restore the file of before from version control, which does not know what was bought since"
}
