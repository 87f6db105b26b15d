// Package shelf is what a home stands on: named objects, each created once and never
// replaced. A bucket has them, and a folder that several machines see.
//
// It promises one thing, on which all else rests: of all who create one name exactly one
// succeeds, and everybody reads what that one wrote, whole. It knows nothing of what the
// objects mean, see package home.
//
//	err := s.Create(ctx, "log/0000000001", body, size) // fs.ErrExist: the name is taken
package shelf

import (
	"context"
	"io"
	"iter"
	"time"
)

// Shelf keeps objects under names such as "log/0000000001": words of lower-case letters,
// digits, dots, dashes and underscores, joined by slashes, see CheckName. No name is the
// folder of another. It is safe for concurrent use. Errors match
// fs.ErrExist, fs.ErrNotExist and fs.ErrPermission where that is what they are; any other
// says that nobody knows what came of it.
type Shelf interface {
	// Create keeps an object of size bytes under a name that has none, durably. Where the
	// name is taken the error matches fs.ErrExist: also by this call itself, when its first
	// answer was lost and it was sent again. Whoever must know reads what is there.
	Create(ctx context.Context, name string, body io.ReadSeeker, size int64) error

	// Read opens an object and tells its size. The caller owes a Close.
	Read(ctx context.Context, name string) (io.ReadCloser, int64, error)

	// Stat tells an object's size.
	Stat(ctx context.Context, name string) (int64, error)

	// List yields the objects whose names begin with prefix, in byte order, from the first
	// behind after. An error ends it.
	List(ctx context.Context, prefix, after string) iter.Seq2[Item, error]

	// Remove deletes an object; one that is not there is no error. Only what counts no
	// longer is removed, and of that no name is used again but that of a picture.
	Remove(ctx context.Context, name string) error

	// String says where the shelf is, for messages, without secrets: s3://bucket/prefix.
	String() string
}

// Item is one object of a List.
type Item struct {
	Name string
	Size int64
	Time time.Time // since when it is there, by the shelf's own clock
}
