// Package shelf is what a home is built on: named objects, each created once and never
// replaced. A bucket can be one, or a folder that several machines see.
//
// Everything rests on one promise: of all processes that create the same name, exactly one
// succeeds, and everybody reads all of what that one wrote. Package shelf does not know
// what the objects mean; see package home.
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
// digits, dots, dashes and underscores, joined by slashes (see CheckName). No name is the
// folder of another. A Shelf is safe for concurrent use. Errors match fs.ErrExist,
// fs.ErrNotExist and fs.ErrPermission where they apply; after any other error nobody knows
// what the call has done.
type Shelf interface {
	// Create durably stores an object of size bytes under a new name. If the name is taken,
	// the error matches fs.ErrExist. That may be due to this very call, if its first answer
	// was lost and it was sent again: a caller that must know reads the object.
	Create(ctx context.Context, name string, body io.ReadSeeker, size int64) error

	// Read opens an object and returns its size. The caller must close it.
	Read(ctx context.Context, name string) (io.ReadCloser, int64, error)

	// Stat returns an object's size.
	Stat(ctx context.Context, name string) (int64, error)

	// List yields the objects whose names begin with prefix and sort after after, in byte
	// order. An error ends it.
	List(ctx context.Context, prefix, after string) iter.Seq2[Item, error]

	// Remove deletes an object; a missing one is no error. Only objects that no longer
	// count are removed, and of their names only a picture's is ever used again.
	Remove(ctx context.Context, name string) error

	// String says where the shelf is, for messages, without secrets: s3://bucket/prefix.
	String() string
}

// Item is one object of a List.
type Item struct {
	Name string
	Size int64
	Time time.Time // when it was created, by the shelf's own clock
}
