package disk

import (
	"errors"
	"fmt"
	"hash/maphash"
	"io"
	"io/fs"
	"path"

	"gesso/state"
	"gesso/state/disk/history"
	"gesso/state/disk/internal/file"
	"gesso/state/disk/locate"
	"gesso/state/text"
)

// fold moves what a journal has recorded into the lasting files. A crash after any step
// leaves the journal, and folding it again has the same result: repeated entries in the
// ledger are recognized by their identity, the state is replaced by an equal one, and a
// removed journal was folded.
func (w *Workspace) fold(s *Loaded, entries []state.Entry) error {
	for _, step := range []func() error{
		func() error { return w.appendLedger(s, entries) },
		func() error { return w.save(s) },
		w.folded,
		w.removeJournal,
	} {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// save replaces the state file if its content would change, after adding the changes to the
// history.
func (w *Workspace) save(s *Loaded) error { return w.saveAs(s, s.State) }

// saveOpen is save during a run. It does not write calls to the sandbox inside this
// process, which stay in the state.
func (w *Workspace) saveOpen(s *Loaded) error {
	for _, p := range s.Pending() {
		if p.Endpoint == state.EndpointBuiltin {
			without := s.Clone()
			without.DropBuiltin()
			return w.saveAs(s, without)
		}
	}
	return w.saveAs(s, s.State)
}

// saveAs is save with another state in place of the loaded one.
func (w *Workspace) saveAs(s *Loaded, written *state.State) error {
	if s.digest == w.digest(nil) && written.Len() == 0 {
		return nil // there is no file and nothing to write
	}
	// The state is encoded twice, so that its text is never in memory as a whole: its seal
	// must be known before anything is written.
	digest, seal, err := w.stamp(written)
	if err != nil {
		return err
	}
	w.chronicle(s, seal)
	if digest == s.digest {
		return nil
	}
	if err := w.replaceState(written); err != nil {
		return fmt.Errorf("saving the state: %w", err)
	}
	s.digest, s.seal = digest, seal
	return nil
}

// replaceState writes the state file. Where that is a link within the folder, what it leads to
// is replaced and not the link: whoever put it there reads the state where it lies.
func (w *Workspace) replaceState(written *state.State) error {
	name, err := locate.Resolve(w.root, w.at.state)
	if err != nil {
		return err
	}
	d, err := file.NewDraft(w.root, file.TempName(name), 0o644)
	if err != nil {
		return err
	}
	defer d.Discard()
	if err := text.Write(d, written); err != nil {
		return err
	}
	return d.PublishDurably(name)
}

// stamp returns what identifies a state's file: a digest within this process, and a seal in
// the history.
func (w *Workspace) stamp(s *state.State) (digest uint64, seal string, err error) {
	var sum maphash.Hash
	sum.SetSeed(w.seed)
	var sealer history.Sealer
	if err := text.Write(io.MultiWriter(&sum, &sealer), s); err != nil {
		return 0, "", err
	}
	return sum.Sum64(), sealer.Seal(), nil
}

func (w *Workspace) removeJournal() error {
	err := w.root.Remove(w.at.journal)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("removing the journal: %w", err)
	}
	return file.SyncDir(w.root, path.Dir(w.at.journal))
}
