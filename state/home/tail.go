package home

import (
	"context"
	"errors"
	"fmt"
	"io/fs"

	"gesso/state"
)

const (
	readsAtOnce = 16
	maxTail     = 1 << 30 // bytes of a log that are read at once
)

// Tail returns the segments after a position, in order. The error is a *RolledBackError if
// the home no longer has what was read before, a *state.DamageError or a
// *state.VersionError that names the object, or an *OtherError if it is another home. It
// matches fs.ErrNotExist if there is no home.
func (h *Home) Tail(ctx context.Context, from Position) ([]Segment, error) {
	_, segments, err := h.tail(ctx, from)
	return segments, err
}

// tail is Tail, and also returns the state of the log. It is the zero chain if the
// workspace was not founded yet.
func (h *Home) tail(ctx context.Context, from Position) (chain, []Segment, error) {
	c, last, err := h.anchored(ctx, from.N)
	switch {
	case errors.Is(err, fs.ErrNotExist) && from.N > 0:
		return chain{}, nil, h.shorter(ctx, from)
	case err != nil:
		return chain{}, nil, err
	case c.at.Seal != from.Seal:
		return chain{}, nil, h.other(ctx, from, c.at, last)
	}
	segments, err := h.follow(ctx, &c, last)
	return c, segments, err
}

// anchored reads the state of the log at a number and, concurrently, the number of its end.
func (h *Home) anchored(ctx context.Context, n int64) (c chain, last int64, err error) {
	if _, err := h.known(ctx); err != nil {
		return chain{}, 0, err
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	listed := make(chan error, 1)
	go func() {
		var err error
		last, err = h.last(ctx, n)
		listed <- err
	}()
	if n == 0 {
		_, err = h.Identity(ctx)
	} else {
		c, err = h.standing(ctx, n)
	}
	if err != nil {
		cancel()
		<-listed
		return chain{}, 0, err
	}
	return c, last, <-listed
}

// standing reads the state of the log at an existing segment.
func (h *Home) standing(ctx context.Context, n int64) (chain, error) {
	r, err := h.segment(ctx, n)
	if err != nil {
		return chain{}, err
	}
	at, prev := Position{r.N, r.seal}, r
	for r.Kind == Report { // a Report does not tell which epoch it interrupts
		r, err = h.segment(ctx, prev.N-1)
		if errors.Is(err, fs.ErrNotExist) {
			err = h.damage(h.segmentName(prev.N-1), fmt.Sprintf("is missing, and the log goes on to %d", n))
		}
		if err != nil {
			return chain{}, err
		}
		if r.seal != prev.Prev {
			return chain{}, h.damage(h.segmentName(prev.N), fmt.Sprintf("does not follow segment %d as it is: one of them was exchanged or changed", r.N))
		}
		prev = r
	}
	c := from(r)
	c.at = at
	return c, nil
}

// last returns the number of the last segment after after, or after.
func (h *Home) last(ctx context.Context, after int64) (int64, error) {
	ctx, cancel := context.WithTimeout(ctx, readWithin)
	defer cancel()
	folder := h.folder() + logFolder
	last := after
	for item, err := range h.shelf.List(ctx, folder, h.segmentName(after)) {
		if err != nil {
			return 0, fmt.Errorf("listing %s: %w", h.nameOf(folder), err)
		}
		if n, rest := numberOf(item.Name, folder); n > last && rest == "" {
			last = n
		}
	}
	return last, nil
}

// segment reads one segment, and checks everything but its place in the log.
func (h *Home) segment(ctx context.Context, n int64) (*record, error) {
	data, err := h.get(ctx, h.segmentName(n), maxSegment)
	if err != nil {
		return nil, err
	}
	return h.parse(ctx, n, data)
}

// parse parses the data read under a segment's name.
func (h *Home) parse(ctx context.Context, n int64, data []byte) (*record, error) {
	name := h.segmentName(n)
	r, err := parse(data)
	var newer *state.VersionError
	switch {
	case errors.As(err, &newer):
		newer.File = h.nameOf(name)
		return nil, newer
	case err != nil:
		return nil, h.damage(name, err.Error())
	case r.N != n:
		return nil, h.damage(name, fmt.Sprintf("is segment %d of a log, under the name of %d", r.N, n))
	case r.Workspace != h.options.Workspace:
		return nil, h.damage(name, fmt.Sprintf("is of the workspace %q", r.Workspace))
	}
	id, err := h.known(ctx)
	if err == nil && r.Home != id {
		if _, err = h.Identity(ctx); err == nil {
			err = h.damage(name, "is of another home, "+r.Home)
		}
	}
	return r, err
}

// follow reads the segments up to last, and advances the chain. After an error it does not.
func (h *Home) follow(ctx context.Context, c *chain, last int64) ([]Segment, error) {
	var segments []Segment
	total, next := 0, *c
	err := inOrder(ctx, c.at.N+1, last, h.segment, func(n int64, r *record, err error) error {
		if errors.Is(err, fs.ErrNotExist) {
			return h.damage(h.segmentName(n), fmt.Sprintf("is missing, and the log goes on to %d", last))
		}
		if err != nil {
			return err
		}
		if err := next.next(r); err != nil {
			return h.damage(h.segmentName(n), err.Error())
		}
		if total += len(r.frames); total > maxTail {
			return h.damage(h.segmentName(n), "is behind more events than are read at once")
		}
		segments = append(segments, r.segment())
		return nil
	})
	if err != nil {
		return nil, err
	}
	*c = next
	return segments, nil
}

// shorter returns the error for a log that does not reach a position.
func (h *Home) shorter(ctx context.Context, known Position) error {
	last, err := h.last(ctx, 0)
	if err != nil {
		return err
	}
	if _, err := h.Identity(ctx); err != nil {
		return err
	}
	if last >= known.N {
		return h.damage(h.segmentName(known.N), fmt.Sprintf("is missing, and the log goes on to %d", last))
	}
	return &RolledBackError{Where: h.String(), Known: known, Found: Position{N: last}}
}

// other returns the error for a segment that differs from the known one. If the next
// segment contains the known one's seal, this one was changed; otherwise the log itself
// differs.
func (h *Home) other(ctx context.Context, known, found Position, last int64) error {
	if last > known.N {
		next, err := h.segment(ctx, known.N+1)
		if err != nil {
			return err
		}
		if next.Prev == known.Seal {
			return h.damage(h.segmentName(known.N), "is not what it was")
		}
	}
	return &RolledBackError{Where: h.String(), Known: known, Found: found}
}
