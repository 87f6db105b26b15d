package workspaces

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"time"

	"gesso/state"
	"gesso/state/disk"
)

// OccupiedError says that a workspace has records.
type OccupiedError struct {
	Name    string
	Records int
}

func (e *OccupiedError) Error() string {
	things := fmt.Sprintf("%d images are", e.Records)
	if e.Records == 1 {
		things = "an image is"
	}
	return fmt.Sprintf("in the workspace %q %s recorded", e.Name, things)
}

// Delete removes a workspace without records, which must be open and locked by the caller;
// with records, the error is an *OccupiedError. What is kept besides its state stays.
func (s *Set) Delete(w *disk.Workspace) error {
	loaded, err := w.Load()
	if err != nil {
		return err
	}
	if n := loaded.Len(); n > 0 {
		return &OccupiedError{Name: w.Name(), Records: n}
	}
	return s.remove(w, loaded)
}

// Forget is Delete for a workspace with records: its outputs stay, as nobody's, and the
// ledger knows what was paid for.
func (s *Set) Forget(w *disk.Workspace) error {
	loaded, err := w.Load()
	if err != nil {
		return err
	}
	return s.remove(w, loaded)
}

func (s *Set) remove(w *disk.Workspace, loaded *disk.Loaded) error {
	if w.Name() == disk.Default {
		return errors.New("the default workspace cannot be deleted")
	}
	// Calls that only a journal or the state knows go to the ledger first.
	journal, err := w.Begin(loaded)
	if err != nil {
		return err
	}
	if err := journal.Close(); err != nil {
		return err
	}
	if err := s.root.Remove(w.StateFile()); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("deleting a workspace: %w", err)
	}
	// These remove the folders only if they are empty.
	_ = s.root.Remove(path.Dir(w.StateFile()))
	_ = s.root.Remove(disk.StatesDir)
	return nil
}

// Vacate releases everything that is recorded in a workspace whose home is elsewhere, and
// which must be open and locked by the caller. The ledger notes whose the pictures were,
// and open calls stay. Without force, the error is an *OccupiedError if anything is
// recorded.
func Vacate(w *disk.Workspace, force bool, now time.Time) error {
	if w.Name() == disk.Default {
		return errors.New("the default workspace cannot be deleted")
	}
	loaded, err := w.Load()
	if err != nil {
		return err
	}
	if n := loaded.Len(); n > 0 && !force {
		return &OccupiedError{Name: w.Name(), Records: n}
	}
	var addresses []string
	for r := range loaded.All() {
		addresses = append(addresses, r.Address)
	}
	journal, err := w.Begin(loaded)
	if err != nil {
		return err
	}
	for _, address := range addresses {
		if err := journal.Append(state.Event{Kind: state.Forgotten, Time: now, Address: address}); err != nil {
			return errors.Join(err, journal.Close())
		}
	}
	return journal.Close()
}

// ForgetCopy removes this folder's copy of a workspace whose home is elsewhere. The caller
// must hold the lock.
func (s *Set) ForgetCopy(name string) error {
	if err := s.root.RemoveAll(path.Join(disk.HomeDir, name)); err != nil {
		return fmt.Errorf("removing the copy of a workspace: %w", err)
	}
	return nil
}
