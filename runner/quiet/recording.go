package quiet

import (
	"io"
	"sync"
)

// Recording takes down what is written to two streams, in its order. Its zero value
// is ready, and safe for concurrent use.
type Recording struct {
	mu  sync.Mutex
	all Answer
}

// Stream is what writes to standard output, or to standard error. It never fails.
func (r *Recording) Stream(err bool) io.Writer { return stream{r, err} }

// Answer is what was written so far.
func (r *Recording) Answer() Answer {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.all
}

type stream struct {
	r   *Recording
	err bool
}

func (s stream) Write(p []byte) (int, error) {
	s.r.mu.Lock()
	defer s.r.mu.Unlock()
	if last := len(s.r.all) - 1; last >= 0 && s.r.all[last].Err == s.err {
		s.r.all[last].Text += string(p)
	} else {
		s.r.all = append(s.r.all, Piece{s.err, string(p)})
	}
	return len(p), nil
}
