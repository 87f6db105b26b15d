package records

import (
	"cmp"
	"time"

	"golang.org/x/sync/errgroup"

	"gesso/state"
	"gesso/state/disk"
	"gesso/state/disk/backup"
	"gesso/state/text"
)

// atOnce is how many events share a sync of the journal.
const atOnce = 256

// Record keeps a copy of the state, and then writes events down, none of which is about
// what another one is about. It returns the copy's name, relative to the workspace's
// folder, or "" where there was nothing to do. The workspace is locked, and loaded is
// what Load returned since. When it fails half way, what is written down has happened.
func Record(w *disk.Workspace, loaded *disk.Loaded, events []state.Event, command string, now time.Time) (string, error) {
	if len(events) == 0 {
		return "", nil
	}
	copied, err := Copy(w, loaded.State, command, now)
	if err != nil {
		return "", err
	}
	journal, err := w.Begin(loaded)
	if err != nil {
		return copied, err
	}
	var group errgroup.Group
	group.SetLimit(atOnce)
	for _, e := range events {
		group.Go(func() error { return journal.Append(e) })
	}
	return copied, cmp.Or(group.Wait(), journal.Close())
}

// Copy keeps a copy of a state, see package backup.
func Copy(w *disk.Workspace, s *state.State, command string, now time.Time) (string, error) {
	data, err := text.Format(s)
	if err != nil {
		return "", err
	}
	return backup.Keep(Copies(w), data, command, now)
}

// Copies is where copies of a workspace's state are.
func Copies(w *disk.Workspace) backup.Place { return backup.Place{Dir: w.Dir(), Home: w.Home()} }
