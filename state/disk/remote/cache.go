package remote

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"sync"

	"golang.org/x/sync/errgroup"

	"gesso/state/disk/objects"
)

// DefaultCacheSize is how many bytes of pictures are kept here by default.
const DefaultCacheSize = 10e9

// Trim removes the least recently used objects of a store's folder until it has at most
// size bytes; 0 means DefaultCacheSize. It asks the home for each object: one that the home
// does not have stays. It does nothing unless this process has transferred an object. It
// returns how many were removed.
func (o *Objects) Trim(ctx context.Context, s *objects.Store, size int64) (int, error) {
	if s.Shared() || !o.moved.Swap(false) { // others may keep there what no home has
		return 0, nil
	}
	going, err := surplus(s, cmp.Or(size, DefaultCacheSize))
	if err != nil {
		return 0, err
	}
	var mu sync.Mutex
	went := 0
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(Transfers)
	for _, e := range going {
		group.Go(func() error {
			if has, err := o.surely(ctx, e.SHA); err != nil || !has {
				return err
			}
			if s.Remove(e.SHA) == nil { // Windows keeps a file that is being read
				mu.Lock()
				defer mu.Unlock()
				went++
			}
			return nil
		})
	}
	return went, group.Wait()
}

// surplus returns the objects to remove, the least recently used first.
func surplus(s *objects.Store, size int64) ([]objects.Entry, error) {
	var all []objects.Entry
	total := int64(0)
	err := s.List(func(e objects.Entry) error {
		if e.Kind == objects.Object && e.Err == nil {
			all = append(all, e)
			total += e.Size
		}
		return nil
	})
	slices.SortFunc(all, func(a, b objects.Entry) int { return a.Time.Compare(b.Time) })
	n := 0
	for ; n < len(all) && total > size; n++ {
		total -= all[n].Size
	}
	return all[:n], err
}

// Settle puts objects that the home turned out to lack and that have come here since from
// elsewhere. Those that are nowhere stay missing.
func (o *Objects) Settle(ctx context.Context, s *objects.Store) error {
	var errs []error
	for _, sha := range o.Missing() {
		if s.Here(sha) {
			errs = append(errs, s.Put(ctx, sha))
		}
	}
	return errors.Join(errs...)
}
