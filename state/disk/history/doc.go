// Package history is the file that tells what each run changed: of every image that it
// touched what was recorded of it afterwards. What the state was after any of them can be
// made from it again.
//
// Its promises:
//
//   - It is appended to and never changed: a run counts when its last line is whole, and
//     what a crash left of one counts for nothing.
//   - A damaged line is left out and counted, and stands in the way of nothing.
//   - What of an address is in it is found without decoding the rest.
//
// The state is what counts, in everything: a history that is missing, or that somebody
// has cut, is begun anew with what there is. Which calls are open, and what was paid, is
// not in it: that is the ledger's.
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

// Run is a run that changed what is recorded, or what was found changed.
type Run struct {
	Serial  int       `json:"serial"`            // counted in this directory, from 1; a run that changed nothing has that of the one before
	ID      string    `json:"id"`                // of the run, different in every directory
	Time    time.Time `json:"time"`              // of its end
	Command string    `json:"command,omitempty"` // such as apply; "" of what was found
	Found   bool      `json:"found,omitempty"`   // no run here did this: git, another machine, or an editor
	Changes int       `json:"changes"`           // how many there are
	State   string    `json:"state"`             // the Seal of the state afterwards
}

// Change is what is recorded of an address after a run.
type Change struct {
	Serial  int           `json:"serial"`
	Address string        `json:"address"`
	From    string        `json:"from,omitempty"`   // the address that its picture had before
	Record  *state.Record `json:"record,omitempty"` // without calls and rivals; nil: nothing is recorded any more
}

// Batch is a run and its changes.
type Batch struct {
	Run
	All []Change
}

// line is a line of the file: a change, or the run that those before it are of.
type line struct {
	Run    *Run    `json:"run,omitempty"`
	Change *Change `json:"change,omitempty"`
}

// Seal tells states apart by the bytes of their files; "" is that of no file.
func Seal(data []byte) string {
	if data == nil {
		return ""
	}
	return sealOf(text.Checksum(data), int64(len(data)))
}

func sealOf(sum uint32, size int64) string { return fmt.Sprintf("%08x-%d", sum, size) }

// A Sealer makes the Seal of what is written to it. Its zero value is ready.
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

// Seal is that of a file with what was written, which is not nothing.
func (s *Sealer) Seal() string { return sealOf(s.sum.Sum32(), s.size) }

// Bare is a record as it is in a history: without calls and rivals, and nil for one
// without a picture.
func Bare(r *state.Record) *state.Record {
	if !r.HasPicture() {
		return nil
	}
	bare := *r
	bare.Pending, bare.Unmade, bare.Rivals = nil, nil, nil
	return &bare
}
