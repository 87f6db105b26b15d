package disk

import (
	"context"
	"sync"

	"gesso/state/disk/remote"
)

// Beyond has the store be a cache of a home's pictures: it has those that the state which
// was loaded last names, and the ledger of that moment. It is called after UseStore and
// before anything else.
func (w *Workspace) Beyond(ctx context.Context, h remote.Home) {
	w.far = remote.New(h, func(sha string) (int64, bool) { return w.named.Load().Size(sha) })
	found := w.store
	w.store = sync.OnceValue(func() *Store {
		s := found()
		s.Beyond(ctx, w.far)
		return s
	})
}

// Far are the pictures of the home; nil: there is none. Named are those that are recorded;
// nil: nothing was loaded.
func (w *Workspace) Far() (far *remote.Objects, named *remote.Index) { return w.far, w.named.Load() }

// namesOf takes what was loaded for what is at the home.
func (w *Workspace) namesOf(s *Loaded) {
	if w.far != nil {
		moment := *s // which its journal is going to change
		ledger := &Ledger{read: sync.OnceValues(func() (*ledgerContent, error) { return w.readLedgerOf(&moment) })}
		w.named.Store(remote.IndexOf(s.State, ledger.Entries))
	}
}
