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

// Standing says who works in a home, as far as a look can tell.
type Standing struct {
	At     Position
	Epoch  int64
	Holder *Holder // nil: no epoch is open
	Left   string  // where the project has moved; "": it is here

	Deleted bool // the workspace is deleted
}

// Standing finds out who works here. The errors are those of Tail.
func (h *Home) Standing(ctx context.Context) (Standing, error) {
	c, err := h.end(ctx)
	if err == nil && c.at.N == 0 { // nothing was read that names the home
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

// end returns the current state of the log, without reading all of it.
func (h *Home) end(ctx context.Context) (chain, error) {
	numbers, err := h.snapshots(ctx)
	if err != nil {
		return chain{}, err
	}
	for _, n := range slices.Backward(append([]int64{0}, numbers...)) {
		after := max(n-1, 0) // the segment that the snapshot is of exists
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

// Kept returns the newest snapshot that counts, or nil, without the segments after it (see
// Newest).
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

// keptAt returns the snapshot at a number that the log names, or nil. A snapshot is named
// when its epoch ends; it does not count if another epoch began before, or if this one
// ended without naming it.
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

// Workspaces lists the workspaces except the default one. One whose log cannot be read is
// listed.
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

// EveryWorkspace lists all workspaces that have objects here except the default one, also
// deleted ones.
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
		after = workspacesFolder + folder + "0" // sorts after everything that begins with folder/
	}
}

// folderBehind returns the folder of the first object below workspaces/ after a name.
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
