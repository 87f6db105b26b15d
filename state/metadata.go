package state

import "fmt"

// Metadata is where it stands what a picture was made from, for whoever has the file
// alone.
type Metadata string

const (
	NoMetadata Metadata = ""        // nowhere but in the state
	Embedded   Metadata = "embed"   // in the file itself
	Beside     Metadata = "sidecar" // in a file beside it
)

// check refuses what no version of gesso has placed.
func (m Metadata) check() error {
	switch m {
	case NoMetadata, Embedded, Beside:
		return nil
	}
	return &FieldError{Field: "metadata", Problem: fmt.Sprintf("is %q, which this gesso does not know", cut(string(m), 100))}
}
