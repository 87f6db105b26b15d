// Package history is the file that tells what each run changed: the record of every changed
// image after the run. The state after any run can be rebuilt from it.
//
// Its promises:
//
//   - The file is only appended to. A run counts once its last line is complete; what a
//     crash left of one does not count.
//   - A damaged line is left out and counted, and does no further harm.
//   - Lines about an address are found without decoding the others.
//
// The state is always authoritative: a history that is missing or was cut is begun anew
// with the current state. Open calls and payments are not in it, but in the ledger.
//
//	file := history.File{Root: root, Name: ".gesso/history"}
//	log, err := file.Read()
package history

import (
	"fmt"
	"hash"
	"time"

	"gesso/state"
	"gesso/state/text"
)

// Run is a run that changed records, or a change from outside that was found.
type Run struct {
	Serial  int       `json:"serial"`            // counted in this directory, from 1; a run without changes has the one of the run before
	ID      string    `json:"id"`                // unique among all directories
	Time    time.Time `json:"time"`              // when it ended
	Command string    `json:"command,omitempty"` // such as apply; "" for a found change
	Found   bool      `json:"found,omitempty"`   // the change was made by git, another machine or an editor
	Changes int       `json:"changes"`           // their number
	State   string    `json:"state"`             // the Seal of the state afterwards
}

// Change is the record of an address after a run.
type Change struct {
	Serial  int           `json:"serial"`
	Address string        `json:"address"`
	From    string        `json:"from,omitempty"`   // the previous address of its picture
	Record  *state.Record `json:"record,omitempty"` // without calls and rivals; nil: there is none any more
}

// Batch is a run and its changes.
type Batch struct {
	Run
	All []Change
}

// line is a line of the file: a change, or the run of the changes before it.
type line struct {
	Run    *Run    `json:"run,omitempty"`
	Change *Change `json:"change,omitempty"`
}

// Seal identifies a state by the bytes of its file; "" stands for no file.
func Seal(data []byte) string {
	if data == nil {
		return ""
	}
	return sealOf(text.Checksum(data), int64(len(data)))
}

func sealOf(sum uint32, size int64) string { return fmt.Sprintf("%08x-%d", sum, size) }

// Sealer computes the Seal of what is written to it. Its zero value is ready for use.
type Sealer struct {
	sum  hash.Hash32
	size int64
}

// Write never fails.
func (s *Sealer) Write(data []byte) (int, error) {
	if s.sum == nil {
		s.sum = text.Sum()
	}
	s.size += int64(len(data))
	return s.sum.Write(data)
}

// Seal returns the seal of what was written, which must not be empty.
func (s *Sealer) Seal() string { return sealOf(s.sum.Sum32(), s.size) }

// Bare returns a record as it is kept in a history: without calls and rivals. It returns
// nil for a record without a picture.
func Bare(r *state.Record) *state.Record {
	if !r.HasPicture() {
		return nil
	}
	bare := *r
	bare.Pending, bare.Unmade, bare.Rivals = nil, nil, nil
	return &bare
}
