package providertest

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
)

// front is the suite's own server before a service. It reads each request whole,
// notes it, and lets the mood of the moment answer.
type front struct {
	*httptest.Server
	service http.Handler

	mu    sync.Mutex
	mood  mood
	left  int // of requests that the mood is for; below 0: all
	heard []heard
}

// heard is a request that arrived.
type heard struct {
	method, path string
	secret       bool // the token was in it
}

// mood is how a request is answered; service is what would answer it well.
type mood func(w http.ResponseWriter, r *http.Request, service http.Handler)

func newFront(t *testing.T, service http.Handler) *front {
	f := &front{service: service}
	f.Server = httptest.NewServer(f)
	t.Cleanup(f.Close)
	return f
}

// be sets the mood for the next n requests; n below 0 is for all.
func (f *front) be(m mood, n int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.mood, f.left = m, n
}

// calls are the requests since the last time that it was called.
func (f *front) calls() []heard {
	f.mu.Lock()
	defer f.mu.Unlock()
	all := f.heard
	f.heard = nil
	return all
}

func (f *front) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return // it broke off, and was not written whole
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	f.note(r).answer(w, r, f.service)
}

func (m mood) answer(w http.ResponseWriter, r *http.Request, service http.Handler) {
	if m == nil {
		service.ServeHTTP(w, r)
		return
	}
	m(w, r, service)
}

func (f *front) note(r *http.Request) mood {
	secret := strings.Contains(fmt.Sprint(r.Header), Token) || strings.Contains(r.URL.String(), Token)
	f.mu.Lock()
	defer f.mu.Unlock()
	f.heard = append(f.heard, heard{r.Method, r.URL.Path, secret})
	if f.left == 0 {
		return nil
	}
	f.left--
	return f.mood
}

// says answers in the service's place, which never hears of the request.
func says(status int, header http.Header, body string) mood {
	return func(w http.ResponseWriter, _ *http.Request, _ http.Handler) { write(w, status, header, body) }
}

// saysAfter lets the service do what it was asked for, and answers otherwise.
func saysAfter(status int, header http.Header, body string) mood {
	return func(w http.ResponseWriter, r *http.Request, service http.Handler) {
		service.ServeHTTP(httptest.NewRecorder(), r)
		write(w, status, header, body)
	}
}

func write(w http.ResponseWriter, status int, header http.Header, body string) {
	for name, values := range header {
		w.Header()[name] = values
	}
	w.WriteHeader(status)
	_, _ = io.WriteString(w, body)
}

// loses lets the service do what it was asked for, and closes the connection
// without a word.
func loses(w http.ResponseWriter, r *http.Request, service http.Handler) {
	service.ServeHTTP(httptest.NewRecorder(), r)
	panic(http.ErrAbortHandler)
}

// breaksOff sends half of what the service answers.
func breaksOff(w http.ResponseWriter, r *http.Request, service http.Handler) {
	answer := httptest.NewRecorder()
	service.ServeHTTP(answer, r)
	for name, values := range answer.Header() {
		w.Header()[name] = values
	}
	body := answer.Body.Bytes()
	w.Header().Set("Content-Length", fmt.Sprint(len(body)))
	w.WriteHeader(answer.Code)
	_, _ = w.Write(body[:len(body)/2])
	_ = http.NewResponseController(w).Flush()
	panic(http.ErrAbortHandler)
}

// endless answers with as many bytes as anybody reads, up to most of them, which
// nobody should. It tells whether somebody did.
func endless(header http.Header, most int) (mood, func() bool) {
	var mu sync.Mutex
	swallowed := false
	return func(w http.ResponseWriter, r *http.Request, service http.Handler) {
		service.ServeHTTP(httptest.NewRecorder(), r)
		for name, values := range header {
			w.Header()[name] = values
		}
		chunk := bytes.Repeat([]byte(" "), 1<<20)
		for range most / len(chunk) {
			if _, err := w.Write(chunk); err != nil {
				return
			}
		}
		mu.Lock()
		defer mu.Unlock()
		swallowed = true
	}, func() bool { mu.Lock(); defer mu.Unlock(); return swallowed }
}

// holds lets the service do what it was asked for, says so, and never answers.
func holds(arrived chan<- struct{}) mood {
	return func(_ http.ResponseWriter, r *http.Request, service http.Handler) {
		service.ServeHTTP(httptest.NewRecorder(), r)
		arrived <- struct{}{}
		<-r.Context().Done()
	}
}
