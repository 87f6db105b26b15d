// Package s3test serves a bucket in the test's own process, for tests of shelves, homes and
// commands.
//
// # Promises
//
//   - The bucket obeys conditional writes, is empty, and ends with the test.
//   - A handler in front of it sees every request.
//
// # Not for
//
// Anything but tests. It accepts any credentials.
//
// # Example
//
//	server := s3test.Serve(t)
//	s, err := place.Open(ctx, place.Settings{Kind: "s3", Values: server.Values("autumn")}, place.Options{Environ: server.Environ})
package s3test

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/johannesboyne/gofakes3"
	"github.com/johannesboyne/gofakes3/backend/s3mem"

	"gesso/state/home/shelf/s3"
)

// Bucket is the name of the only bucket.
const Bucket = "pictures"

// The credentials of Environ. They look real, so that tests can search for them where they
// must not be.
const (
	AccessKey = "AKIAGESSOTESTACCESS1"
	SecretKey = "gesso/test+secret/0123456789abcdefghijkl"
)

// Server is a service with one bucket.
type Server struct {
	URL string
}

// Serve starts a server that ends with the test. Handlers may be put in front of it, the
// last one outermost.
func Serve(t testing.TB, before ...func(http.Handler) http.Handler) *Server {
	t.Helper()
	backend := s3mem.New()
	if err := backend.CreateBucket(Bucket); err != nil {
		t.Fatal(err)
	}
	handler := gofakes3.New(backend).Server()
	for _, wrap := range before {
		handler = wrap(handler)
	}
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return &Server{URL: server.URL}
}

// Blind makes a service ignore conditions, as some do.
func Blind(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPut {
			r.Header.Del("If-None-Match")
		}
		next.ServeHTTP(w, r)
	})
}

// Environ is an environment with credentials and nothing else.
func (s *Server) Environ(name string) string {
	switch name {
	case "AWS_ACCESS_KEY_ID":
		return AccessKey
	case "AWS_SECRET_ACCESS_KEY":
		return SecretKey
	}
	return ""
}

// Values returns the arguments of a backend block for a home below a prefix.
func (s *Server) Values(prefix string) map[string]string {
	return map[string]string{"bucket": Bucket, "prefix": prefix, "endpoint": s.URL, "path_style": "true"}
}

// Settings returns the settings of a shelf below a prefix.
func (s *Server) Settings(prefix string) s3.Settings {
	return s3.Settings{Bucket: Bucket, Prefix: prefix, Endpoint: s.URL, PathStyle: true, Environ: s.Environ}
}
