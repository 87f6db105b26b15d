package s3

import (
	"context"
	"crypto/md5" // required by the protocol
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
)

// mostBytes is the largest body of one PUT.
const mostBytes = 5 << 30

// Create implements shelf.Shelf. It reads the body twice, since its hashes are sent first.
func (s *Shelf) Create(ctx context.Context, name string, body io.ReadSeeker, size int64) error {
	if size > mostBytes {
		return fmt.Errorf("create %s/%s: it has %d bytes, and one request takes %d", s, name, size, int64(mostBytes))
	}
	md5, sha, err := sums(ctx, body, size)
	if err != nil {
		return fmt.Errorf("create %s/%s: %w", s, name, err)
	}
	return s.try(ctx, "create", name, func() error {
		if _, err := body.Seek(0, io.SeekStart); err != nil {
			return err
		}
		// The client would close a bare file.
		put := struct{ io.ReadSeeker }{body}
		etag, err := s.calls.put(ctx, s.prefix+name, put, size, md5, sha)
		if err == nil && etag == "" {
			err = errNoService
		}
		return err
	})
}

// errNoService says that an answer, such as a login page, is not from an S3 service.
var errNoService = errors.New("whoever answers is no S3 service: it keeps an object and gives no ETag")

// sums returns the hashes of a body in the form that requests use.
func sums(ctx context.Context, body io.ReadSeeker, size int64) (md5Base64, sha256Hex string, err error) {
	if _, err := body.Seek(0, io.SeekStart); err != nil {
		return "", "", err
	}
	a, b := md5.New(), sha256.New()
	n, err := io.Copy(io.MultiWriter(a, b), &reader{ctx, io.LimitReader(body, size+1)})
	if err != nil {
		return "", "", err
	}
	if n != size {
		return "", "", fmt.Errorf("%d bytes were said, and other %d came", size, n)
	}
	return base64.StdEncoding.EncodeToString(a.Sum(nil)), hex.EncodeToString(b.Sum(nil)), nil
}

// reader stops when its context ends.
type reader struct {
	ctx context.Context
	io.Reader
}

func (r *reader) Read(p []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	return r.Reader.Read(p)
}
