package unmade

import (
	"slices"
	"time"

	"gesso/state"
	"gesso/state/disk"
	"gesso/state/disk/workspaces"
)

// Everywhere is Count over a workspace and all others of the configuration's directory:
// what makes nothing in one of them makes nothing in another. What cannot be read of
// another one is left out; its own commands tell of it.
func Everywhere(w *disk.Workspace, entries []state.Entry, recorded []state.Unmade) map[state.Key]Times {
	set, err := workspaces.Open(w.Dir(), time.Now)
	if err != nil {
		return count(entries, recorded)
	}
	defer set.Close()
	names, err := set.List()
	if err != nil || len(names) == 1 {
		return count(entries, recorded)
	}
	entries, recorded = slices.Clone(entries), slices.Clone(recorded)
	for _, name := range names {
		if name == w.Name() {
			continue
		}
		open := disk.OpenNamed
		if w.HomeOf() != nil {
			open = disk.OpenCopy // as far as this folder knows them: nobody is asked for a hint
		}
		more, also := of(open(w.Dir(), name, time.Now))
		entries, recorded = append(entries, more...), append(recorded, also...)
	}
	slices.SortStableFunc(entries, func(a, b state.Entry) int { return a.Time.Compare(b.Time) })
	return count(entries, recorded)
}

// of is what the ledger and the records of a workspace tell.
func of(w *disk.Workspace, err error) ([]state.Entry, []state.Unmade) {
	if err != nil {
		return nil, nil
	}
	defer w.Close()
	loaded, err := w.Load()
	if err != nil {
		return nil, nil
	}
	entries, err := w.Ledger().Entries()
	if err != nil {
		return nil, loaded.Unmade()
	}
	return entries, loaded.Unmade()
}
