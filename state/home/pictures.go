package home

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"time"

	"gesso/state"
)

const (
	putAttempts = 4
	pictureHint = "gesso store verify looks at all pictures, and repairs what it can"
)

// Has asks whether a picture has a copy that is not given up.
func (h *Home) Has(ctx context.Context, sha string) (bool, error) {
	p, err := h.look(ctx, sha)
	if err != nil {
		return false, fmt.Errorf("looking for a picture: %w", err)
	}
	return p.There(), nil
}

// Put stores a picture unless the home has it, which it checks first. The bytes must match
// the hash.
func (h *Home) Put(ctx context.Context, sha string, body io.ReadSeeker, size int64) (err error) {
	p, name, began := Picture{}, "", time.Now()
	for attempt := range putAttempts {
		if p, err = h.look(ctx, sha); err == nil {
			if there := p.staying(); there != nil {
				return h.sized(there.Name, there.Bytes, size)
			}
			if name, err = p.free(); err == nil {
				_, err = body.Seek(0, io.SeekStart)
			}
			if err != nil {
				return err
			}
			err = h.shelf.Create(ctx, name, body, size)
		}
		if err == nil || errors.Is(err, fs.ErrExist) || final(err) || ctx.Err() != nil || !again(ctx, began, attempt, putAttempts) {
			break
		}
	}
	if errors.Is(err, fs.ErrExist) { // another process has put it meanwhile, or this very request
		var there int64
		if there, err = h.shelf.Stat(ctx, name); err == nil {
			return h.sized(name, there, size)
		}
	}
	if err != nil {
		return fmt.Errorf("writing %s: %w", h.nameOf(cmp.Or(name, objectsFolder)), err)
	}
	return nil
}

// sized returns an error if an existing object does not have its picture's size.
func (h *Home) sized(name string, there, size int64) error {
	if there == size {
		return nil
	}
	return &state.DamageError{File: h.nameOf(name), Problem: fmt.Sprintf("has %d bytes, and the picture has %d", there, size), Hint: pictureHint}
}

// Get writes a picture to w and verifies it; after an error, what was written must be
// discarded. The error matches fs.ErrNotExist if there is none, and is a *state.DamageError
// if the bytes do not match the name.
func (h *Home) Get(ctx context.Context, sha string, w io.Writer) error {
	name, err := objectName(sha)
	if err != nil {
		return err
	}
	body, size, err := h.open(ctx, name)
	if errors.Is(err, fs.ErrNotExist) {
		if name, err = h.later(ctx, sha, err); err == nil {
			body, size, err = h.open(ctx, name)
		}
	}
	if err != nil {
		return fmt.Errorf("reading %s: %w", h.nameOf(name), err)
	}
	defer body.Close()
	hash := sha256.New()
	n, err := io.Copy(io.MultiWriter(w, hash), io.LimitReader(body, size))
	if err == nil && n < size {
		err = io.ErrUnexpectedEOF
	}
	if err != nil {
		return fmt.Errorf("reading %s: %w", h.nameOf(name), err)
	}
	if hex.EncodeToString(hash.Sum(nil)) != sha {
		return &state.DamageError{File: h.nameOf(name), Problem: "is not the picture that its name says", Hint: pictureHint}
	}
	return nil
}

// later returns the name of another copy of a picture whose first name does not exist, or
// the error that said so.
func (h *Home) later(ctx context.Context, sha string, absent error) (string, error) {
	name, _ := objectName(sha)
	p, err := h.look(ctx, sha)
	if err != nil {
		return name, err
	}
	if c := p.staying(); c != nil {
		return c.Name, nil
	}
	for _, c := range p.Copies {
		return c.Name, nil
	}
	return name, absent
}

// Object is a picture in a home.
type Object struct {
	SHA   string
	Bytes int64
}

// Objects lists the pictures that have a copy that is not given up, sorted by name. It
// skips objects that are not pictures. An error ends it.
func (h *Home) Objects(ctx context.Context) iter.Seq2[Object, error] {
	return func(yield func(Object, error) bool) {
		for p, err := range h.Pictures(ctx) {
			c := p.staying()
			if err == nil && c == nil {
				continue
			}
			o := Object{SHA: p.SHA}
			if c != nil {
				o.Bytes = c.Bytes
			}
			if !yield(o, err) || err != nil {
				return
			}
		}
	}
}
