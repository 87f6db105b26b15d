package transfer

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"hash"
	"io"
)

var (
	// ErrTooLarge is the error of what would go beyond a sink's limit.
	ErrTooLarge = errors.New("more bytes than the limit")
	// ErrOther is the error of bytes that are others than those of an earlier
	// attempt.
	ErrOther = errors.New("not what was read before")
)

// Sink lets a download start over although its writer cannot: bytes that the
// writer already has are compared and not written again. It needs no server
// that knows ranges, and never puts two pictures' halves together. It is not
// safe for concurrent use.
type Sink struct {
	Err error // of the writer, to be told from the network's

	w     io.Writer
	limit int64

	written int64     // bytes that w has
	sum     hash.Hash // of those

	position int64     // in this attempt
	again    hash.Hash // of what this attempt read of those
}

// NewSink makes a sink whose writer gets at most limit bytes.
func NewSink(w io.Writer, limit int64) *Sink {
	return &Sink{w: w, limit: limit, sum: sha256.New(), again: sha256.New()}
}

// Expect tells the writer how many bytes come in all, where it asks for that by a method
// of this name. A negative number is one that nobody knows.
func (s *Sink) Expect(size int64) {
	if w, ok := s.w.(interface{ Expect(size int64) }); ok {
		w.Expect(size)
	}
}

// Restart begins an attempt.
func (s *Sink) Restart() {
	s.position = 0
	s.again.Reset()
}

// Written is how many bytes the writer has.
func (s *Sink) Written() int64 { return s.written }

// Position is how many bytes this attempt has read, those among them that the
// writer had before.
func (s *Sink) Position() int64 { return s.position }

func (s *Sink) Write(p []byte) (int, error) {
	if int64(len(p)) > s.limit-s.position {
		return 0, ErrTooLarge
	}
	old := p[:min(int64(len(p)), s.written-s.position)]
	s.again.Write(old)
	s.position += int64(len(old))
	if len(old) > 0 && s.position == s.written && !bytes.Equal(s.again.Sum(nil), s.sum.Sum(nil)) {
		return 0, ErrOther
	}
	fresh := p[len(old):]
	if len(fresh) == 0 {
		return len(p), nil
	}
	n, err := s.w.Write(fresh)
	if n < len(fresh) && err == nil {
		err = io.ErrShortWrite
	}
	s.sum.Write(fresh[:n])
	s.position += int64(n)
	s.written += int64(n)
	s.Err = err
	return len(old) + n, err
}
