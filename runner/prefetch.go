package runner

import (
	"context"
	"errors"

	"golang.org/x/sync/errgroup"

	"gesso/runner/plan"
	"gesso/state/disk"
	"gesso/state/disk/objects"
	"gesso/state/disk/remote"
)

// prefetch brings pictures here that only a home has, in the order in which the plan needs
// them and as many at once as the link deserves: a unit that needs one waits for that one
// alone. What cannot be brought is told by the unit that needs it. The caller owes a call of
// end, when nobody needs one any more.
func (r *run) prefetch(ctx context.Context) (end func()) {
	store := r.collector.Store
	if store.Remote() == nil {
		return func() {}
	}
	ctx, stop := context.WithCancel(ctx)
	done := make(chan struct{})
	go func() {
		defer close(done)
		group, ctx := errgroup.WithContext(ctx)
		group.SetLimit(remote.Transfers)
		for _, c := range r.plan.Changes {
			sha := wanted(c)
			if ctx.Err() != nil {
				break
			}
			if sha == "" || store.Here(sha) || !store.Has(sha) || r.collector.Supply.Output(sha) != "" {
				continue
			}
			group.Go(func() error {
				if ctx.Err() != nil {
					return ctx.Err()
				}
				if err := store.Fetch(sha); errors.As(err, new(*objects.RemoteError)) || errors.As(err, new(*objects.CacheError)) {
					return err // it would go no better with the others
				}
				return nil
			})
		}
		_ = group.Wait()
	}()
	return func() {
		stop()
		<-done
	}
}

// wanted is the picture that is to be here for a change, or "".
func wanted(c *plan.Change) string {
	switch {
	case c.Action.Waits():
		return ""
	case c.Action == plan.Reuse && c.Picture != nil:
		return c.Picture.Artifact
	case c.Action == plan.Restore && c.Picture != nil:
		return c.Picture.Artifact
	case c.Before.HasPicture() && (c.Action == plan.Place || c.Action == plan.Restore || c.Action == plan.Move && c.Places() || c.Action == plan.Derive && len(c.Derived) > 0):
		return c.Before.Artifact
	}
	return ""
}

// makeRoom puts to a home what it was found to lack, and keeps what is here of its pictures
// within bounds. What fails harms nobody: the next run does it.
func makeRoom(ctx context.Context, w *disk.Workspace) {
	if far, _ := w.Far(); far != nil && ctx.Err() == nil {
		_ = far.Settle(ctx, w.Store())
		_, _ = far.Trim(ctx, w.Store(), w.CacheSize())
	}
}
