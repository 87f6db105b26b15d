package quiet

import (
	"io"
	"sync"
)

// Recording takes down what is written to two streams, in its order, up to a bound.
// Its zero value is ready, and safe for concurrent use.
type Recording struct {
	mu    sync.Mutex
	ends  []end
	text  []byte
	stuck bool // there was more than is taken down
}

// end is where a piece ends in the text.
type end struct {
	err bool
	at  int
}

// maxAnswer is how long an answer may be, in bytes. What a run says is never
// remembered, and may be much.
const maxAnswer = 1 << 20

// Stream is what writes to standard output, or to standard error. It never fails.
func (r *Recording) Stream(err bool) io.Writer { return stream{r, err} }

// Answer is what was written so far, or false where that is too much.
func (r *Recording) Answer() (Answer, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	var a Answer
	begin := 0
	for _, e := range r.ends {
		a = append(a, Piece{e.err, string(r.text[begin:e.at])})
		begin = e.at
	}
	return a, !r.stuck
}

// Stop gives up what was written, and what will be.
func (r *Recording) Stop() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.stuck, r.text, r.ends = true, nil, nil
}

type stream struct {
	r   *Recording
	err bool
}

func (s stream) Write(p []byte) (int, error) {
	r := s.r
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.stuck = r.stuck || len(r.text)+len(p) > maxAnswer; r.stuck {
		r.text, r.ends = nil, nil
		return len(p), nil
	}
	r.text = append(r.text, p...)
	if last := len(r.ends) - 1; last >= 0 && r.ends[last].err == s.err {
		r.ends[last].at = len(r.text)
	} else {
		r.ends = append(r.ends, end{s.err, len(r.text)})
	}
	return len(p), nil
}
