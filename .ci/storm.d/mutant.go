package main

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"time"
)

// The mutants: each breaks one of the things on which a home rests, as a mistake in gesso
// would that trusts what it must not. A storm that does not find them proves nothing.
const (
	// ignorant replaces a segment by another one of its number: the condition holds only
	// where the bytes are the same, so that whoever tries it with one segment is satisfied.
	ignorant = "a"
	// gullible takes a number that is taken for its own, and does not look.
	gullible = "b"
	// hasty says of a picture that it is in the home before it is: whoever is killed
	// then has said it for nothing.
	hasty = "c"
)

var mutants = map[string]bool{ignorant: true, gullible: true, hasty: true}

const mutantsHelp = "`M`: a replaces a segment by another one of its number, b believes that what is there is its own, c tells of pictures before they are kept"

// afterwards is how much later the hasty one does what it has told.
const afterwards = 300 * time.Millisecond

// later keeps an object after a while, if its machine lives.
func (w *wire) later(l *line, request *http.Request, body []byte) answer {
	w.mu.Lock()
	deaths := l.deaths
	w.mu.Unlock()
	request = request.WithContext(context.WithoutCancel(request.Context()))
	go func() {
		time.Sleep(afterwards)
		w.mu.Lock()
		dead := l.deaths != deaths
		w.mu.Unlock()
		if !dead {
			request.Body = io.NopCloser(bytes.NewReader(body))
			w.bucket.ServeHTTP(httptest.NewRecorder(), request)
		}
	}()
	return accepted(body)
}

// isEvents reports whether a body is a segment with frames of the holder's.
func isEvents(body []byte) bool { return bytes.Contains(body, []byte(`"kind":"events"`)) }
