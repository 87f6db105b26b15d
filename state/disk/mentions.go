package disk

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"time"

	"gesso/spec/filename"
	"gesso/state"
	"gesso/state/disk/internal/file"
	"gesso/state/text"
)

// Mentions are the artifacts that a workspace's files name, and so may need. Anything that
// looks like the hash of an artifact counts, so there are more than needed.
type Mentions struct {
	Recorded map[string]bool // by the state, and by an unfolded journal
	Backups  map[string]bool // by copies of the state from before manual changes
	History  map[string]bool // by events since a time, and by what undoing them would restore
	Once     map[string]bool // by events before that time
	ByHand   map[string]bool // by events of any time, as made by hand

	// Damaged is the parts of the history that cannot be read. All artifacts that they name
	// count as recent, because their time is not known.
	Damaged []*state.DamageError
}

// Mentions reads which artifacts the workspace's files name, and separates those of events
// since a time from older ones. It is complete if the caller holds the lock. The error is
// one of Load for an unreadable state: then nobody knows what is needed.
func (w *Workspace) Mentions(since time.Time) (*Mentions, error) {
	loaded, err := w.Load()
	if err != nil {
		return nil, err
	}
	m := &Mentions{Recorded: map[string]bool{}, Backups: map[string]bool{}, History: map[string]bool{}, Once: map[string]bool{}, ByHand: map[string]bool{}}
	data, err := text.Format(loaded.State)
	if err != nil {
		return nil, err
	}
	collect(m.Recorded, data)
	if err := w.unfolded(m, loaded, since); err != nil {
		return nil, err
	}
	backups := path.Join(w.at.home, "backups")
	entries, err := filename.Entries(w.root, backups)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("reading the copies of the state: %w", err)
	}
	for _, e := range entries {
		if e.Type().IsRegular() {
			if err := w.mention(m.Backups, path.Join(backups, e.Name())); err != nil {
				return nil, err
			}
		}
	}
	if err := w.ledgered(m, since); err != nil {
		return nil, err
	}
	return m, w.history(m, since)
}

// history adds the records of each image before and after its changes. The ledger is not
// enough: changing from one bought picture to another costs nothing.
func (w *Workspace) history(m *Mentions, since time.Time) error {
	if err := w.keptAside(m, since); err != nil {
		return err
	}
	log, err := w.History().Read()
	var damage *state.DamageError
	if errors.As(err, &damage) {
		m.Damaged = append(m.Damaged, damage)
		return w.mention(m.History, w.at.history)
	}
	if err != nil {
		return err
	}
	for _, line := range log.Spoilt {
		collect(m.History, line)
	}
	add := func(into map[string]bool, r *state.Record) error {
		if r == nil {
			return nil
		}
		m.byHand(r)
		data, err := json.Marshal(r)
		collect(into, data)
		return err
	}
	known := map[string]*state.Record{}
	for i, b := range log.Batches {
		if b.Time.IsZero() && i+1 < len(log.Batches) {
			b.Time = log.Batches[i+1].Time // its own line is damaged
		}
		into := m.History
		if b.Time.Before(since) {
			into = m.Once
		}
		for _, c := range b.All {
			if err := errors.Join(add(into, known[c.Address]), add(into, c.Record)); err != nil {
				return fmt.Errorf("reading the history: %w", err)
			}
			known[c.Address] = c.Record
		}
	}
	return nil
}

func (m *Mentions) byHand(r *state.Record) {
	if r == nil {
		return
	}
	for _, sha := range r.ByHand() {
		m.ByHand[sha] = true
	}
}

// keptAside adds what damaged histories name that chronicle has set aside and that were
// written since. Older ones are skipped: bought pictures are in the ledger, and for the
// rest nobody knows whether it was made by hand.
func (w *Workspace) keptAside(m *Mentions, since time.Time) error {
	info, err := w.root.Lstat(w.at.history + aside)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("reading what is needed: %w", err)
	}
	if info.ModTime().Before(since) {
		return nil
	}
	return w.mention(m.History, w.at.history+aside)
}

// ledgered reads all lines of the ledger, also those that Ledger leaves out: one of these
// may tell when a picture was released.
func (w *Workspace) ledgered(m *Mentions, since time.Time) error {
	f, err := file.Open(w.root, w.at.ledger, os.O_RDONLY, 0)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("reading the ledger: %w", err)
	}
	defer f.Close()
	_, err = text.ReadFrames(f, w.at.ledger, ledgerFormat, func(line int, data []byte) error {
		if err := m.dated(data, since); err != nil {
			return w.ledgerDamage(line, err)
		}
		return nil
	})
	return err
}

// dated adds what a line of a ledger or a journal names, except for what was given up.
func (m *Mentions) dated(line []byte, since time.Time) error {
	var at struct {
		Time    time.Time     `json:"time"`
		Outcome state.Outcome `json:"outcome"`
		Kind    state.Kind    `json:"kind"`

		Picture *state.Picture `json:"picture"`
		Record  *state.Record  `json:"record"`
	}
	if err := json.Unmarshal(line, &at); err != nil {
		return err
	}
	if at.Picture != nil && at.Picture.ByHand() {
		m.ByHand[at.Picture.Artifact] = true
	}
	m.byHand(at.Record)
	into := m.History
	if at.Time.Before(since) || at.Outcome == state.OutcomeDiscarded || at.Kind == state.Discarded {
		into = m.Once
	}
	collect(into, line)
	return nil
}

// unfolded adds what the state file and an unfolded journal name. The journal of a copy of
// a home counts as ledger, since nobody folds it here.
func (w *Workspace) unfolded(m *Mentions, loaded *Loaded, since time.Time) error {
	if w.replica == nil {
		return cmp.Or(w.mention(m.Recorded, w.at.state), w.mention(m.Recorded, w.at.journal))
	}
	for _, e := range loaded.entries {
		data, err := json.Marshal(e)
		if err = cmp.Or(err, m.dated(data, since)); err != nil {
			return fmt.Errorf("reading what is needed: %w", err)
		}
	}
	return nil
}

// mention adds what a whole file names; a missing one names nothing.
func (w *Workspace) mention(into map[string]bool, name string) error {
	data, err := file.Read(w.root, name)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("reading what is needed: %w", err)
	}
	collect(into, data)
	return nil
}

func collect(into map[string]bool, data []byte) {
	for sha := range text.Hashes(data) {
		into[sha] = true
	}
}
