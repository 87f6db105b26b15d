package disk

import (
	"sync"

	"gesso/state/disk/internal/paid"
	"gesso/state/disk/remote"
)

// Far returns the pictures of the home elsewhere, and which of them are recorded; nil if
// there is no such home, or nothing was loaded.
func (w *Workspace) Far() (far *remote.Objects, named *remote.Index) { return w.far, w.named.Load() }

// CacheSize returns how many bytes of a home's pictures are to be kept here; 0: not set.
func (w *Workspace) CacheSize() int64 { return w.options.CacheSize }

// namesOf takes the names of what is at the home from a loaded state.
func (w *Workspace) namesOf(s *Loaded) {
	if w.far != nil {
		moment := *s // a copy, because the journal will change it
		ledger := &Ledger{read: sync.OnceValues(func() (*paid.Content, error) { return w.readLedgerOf(&moment) })}
		w.named.Store(remote.IndexOf(s.State, ledger.whereabouts))
	}
}
