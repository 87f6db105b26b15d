package disk

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math"
	"os"
	"slices"

	"gesso/state"
	"gesso/state/disk/internal/file"
	"gesso/state/disk/internal/paid"
	"gesso/state/disk/internal/scan"
	"gesso/state/text"
)

// Dossier is what the files of a workspace say about some addresses, oldest first.
type Dossier struct {
	Records []*state.Record // the current ones, in no order
	Entries []state.Entry   // of the ledger, about one of the addresses
	Damaged int             // number of damaged lines about them, which are left out
}

// Dossier reads what there is about some addresses by searching the files, which for one
// address takes a fraction of the time of Load. It sees what a run has recorded so far. It
// writes nothing. The errors are those of Load.
func (w *Workspace) Dossier(addresses ...string) (*Dossier, error) {
	release, err := w.fresh()
	if err != nil {
		return nil, err
	}
	defer release()
	// In the order of a fold: what it moves meanwhile is seen twice, never missed.
	events, _, err := w.readJournal()
	if err != nil {
		return nil, err
	}
	recorded, err := w.recordsOf(addresses)
	if err != nil {
		return nil, err
	}
	d := &Dossier{}
	add := d.adder(func(e *state.Entry) bool {
		return slices.Contains(addresses, e.Beside) || slices.ContainsFunc(e.Addresses, func(a string) bool { return slices.Contains(addresses, a) })
	})
	if err = w.scan(w.at.ledger, math.MaxInt64, quoted(addresses), d.each(add)); err != nil {
		return nil, fmt.Errorf("reading the ledger: %w", err)
	}
	for _, e := range events {
		for _, entry := range recorded.Entries(e) {
			add(entry)
		}
		recorded.Apply(e)
	}
	for r := range recorded.All() {
		if slices.Contains(addresses, r.Address) {
			d.Records = append(d.Records, r)
		}
	}
	return d, nil
}

// Whole returns the dossier of all addresses as of the moment when a state was loaded.
func (w *Workspace) Whole(s *Loaded) (*Dossier, error) {
	d := &Dossier{Records: slices.Collect(s.All())}
	add := d.adder(func(*state.Entry) bool { return true })
	entries := [][]byte{[]byte(`"outcome":`)}
	if err := w.scan(w.at.ledger, max(0, s.ledger), entries, d.each(add)); err != nil {
		return nil, fmt.Errorf("reading the ledger: %w", err)
	}
	for _, e := range s.entries {
		add(e)
	}
	return d, nil
}

// adder returns a function that adds the wanted entries, each event only once. It skips
// open calls, which the state has.
func (d *Dossier) adder(wanted func(*state.Entry) bool) func(state.Entry) {
	seen := map[paid.Identity]bool{}
	return func(e state.Entry) {
		if e.Outcome == state.OutcomeOpen || e.Outcome == state.OutcomeClosed || seen[paid.IdentityOf(&e)] || !wanted(&e) {
			return
		}
		seen[paid.IdentityOf(&e)] = true
		d.Entries = append(d.Entries, e)
	}
}

// each returns a function that decodes lines of the ledger and passes their entries to add.
// It counts damaged lines.
func (d *Dossier) each(add func(state.Entry)) func(line []byte) error {
	return func(line []byte) error {
		var e state.Entry
		data, whole := text.Unframe(line)
		if !whole || text.Unmarshal(data, &e) != nil || e.Check() != nil {
			d.Damaged++
			return nil
		}
		add(e)
		return nil
	}
}

// recordsOf returns the state with the records of some addresses only.
func (w *Workspace) recordsOf(addresses []string) (*state.State, error) {
	wanted := quoted(addresses)
	for i := range wanted {
		wanted[i] = append([]byte(`{"address":`), wanted[i]...)
	}
	var lines bytes.Buffer
	err := w.scan(w.at.state, math.MaxInt64, wanted, func(line []byte) error {
		lines.Write(line)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("reading the state: %w", err)
	}
	records, err := text.ParseLines(lines.Bytes())
	if err != nil { // only the whole file tells where the damage is
		s, err := w.load()
		if err != nil {
			return nil, err
		}
		return s.State, nil
	}
	return state.New(records), nil
}

// quoted returns addresses as they are written in files.
func quoted(addresses []string) [][]byte {
	var texts [][]byte
	for _, a := range addresses {
		if q, err := text.Quoted(a); err == nil {
			texts = append(texts, q)
		}
	}
	return texts
}

// scan calls scan.Lines for the first bytes of one of the workspace's files. A missing file
// has no lines.
func (w *Workspace) scan(name string, most int64, texts [][]byte, each func(line []byte) error) error {
	f, err := file.Open(w.root, name, os.O_RDONLY, 0)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	defer f.Close()
	return scan.Lines(io.LimitReader(f, most), texts, each)
}
