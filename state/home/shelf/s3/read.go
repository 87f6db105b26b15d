package s3

import (
	"context"
	"errors"
	"io"
)

// Read implements shelf.Shelf.
func (s *Shelf) Read(ctx context.Context, name string) (io.ReadCloser, int64, error) {
	d := &download{shelf: s, ctx: ctx, name: name}
	err := s.try(ctx, "read", name, func() (err error) {
		d.object, err = s.calls.get(ctx, s.prefix+name, nil)
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

// download is the body of an object. If a connection breaks, it continues on another one,
// as long as each brings some bytes.
type download struct {
	shelf *Shelf
	ctx   context.Context
	name  string
	object
	at    int64 // bytes read
	begun int64 // the offset at which this connection began
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

// resume opens the rest of the very same object.
func (d *download) resume() error {
	_ = d.body.Close()
	return d.shelf.try(d.ctx, "read", d.name, func() error {
		rest, err := d.shelf.calls.get(d.ctx, d.shelf.prefix+d.name, &span{d.at, d.size - 1, d.etag})
		if err != nil {
			return err
		}
		if rest.size != d.size-d.at || rest.etag != d.etag { // some services ignore If-Match here
			_ = rest.body.Close()
			return errors.New("it is not what it was when reading began")
		}
		d.body, d.begun = rest.body, d.at
		return nil
	})
}

func (d *download) Close() error { return d.body.Close() }
