package main

import (
	"net/http"
	"net/http/httptest"
	"sync"
	"time"

	"github.com/johannesboyne/gofakes3"
	"github.com/johannesboyne/gofakes3/backend/s3mem"
)

// link is a bucket that is some way off: each answer comes later by what the way takes,
// and all bodies together come no faster than the link lets them.
type link struct {
	server  *httptest.Server
	bucket  http.Handler
	latency time.Duration
	rate    float64 // bytes a second, both ways together; 0: no bound

	mu       sync.Mutex
	free     time.Time // when what is on the link has passed
	requests int
	trips    int // times that nobody waited for an answer, and then somebody did
	waiting  int
}

// bucket is the name of the bucket.
const bucket = "bench"

func newLink() (*link, error) {
	backend := s3mem.New()
	if err := backend.CreateBucket(bucket); err != nil {
		return nil, err
	}
	l := &link{bucket: gofakes3.New(backend).Server()}
	l.server = httptest.NewServer(l)
	return l, nil
}

// ServeHTTP answers as the bucket does, later.
func (l *link) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	l.mu.Lock()
	l.requests++
	if l.waiting++; l.waiting == 1 {
		l.trips++
	}
	latency := l.latency
	l.mu.Unlock()
	defer func() {
		l.mu.Lock()
		l.waiting--
		l.mu.Unlock()
	}()
	l.pass(int(max(0, r.ContentLength)))
	time.Sleep(latency)
	l.bucket.ServeHTTP(&slow{w, l}, r)
}

// slow is an answer on the link.
type slow struct {
	http.ResponseWriter
	on *link
}

func (s *slow) Write(p []byte) (int, error) {
	s.on.pass(len(p))
	return s.ResponseWriter.Write(p)
}

// pass takes the time that so many bytes need on the link, behind those that are on it.
func (l *link) pass(n int) {
	l.mu.Lock()
	if l.rate == 0 {
		l.mu.Unlock()
		return
	}
	now := time.Now()
	if l.free.Before(now) {
		l.free = now
	}
	l.free = l.free.Add(time.Duration(float64(n) / l.rate * float64(time.Second)))
	wait := l.free.Sub(now)
	l.mu.Unlock()
	if wait > time.Millisecond {
		time.Sleep(wait)
	}
}

// set makes the link another one, and begins to count anew.
func (l *link) set(latency time.Duration, rate float64) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.latency, l.rate, l.requests, l.trips = latency, rate, 0, 0
}

// counted is what was asked since the link was set.
func (l *link) counted() (requests, trips int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.requests, l.trips
}
