package home_test

import (
	"context"
	"io"
	"io/fs"
	"sync/atomic"

	"gesso/state/home/shelf/shelftest"
)

// denying is a shelf that only reads, from some time on.
type denying struct {
	*shelftest.Memory
	denies atomic.Bool
}

func (d *denying) Create(ctx context.Context, name string, body io.ReadSeeker, size int64) error {
	if d.denies.Load() {
		return &fs.PathError{Op: "create", Path: name, Err: fs.ErrPermission}
	}
	return d.Memory.Create(ctx, name, body, size)
}
