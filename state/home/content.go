package home

import (
	"cmp"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
)

// Content writes the content of a snapshot to w. It is verified if the error is nil; after
// an error, what was written must be discarded.
func (h *Home) Content(ctx context.Context, s Snapshot, w io.Writer) error {
	name := h.snapshotName(s)
	body, size, err := h.open(ctx, name)
	if errors.Is(err, fs.ErrNotExist) {
		return h.damage(name, "is missing, and the log names it")
	}
	if err != nil {
		return fmt.Errorf("reading %s: %w", h.nameOf(name), err)
	}
	defer body.Close()
	if size != s.Bytes {
		return h.damage(name, fmt.Sprintf("has %d bytes, and the log says %d", size, s.Bytes))
	}
	hash := sha256.New()
	came := &cutoff{r: io.LimitReader(body, s.Bytes)}
	kept := io.TeeReader(came, hash)
	err = unpack(w, kept, s.Size)
	var failed *writeError
	if errors.As(err, &failed) {
		return failed.err
	}
	_, _ = io.Copy(io.Discard, kept)
	if came.err != nil || came.n < s.Bytes {
		return fmt.Errorf("reading %s: %w", h.nameOf(name), cmp.Or(came.err, io.ErrUnexpectedEOF))
	}
	if hex.EncodeToString(hash.Sum(nil)) != s.SHA256 {
		return h.damage(name, "is damaged, its hash is not the one that the log names")
	}
	if err != nil {
		return h.damage(name, err.Error())
	}
	return nil
}

// unpack writes the content of a packed snapshot, which must have exactly size bytes.
func unpack(w io.Writer, packed io.Reader, size int64) error {
	r, err := gzip.NewReader(packed)
	if err != nil {
		return fmt.Errorf("is not packed as gesso does it: %w", err)
	}
	out := &counter{w: w}
	if _, err := io.Copy(out, io.LimitReader(r, size+1)); err != nil {
		if out.err != nil {
			return &writeError{out.err}
		}
		return fmt.Errorf("is not packed as gesso does it: %w", err)
	}
	if out.n != size {
		return fmt.Errorf("has not the %d bytes of content that the log says", size)
	}
	return nil
}

// writeError is an error of the writer, not of the content.
type writeError struct{ err error }

func (e *writeError) Error() string { return e.err.Error() }

// cutoff keeps the error that ended a content early.
type cutoff struct {
	r   io.Reader
	n   int64
	err error // except io.EOF
}

func (c *cutoff) Read(p []byte) (int, error) {
	if c.err != nil {
		return 0, c.err
	}
	n, err := c.r.Read(p)
	c.n += int64(n)
	if err != nil && err != io.EOF {
		c.err = err
	}
	return n, err
}

// counter counts the bytes written.
type counter struct {
	w   io.Writer
	n   int64
	err error // of w
}

func (c *counter) Write(p []byte) (int, error) {
	n, err := c.w.Write(p)
	c.n += int64(n)
	c.err = err
	return n, err
}
