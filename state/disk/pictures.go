package disk

import (
	"sync"

	"gesso/state/disk/internal/paid"
	"gesso/state/disk/remote"
)

// Far are the pictures of the home elsewhere, and those of them that are recorded; nil:
// there is none, or nothing was loaded.
func (w *Workspace) Far() (far *remote.Objects, named *remote.Index) { return w.far, w.named.Load() }

// CacheSize is how many bytes of pictures of a home are to be kept here; 0: nobody has said.
func (w *Workspace) CacheSize() int64 { return w.options.CacheSize }

// namesOf takes what was loaded for what is at the home.
func (w *Workspace) namesOf(s *Loaded) {
	if w.far != nil {
		moment := *s // which its journal is going to change
		ledger := &Ledger{read: sync.OnceValues(func() (*paid.Content, error) { return w.readLedgerOf(&moment) })}
		w.named.Store(remote.IndexOf(s.State, ledger.whereabouts))
	}
}
