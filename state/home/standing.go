package home

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"
)

// Standing is who works on a home, as far as a look can tell.
type Standing struct {
	At     Position
	Epoch  int64
	Holder *Holder // nil: nobody has begun since the last end
	Left   string  // where the project moved to; "": it is here

	Deleted bool // the workspace is no more
}

// Standing looks who works here. The errors are those of Tail.
func (h *Home) Standing(ctx context.Context) (Standing, error) {
	c, err := h.end(ctx)
	if err == nil && c.at.N == 0 { // nothing was read that says whose it is
		_, err = h.Identity(ctx)
	}
	if err != nil {
		return Standing{}, err
	}
	s := Standing{At: c.at, Epoch: c.epoch, Left: c.to, Deleted: c.gone}
	if c.open {
		s.Holder = &c.holder
	}
	return s, nil
}

// end is what the log has come to, without reading all of it.
func (h *Home) end(ctx context.Context) (chain, error) {
	numbers, err := h.snapshots(ctx)
	if err != nil {
		return chain{}, err
	}
	for _, n := range slices.Backward(append([]int64{0}, numbers...)) {
		after := max(n-1, 0) // the segment that it is of is there
		last, err := h.last(ctx, after)
		if err != nil {
			return chain{}, err
		}
		if last > after {
			return h.standing(ctx, last)
		}
	}
	return chain{}, nil
}

// Kept is the newest snapshot that counts, for whoever wants to know of it and nothing of what is
// behind it, which Newest reads; nil: there is none.
func (h *Home) Kept(ctx context.Context) (*Snapshot, error) {
	numbers, err := h.snapshots(ctx)
	if err != nil {
		return nil, err
	}
	for _, n := range slices.Backward(numbers) {
		if s, err := h.keptAt(ctx, n); s != nil || err != nil {
			return s, err
		}
	}
	return nil, nil
}

// keptAt is the snapshot of a number that the log names. Whoever saves one says so when its
// epoch ends: where another has begun before, or it has ended without a word, none counts.
func (h *Home) keptAt(ctx context.Context, n int64) (*Snapshot, error) {
	for next := n + 1; ; next++ {
		r, err := h.segment(ctx, next)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return nil, nil
		case err != nil:
			return nil, err
		case r.Snapshot != nil && r.Snapshot.At.N >= n:
			return r.Snapshot, nil
		case r.Kind != Events && r.Kind != Beat && r.Kind != Report:
			return nil, nil
		}
	}
}

// Workspaces lists the workspaces that there are, but the default one. One whose log cannot
// be read is one.
func (h *Home) Workspaces(ctx context.Context) ([]string, error) {
	all, err := h.EveryWorkspace(ctx)
	if err != nil {
		return nil, err
	}
	deleted := make([]bool, len(all))
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(readsAtOnce)
	for i, name := range all {
		group.Go(func() error {
			o := h.options
			o.Workspace = name
			now, err := On(h.shelf, o).Standing(ctx)
			deleted[i] = err == nil && now.Deleted
			return ctx.Err()
		})
	}
	if err := group.Wait(); err != nil {
		return nil, err
	}
	var names []string
	for i, name := range all {
		if !deleted[i] {
			names = append(names, name)
		}
	}
	return names, nil
}

// EveryWorkspace lists the workspaces that have anything here, but the default one, also
// those that were deleted.
func (h *Home) EveryWorkspace(ctx context.Context) ([]string, error) {
	var names []string
	after := workspacesFolder
	for {
		folder, err := h.folderBehind(ctx, after)
		if folder == "" || err != nil {
			slices.Sort(names)
			return names, err
		}
		if name, ours := workspaceOf(folder); ours {
			names = append(names, name)
		}
		after = workspacesFolder + folder + "0" // the first name behind all that begin with folder/
	}
}

// folderBehind is the folder of the first object below workspaces/ behind a name.
func (h *Home) folderBehind(ctx context.Context, after string) (string, error) {
	for item, err := range h.shelf.List(ctx, workspacesFolder, after) {
		if err != nil {
			return "", fmt.Errorf("listing %s: %w", h.nameOf(workspacesFolder), err)
		}
		folder, _, nested := strings.Cut(strings.TrimPrefix(item.Name, workspacesFolder), "/")
		if nested && folder != "" {
			return folder, nil
		}
	}
	return "", nil
}
