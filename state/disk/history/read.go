package history

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"time"

	"gesso/state"
	"gesso/state/disk/internal/file"
	"gesso/state/disk/internal/scan"
	"gesso/state/text"
)

// Log is the content of a history, oldest first.
type Log struct {
	Batches []Batch
	Damaged int      // number of damaged lines, which are left out
	Spoilt  [][]byte // the damaged lines
}

// Read reads the whole history; a missing file is empty. The error is one of reading, or a
// *state.VersionError or *state.DamageError about the first line.
func (f File) Read() (*Log, error) {
	log := &Log{}
	opened, err := file.Open(f.Root, f.Name, os.O_RDONLY, 0)
	if errors.Is(err, fs.ErrNotExist) {
		return log, nil
	}
	if err != nil {
		return nil, fmt.Errorf("reading the history: %w", err)
	}
	defer opened.Close()
	if _, err := f.end(opened); err != nil {
		return nil, err
	}
	r := bufio.NewReaderSize(opened, 1<<20)
	if _, err := r.ReadSlice('\n'); err != nil {
		return log, nil // not even the first line is complete
	}
	var open []Change
	for {
		data, err := readLine(r)
		if len(data) > 0 {
			open = log.add(data, open)
		}
		if err == io.EOF {
			return log, nil
		}
		if err != nil {
			return nil, fmt.Errorf("reading the history: %w", err)
		}
	}
}

// add adds a line, and returns the changes whose run has not been read yet.
func (log *Log) add(data []byte, open []Change) []Change {
	l, err := parse(data)
	switch {
	case err != nil && bytes.HasSuffix(data, []byte("\n")):
		if len(bytes.TrimSpace(data)) > 0 {
			log.Damaged++
			log.Spoilt = append(log.Spoilt, data)
		}
	case err != nil: // torn: it counts for nothing
	case l.Change != nil:
		return append(open, *l.Change)
	default:
		log.Batches = append(log.Batches, batches(open, l.Run)...)
		return nil
	}
	return open
}

// batches returns a run with its changes. Changes of another run before them are of one
// whose own line is damaged, since what a crash leaves has nothing after it.
func batches(open []Change, run *Run) []Batch {
	var before, mine []Change
	for _, c := range open {
		if c.Serial == run.Serial {
			mine = append(mine, c)
		} else {
			before = append(before, c)
		}
	}
	var all []Batch
	if len(before) > 0 {
		all = append(all, Batch{Run{Serial: before[len(before)-1].Serial, Changes: len(before)}, before})
	}
	return append(all, Batch{*run, mine})
}

// readLine returns the next line, with its newline.
func readLine(r *bufio.Reader) ([]byte, error) {
	data, err := r.ReadBytes('\n')
	if len(data) > text.MaxFrame {
		return nil, errors.New("a line is longer than any that gesso writes")
	}
	return data, err
}

// State returns the records after a serial, by address.
func (log *Log) State(serial int) map[string]*state.Record {
	known := map[string]*state.Record{}
	for _, b := range log.Batches {
		if b.Serial > serial {
			break
		}
		for _, c := range b.All {
			if c.Record == nil {
				delete(known, c.Address)
				continue
			}
			known[c.Address] = c.Record
		}
	}
	return known
}

// Last returns the last serial, or 0.
func (log *Log) Last() int {
	if len(log.Batches) == 0 {
		return 0
	}
	return log.Batches[len(log.Batches)-1].Serial
}

// At returns the last serial at a time, or 0.
func (log *Log) At(t time.Time) int {
	serial := 0
	for _, b := range log.Batches {
		if !b.Time.IsZero() && !b.Time.After(t) {
			serial = b.Serial
		}
	}
	return serial
}

// Event is a change of an address, with the run that made it.
type Event struct {
	Run    Run
	Change Change
}

// runMark is in the line of each run, and in no other line outside of its text.
var runMark = []byte(` {"run":{"serial":`)

// About returns the changes of addresses, oldest first, and the number of damaged lines
// about them. It reads the file once, however many addresses there are. The errors are
// those of Read.
func (f File) About(addresses ...string) (found []Event, damaged int, err error) {
	opened, err := file.Open(f.Root, f.Name, os.O_RDONLY, 0)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, 0, nil
	}
	if err != nil {
		return nil, 0, fmt.Errorf("reading the history: %w", err)
	}
	defer opened.Close()
	if _, err := f.end(opened); err != nil {
		return nil, 0, err
	}
	about, err := those(addresses)
	if err != nil {
		return nil, 0, err
	}
	var open []Change
	err = scan.Lines(opened, about.texts(), func(data []byte) error {
		run := len(data) > 8 && bytes.HasPrefix(data[8:], runMark)
		if run && len(open) == 0 || !run && !about.in(data) {
			return nil
		}
		l, err := parse(data)
		switch {
		case err != nil:
			damaged++
		case l.Change != nil:
			open = append(open, *l.Change)
		case l.Run != nil:
			for _, of := range batches(open, l.Run) {
				for _, c := range of.All {
					found = append(found, Event{of.Run, c})
				}
			}
			open = nil
		}
		return nil
	})
	if err != nil {
		return nil, 0, fmt.Errorf("reading the history: %w", err)
	}
	return found, damaged, nil
}
