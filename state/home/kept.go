package home

import (
	"context"
	"fmt"
	"io"
	"iter"
	"path"
)

// Object is one that lies at a home.
type Object struct {
	SHA  string
	Size int64
}

// Objects yields the pictures that lie there, in the order of their names, whatever their
// bytes are. An error ends it.
func (h *Home) Objects(ctx context.Context) iter.Seq2[Object, error] {
	return func(yield func(Object, error) bool) {
		for item, err := range h.shelf.List(ctx, objectsFolder, "") {
			if err != nil {
				yield(Object{}, fmt.Errorf("listing the pictures of %s: %w", h, err))
				return
			}
			sha := path.Base(item.Name)
			if name, err := objectName(sha); err != nil || name != item.Name {
				continue // a stranger's
			}
			if !yield(Object{sha, item.Size}, nil) {
				return
			}
		}
	}
}

// Mend puts an object in the place of one that was found damaged: that counts no longer,
// as nobody takes it for the picture. The bytes are the name's.
func (h *Home) Mend(ctx context.Context, sha string, body io.ReadSeeker, size int64) error {
	name, err := objectName(sha)
	if err != nil {
		return err
	}
	if err := h.shelf.Remove(ctx, name); err != nil {
		return fmt.Errorf("removing the damaged %s: %w", h.nameOf(name), err)
	}
	return h.Put(ctx, sha, body, size)
}
