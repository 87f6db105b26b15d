package s3

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/minio/minio-go/v7"
)

// Read is part of shelf.Shelf.
func (s *Shelf) Read(ctx context.Context, name string) (io.ReadCloser, int64, error) {
	d := &download{shelf: s, ctx: ctx, name: name}
	err := s.try(ctx, "read", name, func() error {
		body, info, _, err := s.core.GetObject(ctx, s.bucket, s.prefix+name, minio.GetObjectOptions{})
		d.body, d.size, d.etag = body, info.Size, info.ETag
		return err
	})
	if err != nil {
		return nil, 0, err
	}
	if d.size < 0 {
		_ = d.body.Close()
		return nil, 0, s.failed("read", name, errNoSize)
	}
	return d, d.size, nil
}

// download is the body of an object. Where its connection breaks it goes on with another
// one, so long as that brings anything.
type download struct {
	shelf *Shelf
	ctx   context.Context
	name  string
	body  io.ReadCloser
	etag  string
	size  int64
	at    int64 // bytes that were read
	begun int64 // where this connection began
}

func (d *download) Read(p []byte) (int, error) {
	n, err := d.body.Read(p)
	d.at += int64(n)
	if err == nil || errors.Is(err, io.EOF) {
		return n, err
	}
	if d.ctx.Err() != nil {
		return n, d.ctx.Err()
	}
	if d.at == d.begun || d.at >= d.size || d.etag == "" {
		return n, d.shelf.failed("read", d.name, err)
	}
	return n, d.resume()
}

// resume opens the rest, of the very same object.
func (d *download) resume() error {
	_ = d.body.Close()
	var options minio.GetObjectOptions
	if err := options.SetRange(d.at, d.size-1); err != nil {
		return err
	}
	if err := options.SetMatchETag(d.etag); err != nil {
		return err
	}
	return d.shelf.try(d.ctx, "read", d.name, func() error {
		body, info, _, err := d.shelf.core.GetObject(d.ctx, d.shelf.bucket, d.shelf.prefix+d.name, options)
		if err != nil {
			return err
		}
		if info.Size != d.size-d.at {
			_ = body.Close()
			return fmt.Errorf("%d bytes were asked for, and %d are offered", d.size-d.at, info.Size)
		}
		d.body, d.begun = body, d.at
		return nil
	})
}

func (d *download) Close() error { return d.body.Close() }
