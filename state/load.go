package state

import (
	"errors"
	"fmt"
	"hash/maphash"
	"io/fs"
	"os"
)

// Load reads the state, with the journal that a crash left folded in memory.
// It writes nothing. A missing file is an empty state. The error is a
// *DamageError or a *VersionError for a file that gesso cannot have written.
//
// Without the Lock another process may be at work, and the result is then one
// moment of it.
func (w *Workspace) Load() (*State, error) {
	// The journal first: a run that ends in between has put its events into the
	// state, where folding them again changes nothing. In the other order they
	// would be in neither.
	events, size, err := w.readJournal()
	if err != nil {
		return nil, err
	}
	s, err := w.readState()
	if err != nil {
		return nil, err
	}
	// The ledger last: of a run that ends in between it knows what has ended, and
	// before the journal's events, which came after it or are in it already.
	if err := w.readStanding(s); err != nil {
		return nil, err
	}
	s.replayed = size
	for _, e := range events {
		s.entries = append(s.entries, entriesOf(s, e)...)
		s.Apply(e)
	}
	s.DropBuiltin()
	return s, nil
}

func (w *Workspace) readState() (*State, error) {
	data, err := readRegular(w.root, StateFile)
	if errors.Is(err, fs.ErrNotExist) {
		return &State{digest: w.digest(nil)}, nil
	}
	if err != nil {
		return nil, fmt.Errorf("reading the state: %w", err)
	}
	records, err := parseState(data)
	if err != nil {
		return nil, err
	}
	s := newState(records)
	s.digest = w.digest(data)
	return s, nil
}

// readStanding gives the state the calls that the ledger has open, and takes
// those from it that have ended.
func (w *Workspace) readStanding(s *State) error {
	f, err := openRegular(w.root, ledgerFile, os.O_RDONLY, 0)
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, fs.ErrPermission) && !w.locked() {
		return nil // nobody changes anything with what is looked at without the lock
	}
	if err != nil {
		return fmt.Errorf("reading the ledger: %w", err)
	}
	defer f.Close()
	st := newStanding(s)
	_, err = readFrames(f, ledgerFile, ledgerFormat, func(line int, data []byte) error {
		if err := st.read(data); err != nil {
			return ledgerDamage(line, err)
		}
		return nil
	})
	if err != nil {
		return err
	}
	s.recall(st)
	return nil
}

// readJournal returns the events of the journal that is there, and the length
// of what is whole in it; 0 for no journal.
func (w *Workspace) readJournal() (events []Event, size int64, err error) {
	f, err := openRegular(w.root, journalFile, os.O_RDONLY, 0)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, 0, nil
	}
	if err != nil {
		return nil, 0, fmt.Errorf("reading the journal: %w", err)
	}
	defer f.Close()
	size, err = readFrames(f, journalFile, journalFormat, func(line int, data []byte) error {
		var e Event
		err := unmarshal(data, &e)
		if err == nil {
			err = e.check()
		}
		if err != nil {
			return &DamageError{File: journalFile, Line: line, Problem: err.Error(), Hint: "use the gesso that wrote it"}
		}
		events = append(events, e)
		return nil
	})
	if err != nil {
		return nil, 0, err
	}
	return events, size, nil
}

func (w *Workspace) digest(data []byte) uint64 { return maphash.Bytes(w.seed, data) }

// unchanged returns an error that wraps ErrStale when the state file is not as
// s last saw it.
func (w *Workspace) unchanged(s *State) error {
	data, err := readRegular(w.root, StateFile)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("reading the state: %w", err)
	}
	if w.digest(data) != s.digest {
		return fmt.Errorf("%s: %w", StateFile, ErrStale)
	}
	return nil
}
