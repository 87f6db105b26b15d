package home

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"path"

	"gesso/state"
)

const (
	putAttempts = 4
	pictureHint = "gesso store verify looks at all pictures, and repairs what it can"
)

// Has reports whether an object is there, by asking.
func (h *Home) Has(ctx context.Context, sha string) (bool, error) {
	name, err := objectName(sha)
	if err != nil {
		return false, err
	}
	_, err = h.shelf.Stat(ctx, name)
	err = h.absent(ctx, name, err)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return false, nil
	case err != nil:
		return false, fmt.Errorf("looking for %s: %w", h.nameOf(name), err)
	}
	return true, nil
}

// Put keeps an object, if it is not there. The bytes are the name's. It sends them to find
// out: who expects it there asks Has before.
func (h *Home) Put(ctx context.Context, sha string, body io.ReadSeeker, size int64) error {
	name, err := objectName(sha)
	if err != nil {
		return err
	}
	for attempt := range putAttempts {
		if _, err = body.Seek(0, io.SeekStart); err != nil {
			return err
		}
		err = h.shelf.Create(ctx, name, body, size)
		if err == nil || errors.Is(err, fs.ErrExist) || final(err) || ctx.Err() != nil {
			break
		}
		if attempt+1 < putAttempts && pause(ctx, attempt) != nil {
			break
		}
	}
	if errors.Is(err, fs.ErrExist) {
		var there int64
		if there, err = h.shelf.Stat(ctx, name); err == nil && there != size {
			return &state.DamageError{File: h.nameOf(name), Problem: fmt.Sprintf("has %d bytes, and the picture has %d", there, size), Hint: pictureHint}
		}
	}
	if err != nil {
		return fmt.Errorf("writing %s: %w", h.nameOf(name), err)
	}
	return nil
}

// Get writes an object to w and verifies it: after an error nothing that was written
// counts. The error matches fs.ErrNotExist where there is none, and is a *state.DamageError
// where it is not what its name says.
func (h *Home) Get(ctx context.Context, sha string, w io.Writer) error {
	name, err := objectName(sha)
	if err != nil {
		return err
	}
	body, size, err := h.open(ctx, name)
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

// Object is a picture as a home has it.
type Object struct {
	SHA   string
	Bytes int64
}

// Objects lists the pictures that are there, in the order of their names. What else lies
// among them is nobody's, and is left out. An error ends it.
func (h *Home) Objects(ctx context.Context) iter.Seq2[Object, error] {
	return func(yield func(Object, error) bool) {
		for item, err := range h.shelf.List(ctx, objectsFolder, "") {
			if err != nil {
				yield(Object{}, fmt.Errorf("listing %s: %w", h.nameOf(objectsFolder), err))
				return
			}
			sha := path.Base(item.Name)
			if name, err := objectName(sha); err != nil || name != item.Name {
				continue
			}
			if !yield(Object{sha, item.Size}, nil) {
				return
			}
		}
	}
}

// Discard removes a picture that nobody needs, in any workspace: its bytes may be all that
// there is of something paid for. The caller has an epoch, and has said so in the log.
func (h *Home) Discard(ctx context.Context, sha string) error {
	name, err := objectName(sha)
	if err != nil {
		return err
	}
	if err := h.shelf.Remove(ctx, name); err != nil {
		return fmt.Errorf("removing %s: %w", h.nameOf(name), err)
	}
	return nil
}
