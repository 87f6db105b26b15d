package s3_test

import (
	"context"
	"encoding/pem"
	"errors"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"gesso/state/home/shelf"
	"gesso/state/home/shelf/s3"
	"gesso/state/home/shelf/s3/s3test"
)

// transport answers requests without a network.
type transport func(*http.Request) (*http.Response, error)

func (f transport) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

func offline(f transport) s3.Settings {
	return s3.Settings{Bucket: s3test.Bucket, Region: "eu-central-1", Environ: new(s3test.Server).Environ, Transport: f}
}

// answered is an answer with an object.
func answered(r *http.Request, size int64, body io.Reader) *http.Response {
	header := http.Header{"Etag": {`"e"`}, "Content-Length": {strconv.FormatInt(size, 10)}, "Last-Modified": {"Thu, 01 Jan 2026 00:00:00 GMT"}}
	return &http.Response{StatusCode: http.StatusOK, Header: header, ContentLength: size, Body: io.NopCloser(body), Request: r}
}

// hole takes everything and answers nothing.
func hole(r *http.Request) (*http.Response, error) {
	if r.Body != nil {
		_, _ = io.Copy(io.Discard, r.Body)
	}
	<-r.Context().Done()
	return nil, r.Context().Err()
}

// TestBlackHole: a connection on which nothing moves ends, after another try.
func TestBlackHole(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		requests := 0
		s := open(t, offline(func(r *http.Request) (*http.Response, error) {
			requests++
			return hole(r)
		}))
		began := time.Now()
		err := create(t, s, "log/0000000001", "x")
		e, ok := errors.AsType[*shelf.Error](err)
		if !ok || e.Problem != shelf.Unreachable {
			t.Fatalf("%v; want an unreachable shelf", err)
		}
		if took := time.Since(began).Round(time.Second); requests != 2 || took != 30*time.Second {
			t.Errorf("%d requests in %s, want 2 in 30s", requests, took)
		}
	})
}

// TestBlackHoleWhileReading: so does one that stops in the middle of a body.
func TestBlackHoleWhileReading(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := open(t, offline(func(r *http.Request) (*http.Response, error) {
			if r.Header.Get("Range") != "" {
				return hole(r)
			}
			body := io.MultiReader(strings.NewReader("12345"), &silent{r.Context()})
			return answered(r, 10, body), nil
		}))
		body, _, err := s.Read(t.Context(), "home")
		if err != nil {
			t.Fatal(err)
		}
		defer body.Close()
		data, err := io.ReadAll(body)
		if e, ok := errors.AsType[*shelf.Error](err); !ok || e.Problem != shelf.Unreachable || string(data) != "12345" {
			t.Errorf("%q, %v; want what came, and an unreachable shelf", data, err)
		}
	})
}

type silent struct{ ctx context.Context }

func (s *silent) Read([]byte) (int, error) {
	<-s.ctx.Done()
	return 0, s.ctx.Err()
}

// TestSlowButAlive: what moves is not ended, however long it takes.
func TestSlowButAlive(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := open(t, offline(func(r *http.Request) (*http.Response, error) {
			if r.Method == http.MethodPut {
				for n, err := 1, error(nil); n > 0 && err == nil; {
					time.Sleep(10 * time.Second)
					n, err = r.Body.Read(make([]byte, 10))
				}
				return &http.Response{StatusCode: 200, Header: http.Header{"Etag": {`"e"`}}, Body: http.NoBody, Request: r}, nil
			}
			return answered(r, 100, &drops{100}), nil
		}))
		if err := create(t, s, "home", strings.Repeat("x", 100)); err != nil {
			t.Error(err)
		}
		if got, err := read(t, s, "home"); len(got) != 100 || err != nil {
			t.Errorf("%d bytes, %v; want 100", len(got), err)
		}
	})
}

// drops is a body that comes byte by byte.
type drops struct{ left int }

func (d *drops) Read(p []byte) (int, error) {
	if d.left == 0 {
		return 0, io.EOF
	}
	time.Sleep(10 * time.Second)
	d.left--
	p[0] = 'x'
	return 1, nil
}

// TestCancel: a context that ends ends everything at once.
func TestCancel(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := open(t, offline(hole))
		for name, call := range map[string]func(context.Context) error{
			"create": func(ctx context.Context) error { return s.Create(ctx, "home", strings.NewReader("x"), 1) },
			"read":   func(ctx context.Context) error { _, _, err := s.Read(ctx, "home"); return err },
			"stat":   func(ctx context.Context) error { _, err := s.Stat(ctx, "home"); return err },
			"remove": func(ctx context.Context) error { return s.Remove(ctx, "home") },
			"list": func(ctx context.Context) (err error) {
				for _, err = range s.List(ctx, "", "") {
				}
				return err
			},
		} {
			ctx, cancel := context.WithCancel(t.Context())
			began := time.Now()
			time.AfterFunc(time.Second, cancel)
			if err := call(ctx); !errors.Is(err, context.Canceled) || time.Since(began) != time.Second {
				t.Errorf("%s: %v after %s; want context.Canceled after 1s", name, err, time.Since(began))
			}
		}
	})
}

// TestHosts: which host a bucket's requests go to.
func TestHosts(t *testing.T) {
	for _, test := range []struct {
		set  func(*s3.Settings)
		want string
	}{
		{func(*s3.Settings) {}, "https://pictures.s3.dualstack.eu-central-1.amazonaws.com/home"},
		{func(s *s3.Settings) { s.Prefix = "/a/b/" }, "https://pictures.s3.dualstack.eu-central-1.amazonaws.com/a/b/home"},
		{func(s *s3.Settings) { s.PathStyle = true }, "https://s3.dualstack.eu-central-1.amazonaws.com/pictures/home"},
		{func(s *s3.Settings) { s.Endpoint = "https://s3.studio.internal" }, "https://s3.studio.internal/pictures/home"},
		{func(s *s3.Settings) { s.Endpoint = "http://127.0.0.1:9000/" }, "http://127.0.0.1:9000/pictures/home"},
	} {
		got := ""
		settings := offline(func(r *http.Request) (*http.Response, error) {
			got = r.URL.String()
			return &http.Response{StatusCode: 404, Body: http.NoBody, Request: r}, nil
		})
		test.set(&settings)
		_, _ = open(t, settings).Stat(t.Context(), "home")
		if got != test.want {
			t.Errorf("asked for %s, want %s", got, test.want)
		}
	}
}

// TestCertificates: a service whose certificate nobody vouches for is told apart, and can be
// vouched for.
func TestCertificates(t *testing.T) {
	server := httptest.NewUnstartedServer(http.NotFoundHandler())
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.StartTLS()
	defer server.Close()
	dir := t.TempDir()
	good, bad := filepath.Join(dir, "ca.pem"), filepath.Join(dir, "bad.pem")
	certificate := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw})
	if err := errors.Join(os.WriteFile(good, certificate, 0o644), os.WriteFile(bad, []byte("x"), 0o644)); err != nil {
		t.Fatal(err)
	}
	settings := func(endpoint, file string) s3.Settings {
		return s3.Settings{Bucket: s3test.Bucket, Endpoint: endpoint, PathStyle: true, CAFile: file, Environ: new(s3test.Server).Environ}
	}
	_, err := open(t, settings(server.URL, "")).Stat(t.Context(), "home")
	if e, ok := errors.AsType[*shelf.Error](err); !ok || e.Problem != shelf.Untrusted {
		t.Errorf("without ca_file: %v; want an untrusted service", err)
	}
	if _, err := open(t, settings(server.URL, good)).Stat(t.Context(), "home"); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("with ca_file: %v; want that it is not there", err)
	}
	for _, file := range []string{bad, filepath.Join(dir, "absent.pem")} {
		_, err := s3.Open(settings(server.URL, file))
		if e, ok := errors.AsType[*shelf.Error](err); !ok || e.Problem != shelf.Untrusted {
			t.Errorf("ca_file %s: %v; want an untrusted service", file, err)
		}
	}
	plain := s3test.Serve(t)
	_, err = open(t, settings(strings.Replace(plain.URL, "http:", "https:", 1), "")).Stat(t.Context(), "home")
	if e, ok := errors.AsType[*shelf.Error](err); !ok || e.Problem != shelf.Unreachable || !strings.Contains(e.Detail, "http://") {
		t.Errorf("https to http: %v; want an unreachable shelf, and why", err)
	}
}

// TestNobodyThere: nothing listens.
func TestNobodyThere(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		requests := 0
		s := open(t, offline(func(*http.Request) (*http.Response, error) {
			requests++
			return nil, &refused{}
		}))
		_, err := s.Stat(t.Context(), "home")
		e, ok := errors.AsType[*shelf.Error](err)
		if !ok || e.Problem != shelf.Unreachable || requests != 7 || strings.Contains(err.Error(), "http") {
			t.Errorf("%v after %d requests; want an unreachable shelf, after 7, and no address", err, requests)
		}
	})
}

type refused struct{}

func (*refused) Error() string   { return "connection refused" }
func (*refused) Timeout() bool   { return false }
func (*refused) Temporary() bool { return false }
