package disk

import (
	"cmp"
	"errors"
	"fmt"
	"hash/maphash"
	"io/fs"
	"os"

	"gesso/state"
	"gesso/state/disk/history"
	"gesso/state/disk/internal/file"
	"gesso/state/disk/internal/moment"
	"gesso/state/text"
)

// Loaded is a State read by Load, with what Begin and Close need to notice that another
// program has written since.
type Loaded struct {
	*state.State

	// Beside is the holder that was changing the workspace while it was read without the
	// lock, or nil. The state is then one moment of its run.
	Beside *Holder

	digest   uint64          // of the state file's bytes
	replayed int64           // bytes of the left-over journal; 0: there is none
	entries  []state.Entry   // the journal's entries for the ledger
	open     state.OpenCalls // open calls according to the ledger
	ledger   int64           // bytes of the ledger; -1 if it may not be read

	run       string  // its id in the history
	seal      string  // of the state file, for the history
	changed   changed // since the state with that seal
	pulled    bool    // a change from outside came from the home
	unwritten error   // why the history could not be written
}

// errKeptChanging ends a reader's attempts: mixing two moments would be wrong.
var errKeptChanging = errors.New("the state was written again each time it was read; run the command once more")

// mostLooks is how often Load tries. A fold syncs the disk, which takes longer than most
// reads.
const mostLooks = 100

// Load reads the state, with the journal of a running or killed run folded in memory. It
// writes nothing except the copy of a home elsewhere, and does not wait. A missing file is
// an empty state. The error is a *state.DamageError or a *state.VersionError for a file
// that gesso cannot have written.
//
// Without the Lock another process may be working, see Loaded.Beside: the result is what
// its run had recorded at one moment. Ledger returns that of the same moment.
func (w *Workspace) Load() (*Loaded, error) {
	release, err := w.fresh()
	if err != nil {
		return nil, err
	}
	defer release()
	before := w.beside()
	s, err := w.load()
	if err != nil {
		return nil, err
	}
	s.Beside = cmp.Or(before, w.beside())
	w.see(s)
	w.namesOf(s)
	return s, nil
}

func (w *Workspace) load() (*Loaded, error) {
	for range mostLooks {
		m, err := w.files().Open()
		if err != nil {
			return nil, err
		}
		s, err := w.read(m)
		passed := m.Passed()
		m.Close()
		if !passed {
			return s, w.hinted(err)
		}
	}
	return nil, errKeptChanging
}

// files returns the files of a moment.
func (w *Workspace) files() moment.Files {
	return moment.Files{
		Root: w.root, Journal: w.at.journal, State: w.at.state, Ledger: w.at.ledger,
		Lookers: !w.locked(), Meanwhile: w.meanwhile,
	}
}

// read reads the files of a moment in the order that package moment requires.
func (w *Workspace) read(m *moment.Moment) (*Loaded, error) {
	m.Meanwhile()
	s, err := w.readState(m.State.File)
	if err != nil {
		return nil, err
	}
	m.Meanwhile()
	if err := w.readStanding(s, m.Ledger); err != nil {
		return nil, err
	}
	m.Meanwhile()
	events, size, err := w.readEvents(m.Journal.File)
	if err != nil {
		return nil, err
	}
	s.replayed = size
	for _, e := range events {
		s.entries = append(s.entries, s.Entries(e)...)
		s.touch(e)
		s.Apply(e)
	}
	s.DropBuiltin()
	return s, nil
}

// readState reads the state in a file; a nil file is an empty state.
func (w *Workspace) readState(f *os.File) (*Loaded, error) {
	if f == nil {
		return &Loaded{State: new(state.State), digest: w.digest(nil)}, nil
	}
	data, err := file.ReadAll(f)
	if err != nil {
		return nil, fmt.Errorf("reading the state: %w", err)
	}
	records, err := text.Parse(data)
	if err != nil {
		return nil, w.at.named(err)
	}
	return &Loaded{State: state.New(records), digest: w.digest(data), seal: history.Seal(data)}, nil
}

// readJournal returns the events of the journal and the length of its complete part; 0 if
// there is no journal.
func (w *Workspace) readJournal() ([]state.Event, int64, error) {
	p, err := moment.OpenPart(w.root, w.at.journal)
	if err != nil {
		return nil, 0, fmt.Errorf("reading the journal: %w", err)
	}
	if p.File != nil {
		defer p.File.Close()
	}
	return w.readEvents(p.File)
}

// readEvents is readJournal for an open file; nil: there is no journal.
func (w *Workspace) readEvents(f *os.File) (events []state.Event, size int64, err error) {
	if f == nil {
		return nil, 0, nil
	}
	size, err = text.ReadFrames(f, w.at.journal, journalFormat, func(line int, data []byte) error {
		var e state.Event
		err := text.Unmarshal(data, &e)
		if err == nil {
			err = e.Check()
		}
		if err != nil {
			return &state.DamageError{File: w.at.journal, Line: line, Problem: err.Error(), Hint: "use the gesso that wrote it"}
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

// unchanged returns an error that wraps ErrStale if the state file has changed since s last
// saw it.
func (w *Workspace) unchanged(s *Loaded) error {
	var sum maphash.Hash
	sum.SetSeed(w.seed)
	f, err := file.Open(w.root, w.at.state, os.O_RDONLY, 0)
	if err == nil {
		err = file.Copy(&sum, f)
		_ = f.Close()
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("reading the state: %w", err)
	}
	if sum.Sum64() != s.digest {
		return fmt.Errorf("%s: %w", w.at.state, ErrStale)
	}
	return nil
}
