package main

import (
	"bytes"
	"crypto/md5"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"sync"
	"time"

	"github.com/johannesboyne/gofakes3"
	"github.com/johannesboyne/gofakes3/backend/s3mem"
)

// bucket is the name of a team's bucket.
const bucket = "studio"

// credentials are the environment by which a bucket knows a machine.
func credentials(machine string) []string {
	return []string{"AWS_ACCESS_KEY_ID=" + machine, "AWS_SECRET_ACCESS_KEY=no-secret", "AWS_EC2_METADATA_DISABLED=true"}
}

// wire is a bucket, and the lines by which machines reach it. Whoever has no line has a good one.
type wire struct {
	server *httptest.Server
	bucket http.Handler
	mutant string

	mu    sync.Mutex
	rng   *rand.Rand
	lines map[string]*line // by machine
}

// line is one machine's way to a bucket.
type line struct {
	weather
	deaths int           // gessos of the machine that were killed
	dark   chan struct{} // nothing comes through until it is closed; nil: it does
	torn   bool          // the line breaks at once while it is dark
}

// weather is how bad a line is: parts of the requests that meet something.
type weather struct {
	latency                   time.Duration
	reset, refused, lost, cut float64
}

// lay makes a bucket. A punctual one refuses requests of whose clock is wrong by a quarter
// of an hour or more.
func lay(seed uint64, mutant string, punctual bool) (*wire, error) {
	backend := s3mem.New()
	if err := backend.CreateBucket(bucket); err != nil {
		return nil, err
	}
	var options []gofakes3.Option
	if !punctual {
		options = append(options, gofakes3.WithTimeSkewLimit(0))
	}
	w := &wire{bucket: gofakes3.New(backend, options...).Server(), mutant: mutant, rng: rand.New(rand.NewPCG(seed, 1)), lines: map[string]*line{}}
	w.server = httptest.NewServer(w)
	return w, nil
}

func (w *wire) url() string { return w.server.URL }

// close lets go of whoever still waits, and ends the bucket.
func (w *wire) close() {
	w.mu.Lock()
	for _, l := range w.lines {
		l.light()
	}
	w.mu.Unlock()
	w.server.CloseClientConnections()
	w.server.Close()
}

func (w *wire) connect(machine string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.lines[machine] = &line{}
}

// expose gives a machine's line its weather.
func (w *wire) expose(machine string, now weather) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.lines[machine].weather = now
}

// cutOff lets nothing through until the function that it returns is called.
func (w *wire) cutOff(machine string, torn bool) (restore func() error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	l := w.lines[machine]
	l.light()
	l.dark, l.torn = make(chan struct{}), torn
	return func() error {
		w.mu.Lock()
		defer w.mu.Unlock()
		l.light()
		return nil
	}
}

func (l *line) light() {
	if l.dark != nil {
		close(l.dark)
	}
	l.dark = nil
}

// died notes that a gesso of a machine was killed.
func (w *wire) died(machine string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if l := w.lines[machine]; l != nil {
		l.deaths++
	}
}

// machineOf matches the key that a request is signed with.
var machineOf = regexp.MustCompile(`Credential=([^/]+)/`)

// ServeHTTP passes a request on, or does what the line does to it.
func (w *wire) ServeHTTP(out http.ResponseWriter, request *http.Request) {
	name := ""
	if found := machineOf.FindStringSubmatch(request.Header.Get("Authorization")); found != nil {
		name = found[1]
	}
	w.mu.Lock()
	l := w.lines[name]
	if l == nil {
		l = &line{}
	}
	now, dark, torn := l.weather, l.dark, l.torn
	luck, wait := w.rng.Float64(), time.Duration(w.rng.Float64()*float64(2*now.latency))
	w.mu.Unlock()
	if dark != nil && !torn {
		select {
		case <-dark:
		case <-request.Context().Done():
		}
	}
	if dark != nil {
		panic(http.ErrAbortHandler)
	}
	time.Sleep(wait)
	switch {
	case luck < now.reset:
		panic(http.ErrAbortHandler)
	case luck < now.reset+now.refused:
		http.Error(out, `<?xml version="1.0" encoding="UTF-8"?><Error><Code>SlowDown</Code><Message>the storm</Message></Error>`, http.StatusServiceUnavailable)
		return
	}
	answer := w.answer(l, request)
	switch luck -= now.reset + now.refused; {
	case luck < now.lost:
		panic(http.ErrAbortHandler) // it is done, and nobody hears of it
	case luck < now.lost+now.cut && answer.Body.Len() > 1:
		answer.Body.Truncate(answer.Body.Len() / 2)
		answer.write(out)
		panic(http.ErrAbortHandler)
	}
	answer.write(out)
}

// answer is what a bucket says, as far as it keeps to what buckets promise.
type answer struct{ *httptest.ResponseRecorder }

func (a answer) write(out http.ResponseWriter) {
	for name, values := range a.Header() {
		out.Header()[name] = values
	}
	out.WriteHeader(a.Code)
	_, _ = out.Write(a.Body.Bytes()) // who asked may have gone
	if flusher, can := out.(http.Flusher); can {
		flusher.Flush()
	}
}

func (w *wire) answer(l *line, request *http.Request) answer {
	log := strings.Contains(request.URL.Path, "/log/")
	object := strings.Contains(request.URL.Path, "/objects/")
	put := request.Method == http.MethodPut
	body := []byte{}
	if put && w.mutant != "" {
		body, _ = io.ReadAll(request.Body) // what is missing is refused by its length
		request.Body = io.NopCloser(bytes.NewReader(body))
	}
	switch {
	case w.mutant == ignorant && put && log && !w.has(request, body):
		request.Header.Del("If-None-Match")
	case w.mutant == hasty && put && object:
		return w.later(l, request.Clone(request.Context()), body)
	}
	a := answer{httptest.NewRecorder()}
	w.bucket.ServeHTTP(a, request)
	if w.mutant == gullible && put && log && a.Code == http.StatusPreconditionFailed && isEvents(body) {
		return accepted(body)
	}
	return a
}

// has reports whether the bucket has an object with these bytes by a request's name.
func (w *wire) has(request *http.Request, body []byte) bool {
	look := request.Clone(request.Context())
	look.Method, look.Body, look.ContentLength = http.MethodGet, http.NoBody, 0
	look.Header.Del("If-None-Match")
	there := answer{httptest.NewRecorder()}
	w.bucket.ServeHTTP(there, look)
	return there.Code == http.StatusOK && bytes.Equal(there.Body.Bytes(), body)
}

// accepted is the answer to a body that was kept.
func accepted(body []byte) answer {
	a := answer{httptest.NewRecorder()}
	a.Header().Set("ETag", fmt.Sprintf(`"%x"`, md5.Sum(body)))
	a.WriteHeader(http.StatusOK)
	return a
}
