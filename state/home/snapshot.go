package home

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"slices"
)

const (
	maxSnapshot = 1 << 30 // the largest stored snapshot in bytes
	maxContent  = 4 << 30 // the largest content of one in bytes
)

// Newest returns the newest snapshot that counts, and the segments after it. If there is no
// snapshot it returns nil and the whole log.
func (h *Home) Newest(ctx context.Context) (*Snapshot, []Segment, error) {
	numbers, err := h.snapshots(ctx)
	if err != nil {
		return nil, nil, err
	}
	for _, n := range slices.Backward(numbers) {
		s, segments, err := h.since(ctx, n)
		if s != nil || err != nil {
			return s, segments, err
		}
	}
	return h.since(ctx, 0)
}

// snapshots returns the numbers of all snapshots, sorted.
func (h *Home) snapshots(ctx context.Context) ([]int64, error) {
	folder := h.folder() + stateFolder
	numbers := map[int64]bool{}
	ctx, cancel := context.WithTimeout(ctx, readWithin)
	defer cancel()
	for item, err := range h.shelf.List(ctx, folder, "") {
		if err != nil {
			return nil, fmt.Errorf("listing %s: %w", h.nameOf(folder), err)
		}
		if n, rest := numberOf(item.Name, folder); n >= 0 && rest != "" {
			numbers[n] = true
		}
	}
	return slices.Sorted(maps.Keys(numbers)), nil
}

// since reads the log after number n, and returns the last snapshot at n or later that it
// names, with the segments after that one. If it names none, it returns nil and all
// segments.
func (h *Home) since(ctx context.Context, n int64) (*Snapshot, []Segment, error) {
	c, last, err := h.anchored(ctx, n)
	if errors.Is(err, fs.ErrNotExist) && n > 0 { // a snapshot of a log that was longer
		return nil, nil, nil
	}
	if err != nil {
		return nil, nil, err
	}
	first := c.at
	segments, err := h.follow(ctx, &c, last)
	if err != nil {
		return nil, nil, err
	}
	for _, by := range slices.Backward(segments) {
		s := by.Snapshot
		if s == nil || s.At.N < n {
			continue
		}
		at := first
		if s.At.N > n {
			at = segments[s.At.N-n-1].At
		}
		if s.At != at {
			return nil, nil, h.damage(h.segmentName(by.At.N), fmt.Sprintf("names a snapshot of another segment %d", at.N))
		}
		return s, segments[s.At.N-n:], nil
	}
	return nil, segments, nil
}

// Save stores a snapshot of the log's state at a position. It counts once a segment names
// it (see Epoch.End).
func (h *Home) Save(ctx context.Context, at Position, content func(io.Writer) error) (*Snapshot, error) {
	var b bytes.Buffer
	packed := gzip.NewWriter(&b)
	counted := &counter{w: packed}
	if err := content(counted); err != nil {
		return nil, err
	}
	if err := packed.Close(); err != nil {
		return nil, err
	}
	s := &Snapshot{At: at, SHA256: hashOf(b.Bytes()), Bytes: int64(b.Len()), Size: counted.n}
	if err := s.check(at.N + 1); err != nil {
		return nil, fmt.Errorf("saving a snapshot of %d bytes at segment %d: %w", s.Size, at.N, err)
	}
	name := h.snapshotName(*s)
	ctx, cancel := context.WithTimeout(ctx, 10*h.options.Lease)
	defer cancel()
	taken, err := h.create(ctx, name, b.Bytes())
	if err != nil {
		return nil, err
	}
	if taken != nil {
		return nil, h.damage(name, "is not what its name says")
	}
	return s, nil
}
