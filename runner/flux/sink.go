package flux

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"hash"
	"io"
)

var (
	errTooLarge = errors.New("more bytes than the limit")
	errOther    = errors.New("not what was read before")
)

// sink lets a download start over although its writer cannot: bytes that the
// writer already has are compared and not written again. It needs no server
// that knows ranges, and never puts two pictures' halves together.
type sink struct {
	w     io.Writer
	limit int64
	err   error // of w, to be told from the network's

	written int64     // bytes that w has
	sum     hash.Hash // of those

	position int64     // in this attempt
	again    hash.Hash // of what this attempt read of those
}

func newSink(w io.Writer, limit int64) *sink {
	return &sink{w: w, limit: limit, sum: sha256.New(), again: sha256.New()}
}

// restart begins an attempt.
func (s *sink) restart() {
	s.position = 0
	s.again.Reset()
}

func (s *sink) Write(p []byte) (int, error) {
	if int64(len(p)) > s.limit-s.position {
		return 0, errTooLarge
	}
	old := p[:min(int64(len(p)), s.written-s.position)]
	s.again.Write(old)
	s.position += int64(len(old))
	if len(old) > 0 && s.position == s.written && !bytes.Equal(s.again.Sum(nil), s.sum.Sum(nil)) {
		return 0, errOther
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
	s.err = err
	return len(old) + n, err
}
