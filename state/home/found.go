package home

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"time"
)

// Found founds a home, if needed, and its workspace, with the content of a snapshot or, if
// content is nil, empty. A workspace that the project has moved away from is founded again
// with a content; a deleted one with or without, and without it continues from its last
// snapshot.
//
// Found may be repeated with the same id until it succeeds. The error matches fs.ErrExist
// if the home has another id, or if somebody else has founded the workspace: with another
// nonce than who's and another content.
func (h *Home) Found(ctx context.Context, id Identity, who Holder, content func(io.Writer) error) (Position, error) {
	who = who.plain()
	if err := who.check(); err != nil {
		return Position{}, fmt.Errorf("founding a home in %s: the segment %w", h, err)
	}
	if err := h.foundHome(ctx, id); err != nil {
		return Position{}, err
	}
	at, err := h.foundAt(ctx, chain{}, who, content)
	if !errors.Is(err, fs.ErrExist) {
		return at, err
	}
	c, endErr := h.end(ctx)
	if endErr != nil {
		return Position{}, endErr
	}
	if !c.left && !c.gone {
		return Position{}, err
	}
	if content == nil && c.left {
		return Position{}, fmt.Errorf("the project has moved from %s to %s, and nothing was brought back: %w", h, c.to, fs.ErrExist)
	}
	return h.foundAt(ctx, c, who, content)
}

// foundHome creates the object home, or checks that it is the same one.
func (h *Home) foundHome(ctx context.Context, id Identity) error {
	id.Format, id.Version, id.By, id.Time = identityFormat, identityVersion, line(id.By), id.Time.UTC().Round(0)
	data, err := sealed(id)
	if err != nil {
		return err
	}
	if _, err := h.identity(data); err != nil {
		return fmt.Errorf("founding a home in %s: %w", h, err)
	}
	settling, cancel := context.WithTimeout(ctx, h.options.Lease)
	defer cancel()
	taken, err := h.create(settling, homeName, data)
	if err != nil {
		return err
	}
	if taken != nil {
		is, err := h.identity(taken)
		if err != nil {
			return err
		}
		if is.ID != id.ID {
			return fmt.Errorf("there is a home in %s already, with the id %s: %w", h, is.ID, fs.ErrExist)
		}
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.id != "" && h.id != id.ID {
		return &OtherError{Where: h.String(), Known: h.id, Found: id.ID}
	}
	h.id = id.ID
	return nil
}

// foundAt writes the segment that founds a log after a position.
func (h *Home) foundAt(ctx context.Context, c chain, who Holder, content func(io.Writer) error) (Position, error) {
	var s *Snapshot
	if content != nil {
		saved, err := h.Save(ctx, c.at, content)
		if err != nil {
			return Position{}, err
		}
		s = saved
	}
	e := newEpoch(ctx, h, c, who)
	settling, cancel := context.WithTimeout(ctx, h.options.Lease)
	defer cancel()
	r, taken, err := e.create(settling, header{Kind: Founded, Epoch: c.epoch, Snapshot: s}, nil)
	if err != nil {
		return Position{}, err
	}
	if taken != nil {
		if r, err = h.parse(ctx, c.at.N+1, taken); err != nil {
			return Position{}, err
		}
	}
	if err := c.next(r); err != nil {
		return Position{}, h.damage(h.segmentName(r.N), err.Error())
	}
	same := s != nil && r.Snapshot != nil && s.SHA256 == r.Snapshot.SHA256
	if r.Holder.Nonce != who.Nonce && !same {
		return Position{}, fmt.Errorf("the log of %s was begun already, by gesso %s of %s at %s: %w",
			h.nameOf(h.folder()+logFolder), r.Holder.Command, r.Holder.Host, r.Holder.Time.Format(time.DateTime), fs.ErrExist)
	}
	return c.at, nil
}
