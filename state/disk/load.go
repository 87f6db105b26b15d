package disk

import (
	"errors"
	"fmt"
	"hash/maphash"
	"io/fs"
	"os"

	"gesso/state"
	"gesso/state/disk/internal/file"
	"gesso/state/text"
)

// Loaded is a State as Load read it, and what Load saw beside it, so that Begin
// and Close can tell whether another program wrote since.
type Loaded struct {
	*state.State
	digest   uint64          // of the state file's bytes
	replayed int64           // bytes of the left-over journal, 0: there is none
	entries  []state.Entry   // what that journal has for the ledger
	open     state.OpenCalls // what the ledger has open
}

// Load reads the state, with the journal that a crash left folded in memory.
// It writes nothing. A missing file is an empty state. The error is a
// *state.DamageError or a *state.VersionError for a file that gesso cannot have written.
//
// Without the Lock another process may be at work, and the result is then one
// moment of it.
func (w *Workspace) Load() (*Loaded, error) {
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
		s.entries = append(s.entries, s.Entries(e)...)
		s.Apply(e)
	}
	s.DropBuiltin()
	return s, nil
}

func (w *Workspace) readState() (*Loaded, error) {
	data, err := file.Read(w.root, StateFile)
	if errors.Is(err, fs.ErrNotExist) {
		return &Loaded{State: new(state.State), digest: w.digest(nil)}, nil
	}
	if err != nil {
		return nil, fmt.Errorf("reading the state: %w", err)
	}
	records, err := text.Parse(data)
	if err != nil {
		return nil, err
	}
	return &Loaded{State: state.New(records), digest: w.digest(data)}, nil
}

// readJournal returns the events of the journal that is there, and the length
// of what is whole in it; 0 for no journal.
func (w *Workspace) readJournal() (events []state.Event, size int64, err error) {
	f, err := file.Open(w.root, journalFile, os.O_RDONLY, 0)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, 0, nil
	}
	if err != nil {
		return nil, 0, fmt.Errorf("reading the journal: %w", err)
	}
	defer f.Close()
	size, err = text.ReadFrames(f, journalFile, journalFormat, func(line int, data []byte) error {
		var e state.Event
		err := text.Unmarshal(data, &e)
		if err == nil {
			err = e.Check()
		}
		if err != nil {
			return &state.DamageError{File: journalFile, Line: line, Problem: err.Error(), Hint: "use the gesso that wrote it"}
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
func (w *Workspace) unchanged(s *Loaded) error {
	data, err := file.Read(w.root, StateFile)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("reading the state: %w", err)
	}
	if w.digest(data) != s.digest {
		return fmt.Errorf("%s: %w", StateFile, ErrStale)
	}
	return nil
}
