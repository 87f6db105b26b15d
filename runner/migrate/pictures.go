package migrate

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"slices"
	"sync/atomic"

	"golang.org/x/sync/errgroup"

	"gesso/state/disk"
	"gesso/state/home"
	"gesso/state/text"
)

// atOnce is how many pictures are on their way.
const atOnce = 16

// hashes are the pictures that some texts name, each once.
func hashes(texts ...[]byte) []string {
	var all []string
	for _, t := range texts {
		all = slices.AppendSeq(all, text.Hashes(t))
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// put has the home keep the pictures that are here. What is neither here nor there is no
// error: a clone has no pictures, and they can be had from the provider as before.
func put(ctx context.Context, h *home.Home, store *disk.Store, shas []string) (n moved, err error) {
	var there, absent atomic.Int64
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(atOnce)
	for _, sha := range shas {
		if !store.Has(sha) {
			absent.Add(1) // or it is no picture: keys of requests look alike
			continue
		}
		group.Go(func() error {
			if has, err := h.Has(ctx, sha); has || err != nil {
				there.Add(1)
				return err
			}
			if err := store.Verify(sha); err != nil {
				return err
			}
			f, err := store.File(sha)
			if err != nil {
				return err
			}
			defer f.Close()
			info, err := f.Stat()
			if err != nil {
				return err
			}
			there.Add(1)
			return h.Put(ctx, sha, f, info.Size())
		})
	}
	err = group.Wait()
	return moved{int(there.Load()), int(absent.Load())}, err
}

// get brings the pictures of a home here.
func get(ctx context.Context, h *home.Home, cache, store *disk.Store, shas []string) (n moved, err error) {
	var here, absent atomic.Int64
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(atOnce)
	for _, sha := range shas {
		if store.Has(sha) {
			here.Add(1)
			continue
		}
		group.Go(func() error {
			err := bring(ctx, h, cache, store, sha)
			if errors.Is(err, fs.ErrNotExist) {
				absent.Add(1)
				return nil
			}
			here.Add(1)
			return err
		})
	}
	err = group.Wait()
	return moved{int(here.Load()), int(absent.Load())}, err
}

func bring(ctx context.Context, h *home.Home, cache, store *disk.Store, sha string) error {
	in, err := store.Create()
	if err != nil {
		return err
	}
	defer in.Abort()
	if cache.Has(sha) {
		f, err := cache.File(sha)
		if err != nil {
			return err
		}
		defer f.Close()
		if _, err := io.Copy(in, f); err != nil {
			return err
		}
		if err := store.Compare(sha, in.Sum()); err != nil {
			return err
		}
	} else if err := h.Get(ctx, sha, in); err != nil {
		return err
	}
	_, _, err = in.Commit()
	return err
}
