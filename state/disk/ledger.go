package disk

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"math"
	"os"
	"path"
	"slices"
	"sync"

	"gesso/spec/address"
	"gesso/state"
	"gesso/state/disk/internal/file"
	"gesso/state/disk/internal/paid"
	"gesso/state/text"
)

const ledgerFormat = "ledger"

// Ledger is everything that was ever paid for in this workspace, and how each call ended:
// the file that Journal.Close appends to, and a left-over journal. Open calls, which are
// also in the file, are in the State. A missing ledger is empty; in a fresh clone there are
// only the records (State.ByKey).
//
// It is read by the first call of a method, once, and does not see later appends. Without
// the lock it is that of the moment that the Workspace last loaded. Its methods are safe
// for concurrent use.
type Ledger struct {
	read func() (*paid.Content, error)
}

// Ledger returns the workspace's ledger without reading it.
func (w *Workspace) Ledger() *Ledger {
	w.mu.Lock()
	seen := w.seen
	w.mu.Unlock()
	if seen == nil || seen.ledger < 0 {
		return &Ledger{read: sync.OnceValues(w.readLedger)}
	}
	return &Ledger{read: sync.OnceValues(func() (*paid.Content, error) { return w.readLedgerOf(seen) })}
}

// Entries returns all entries, oldest first. The slice is shared and must not be changed.
// The error is a *state.DamageError or a *state.VersionError, as for Load.
func (l *Ledger) Entries() ([]state.Entry, error) {
	c, err := l.read()
	if err != nil {
		return nil, err
	}
	return c.Entries, nil
}

// Came returns the entries of pictures that other entries have and that an address got
// under triggers without a call of its own, such as by a move. The slice is shared and must
// not be changed. The errors are those of Entries.
func (l *Ledger) Came() ([]state.Entry, error) {
	c, err := l.read()
	if err != nil {
		return nil, err
	}
	return c.Came, nil
}

// whereabouts returns Entries, and the hashes of pictures that were removed or lost and not
// had since, which a home does not have.
func (l *Ledger) whereabouts() (entries []state.Entry, gone map[string]bool, err error) {
	c, err := l.read()
	if err != nil {
		return nil, nil, err
	}
	return c.Entries, c.Gone, nil
}

// Lookup returns the pictures of a key, oldest first, each artifact of a task once. It does
// not check whether the store has them. The slice is shared and must not be changed. The
// errors are those of Entries.
func (l *Ledger) Lookup(key state.Key) ([]state.Picture, error) {
	c, err := l.read()
	if err != nil {
		return nil, err
	}
	return c.Pictures[key], nil
}

// Holders returns, sorted, the addresses that ever waited for a picture of a key or had
// one, also according to entries that Entries leaves out. The errors are those of Entries.
func (l *Ledger) Holders(key state.Key) ([]string, error) {
	c, err := l.read()
	if err != nil {
		return nil, err
	}
	return slices.SortedFunc(maps.Keys(c.Holders[key]), address.Compare), nil
}

// Made reports whether a hash is that of a picture bought here, or of an output or another file
// made from one, as far as records do not tell. The errors are those of Entries.
func (l *Ledger) Made(sha string) (bool, error) {
	c, err := l.read()
	if err != nil {
		return false, err
	}
	return c.Written[sha], nil
}

// Conversions returns the hashes of outputs, now gone, that were converted from a picture,
// by any of its hashes. The store has those that were the last copy of the picture. The
// slice is shared. The errors are those of Entries.
func (l *Ledger) Conversions(artifact string) ([]string, error) {
	c, err := l.read()
	if err != nil {
		return nil, err
	}
	return c.Conversions[artifact], nil
}

// Last returns the last picture of a key that an address had, or nil if that is not known,
// also according to entries that Entries leaves out. The errors are those of Entries.
func (l *Ledger) Last(address string, key state.Key) (*state.Picture, error) {
	c, err := l.read()
	if err != nil {
		return nil, err
	}
	had, known := c.Last[paid.Held{Address: address, Key: key}]
	if !known {
		return nil, nil
	}
	last := had.Picture // copied here, so that nothing is allocated if it is not known
	return &last, nil
}

// readLedger reads the current ledger.
func (w *Workspace) readLedger() (*paid.Content, error) {
	release, err := w.fresh()
	if err != nil {
		return nil, err
	}
	defer release()
	if w.locked() {
		// Nobody else writes: if there is no journal, the ledger is complete.
		events, _, err := w.readJournal()
		if err != nil {
			return nil, err
		}
		if len(events) == 0 {
			return w.readLedgerOf(&Loaded{ledger: math.MaxInt64})
		}
	}
	s, err := w.load()
	if err != nil {
		return nil, err
	}
	return w.readLedgerOf(s)
}

// readLedgerOf reads the ledger as of the moment when a state was loaded. The file is only
// appended to, so its beginning stays what it was.
func (w *Workspace) readLedgerOf(s *Loaded) (*paid.Content, error) {
	c := paid.New()
	f, err := file.Open(w.root, w.at.ledger, os.O_RDONLY, 0)
	if err == nil {
		defer f.Close()
		_, err = text.ReadFrames(io.LimitReader(f, s.ledger), w.at.ledger, ledgerFormat, func(line int, data []byte) error {
			var e state.Entry
			if err := cmp.Or(text.Unmarshal(data, &e), e.Check()); err != nil {
				return w.ledgerDamage(line, err)
			}
			c.Add(e)
			return nil
		})
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("reading the ledger: %w", w.hinted(err))
	}
	for _, e := range s.entries {
		c.Add(e)
	}
	return c, nil
}

func (w *Workspace) ledgerDamage(line int, err error) error {
	return &state.DamageError{File: w.at.ledger, Line: line, Problem: err.Error(), Hint: "use the gesso that wrote it"}
}

// appendLedger makes entries durable at the ledger's end. It first cuts off a torn last
// line that a crash has left: its content comes again, since the journal was not removed.
//
// Open calls come after the ends of calls: if a crash cuts them off, the journal still has
// them.
func (w *Workspace) appendLedger(s *Loaded, entries []state.Entry) (err error) {
	entries = append(entries[:len(entries):len(entries)], s.Openings(s.open, entries, w.now())...)
	if len(entries) == 0 {
		return nil
	}
	defer func() {
		if err != nil {
			err = fmt.Errorf("writing the ledger: %w", err)
		}
	}()
	if err := w.at.makeHome(w.root); err != nil { // somebody may have removed it meanwhile
		return err
	}
	f, err := file.Open(w.root, w.at.ledger, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return err
	}
	defer f.Close()
	size, err := text.ReadFrames(f, w.at.ledger, ledgerFormat, func(int, []byte) error { return nil })
	if err != nil {
		return err
	}
	var lines []byte
	if size == 0 {
		lines = []byte(text.Header(ledgerFormat))
	}
	for _, e := range entries {
		line, err := text.Frame(e)
		if err != nil {
			return err
		}
		lines = append(lines, line...)
	}
	if err := extend(f, size, lines); err != nil {
		return err
	}
	if err := file.SyncDir(w.root, path.Dir(w.at.ledger)); err != nil {
		return err
	}
	s.open = s.OpenCalls()
	return nil
}

// extend appends data durably at offset size, where f then ends. If it fails, f is as
// before.
func extend(f *os.File, size int64, data []byte) error {
	if err := f.Truncate(size); err != nil {
		return err
	}
	_, err := io.NewOffsetWriter(f, size).Write(data)
	if err == nil {
		err = f.Sync()
	}
	if err != nil {
		_ = f.Truncate(size) // if this fails, the next append cuts it off
	}
	return err
}
