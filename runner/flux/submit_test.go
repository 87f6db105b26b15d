package flux

import (
	"context"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"gesso/runner/provider"
)

// The exact bytes that are paid for, in each mode and for each kind of request.
func TestSubmitSends(t *testing.T) {
	edit := provider.Request{Action: provider.Edit, Prompt: "at night <&>", Model: "flux-kontext-pro", Size: "1:1", SourceURL: "https://cdn.test/a.png", Count: 3}
	four := aCat
	four.Count = 4
	bare := provider.Request{Action: provider.Generate, Prompt: "a cat", Count: 1}
	tests := []struct {
		name         string
		mode         Mode
		req          provider.Request
		accept, body string
	}{
		{"async", Async, aCat, "application/json", `{"action":"generate","prompt":"a cat","model":"flux-dev","size":"1024x1024","async":true}`},
		{"sync", Sync, bare, "application/json", `{"action":"generate","prompt":"a cat"}`},
		{"stream", Stream, four, "application/x-ndjson", `{"action":"generate","prompt":"a cat","model":"flux-dev","size":"1024x1024","count":4}`},
		{"edit", Async, edit, "application/json", `{"action":"edit","prompt":"at night \u003c\u0026\u003e","model":"flux-kontext-pro","size":"1:1","image_url":"https://cdn.test/a.png","async":true}`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s := play(t, jsonAnswer("200 OK", `{"task_id":"T1"}`))
			c := client(t, s.url+"/base/", func(cfg *Config) { cfg.Mode = test.mode })
			if _, err := c.Submit(t.Context(), test.req); err != nil {
				t.Fatal(err)
			}
			got := s.requests()[0]
			if got.Method != "POST" || got.URL.Path != "/base/flux/images" {
				t.Errorf("got %s %s", got.Method, got.URL)
			}
			if diff := cmp.Diff(test.body, got.body); diff != "" {
				t.Errorf("body (-want +got):\n%s", diff)
			}
			want := http.Header{
				"Accept": {test.accept}, "Authorization": {"Bearer " + testToken}, "Content-Type": {"application/json"},
				"User-Agent": {"gesso/test"}, "Content-Length": got.Header["Content-Length"],
				"Accept-Encoding": {"identity"}, "Connection": {"close"},
			}
			if diff := cmp.Diff(want, got.Header); diff != "" {
				t.Errorf("header (-want +got):\n%s", diff)
			}
		})
	}
}

// What cannot succeed is not sent.
func TestSubmitRefusesBeforeSending(t *testing.T) {
	tests := map[string]func(*provider.Request){
		"no action":       func(r *provider.Request) { r.Action = "" },
		"no prompt":       func(r *provider.Request) { r.Prompt = " \n" },
		"broken prompt":   func(r *provider.Request) { r.Prompt = "a \xff cat" },
		"no pictures":     func(r *provider.Request) { r.Count = 0 },
		"no source":       func(r *provider.Request) { r.Action = provider.Edit },
		"a file's source": func(r *provider.Request) { r.Action, r.SourceURL = provider.Edit, "file:///a.png" },
	}
	s := play(t, "[close]\n")
	c := client(t, s.url)
	for name, change := range tests {
		req := aCat
		change(&req)
		_, err := c.Submit(t.Context(), req)
		wantClass(t, name, err, provider.Invalid)
	}
	s.calls(t, 0)
}

// Whatever fails before the body was read by the transport was not bought, and
// may be repeated.
func TestSubmitNeverSent(t *testing.T) {
	closed := httptest.NewServer(nil)
	closed.Close()
	secure := httptest.NewTLSServer(nil)
	secure.Config.ErrorLog = log.New(io.Discard, "", 0)
	t.Cleanup(secure.Close)
	over, cancel := context.WithCancel(t.Context())
	cancel()
	noName := &net.DNSError{Err: "no such host", Name: "api.test", IsNotFound: true}

	tests := []struct {
		name      string
		ctx       context.Context
		endpoint  string
		transport http.RoundTripper
		is        error
	}{
		{"refused connection", t.Context(), closed.URL, nil, nil},
		{"unknown certificate", t.Context(), secure.URL, nil, nil},
		{"cancelled before", over, closed.URL, nil, context.Canceled},
		{"unknown name", t.Context(), "https://api.test", &http.Transport{
			DialContext: func(context.Context, string, string) (net.Conn, error) { return nil, noName },
		}, noName},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			c := client(t, test.endpoint, func(cfg *Config) { cfg.Transport = test.transport })
			_, err := c.Submit(test.ctx, aCat)
			wantClass(t, test.name, err, provider.Network)
			if test.is != nil && !errors.Is(err, test.is) {
				t.Errorf("%v is not %v", err, test.is)
			}
		})
	}
}

// net/http may still write a request that it gave up on. Of a call that was
// reported as never sent it must get nothing to write.
func TestSubmitSealsWhatWasNotSent(t *testing.T) {
	var late io.Reader
	c := client(t, "https://api.test", func(cfg *Config) {
		cfg.Transport = roundTripper(func(req *http.Request) (*http.Response, error) {
			late = req.Body
			return nil, errors.New("given up")
		})
	})
	_, err := c.Submit(t.Context(), aCat)
	wantClass(t, "given up", err, provider.Network)
	if n, err := late.Read(make([]byte, 10)); n != 0 || err == nil {
		t.Errorf("the body gave %d bytes after the call", n)
	}
}

// No transport can find a way to send the request again.
func TestSubmitCannotBeReplayed(t *testing.T) {
	c := client(t, "https://api.test", func(cfg *Config) {
		cfg.Transport = roundTripper(func(req *http.Request) (*http.Response, error) {
			if _, ok := req.Body.(io.Seeker); ok || req.GetBody != nil {
				t.Error("the body can start over")
			}
			for name := range req.Header {
				if strings.Contains(name, "Idempotency") {
					t.Errorf("%s makes net/http repeat the request", name)
				}
			}
			return nil, errors.New("no network")
		})
	})
	_, err := c.Submit(t.Context(), aCat)
	wantClass(t, "no network", err, provider.Network)
}

// A paid request never travels on a connection that a server may be closing:
// none is in doubt, and none is made twice, however short the server keeps them.
func TestSubmitOnFreshConnections(t *testing.T) {
	const kept = "HTTP/1.1 200 OK\nContent-Length: 16\n\n{\"task_id\":\"T1\"}[keep]\n"
	for _, end := range []string{"", "[keep]\n"} {
		// Free calls before and between keep connections that could be used.
		s := play(t, kept, strings.TrimSuffix(kept, "[keep]\n")+end)
		c := client(t, s.url)
		for range 5 {
			if _, err := c.Poll(t.Context(), []string{"T1"}); err != nil {
				t.Fatal(err)
			}
			if task, err := c.Submit(t.Context(), aCat); err != nil || task.ID != "T1" {
				t.Fatalf("got %v, %v", task, err)
			}
		}
	}
	connections := map[string]bool{}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if connections[r.RemoteAddr] {
			t.Error("a connection was used again")
		}
		connections[r.RemoteAddr] = true
		_, _ = io.WriteString(w, `{"task_id":"T1"}`)
	}))
	defer server.Close()
	c := client(t, server.URL)
	for range 20 {
		if _, err := c.Submit(t.Context(), aCat); err != nil {
			t.Fatal(err)
		}
	}
	if len(connections) != 20 {
		t.Errorf("20 submissions took %d connections", len(connections))
	}
}

// A redirect is not followed, so neither body nor token reaches where it leads.
func TestSubmitFollowsNoRedirect(t *testing.T) {
	elsewhere := play(t, jsonAnswer("200 OK", `{"task_id":"T1"}`))
	for _, status := range []string{"301 Moved", "302 Found", "303 See Other", "307 Temporary", "308 Permanent"} {
		s := play(t, "HTTP/1.1 "+status+"\nLocation: "+elsewhere.url+"/flux/images\nContent-Length: 0\n\n")
		_, err := client(t, s.url).Submit(t.Context(), aCat)
		// Only 303 answers a request that was carried out.
		wantClass(t, status, err, map[bool]provider.Class{true: provider.InDoubt, false: provider.Invalid}[status == "303 See Other"])
		s.calls(t, 1)
	}
	elsewhere.calls(t, 0)
}

// After the request was written, giving up leaves doubt.
func TestSubmitCancelledAfterSending(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		cancel()
		<-r.Context().Done()
	}))
	defer server.Close()
	_, err := client(t, server.URL).Submit(ctx, aCat)
	wantClass(t, "cancelled", err, provider.InDoubt)
	if !errors.Is(err, context.Canceled) {
		t.Errorf("%v does not tell that it was cancelled", err)
	}
}

// silent is a server that takes a request and never answers.
var silent = roundTripper(func(req *http.Request) (*http.Response, error) {
	_, _ = io.Copy(io.Discard, req.Body)
	<-req.Context().Done()
	return nil, context.Cause(req.Context())
})

// Each mode waits as long as it should, then doubts.
func TestSubmitTimeout(t *testing.T) {
	for mode, want := range map[Mode]time.Duration{Async: 2 * time.Minute, Sync: 10 * time.Minute, Stream: 10 * time.Minute} {
		synctest.Test(t, func(t *testing.T) {
			start := time.Now()
			c := client(t, "https://api.test", func(cfg *Config) { cfg.Mode, cfg.Transport = mode, silent })
			_, err := c.Submit(t.Context(), aCat)
			wantClass(t, mode.String(), err, provider.InDoubt)
			if got := time.Since(start); got != want {
				t.Errorf("%v waited %v, want %v", mode, got, want)
			}
			if !errors.Is(err, context.DeadlineExceeded) || !strings.Contains(err.Error(), "no answer within") {
				t.Errorf("%v is no timeout", err)
			}
		})
	}
}

// The class of a refusal does not wait for the end of its body.
func TestSubmitErrorBodyNeverEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		c := client(t, "https://api.test", func(cfg *Config) {
			cfg.Transport = roundTripper(func(req *http.Request) (*http.Response, error) {
				_, _ = io.Copy(io.Discard, req.Body)
				resp := answered(req, http.StatusUnauthorized, "")
				resp.Body = io.NopCloser(io.MultiReader(strings.NewReader("wrong token"), hanging{req.Context()}))
				return resp, nil
			})
		})
		_, err := c.Submit(t.Context(), aCat)
		if got := outcome(provider.Task{}, err); got != `authentication status=401 message="wrong token"` {
			t.Error(got)
		}
		if got := time.Since(start); got != errorBodyTime {
			t.Errorf("waited %v", got)
		}
	})
}

// hanging is a body that gives nothing until its context ends.
type hanging struct{ ctx context.Context }

func (h hanging) Read([]byte) (int, error) {
	<-h.ctx.Done()
	return 0, context.Cause(h.ctx)
}

// Bodies are read up to their limits and no further.
func TestSubmitHugeBodies(t *testing.T) {
	huge := strings.Repeat("x", maxAnswer+10)
	tests := []struct{ name, answer, want string }{
		{"error", "HTTP/1.1 500 Oops\n\n" + huge, `in doubt status=500 message="` + strings.Repeat("x", maxLine-1) + `…"`},
		{"answer", "HTTP/1.1 200 OK\n\n" + huge, `in doubt status=200 message="` + strings.Repeat("x", maxLine-1) + `…" cause="the answer is longer than 8388608 bytes"`},
		{"long line", "HTTP/1.1 200 OK\n\n{\"task_id\":\"T1\"}\n" + huge, "running id=T1"},
		{"not UTF-8", "HTTP/1.1 400 Bad\n\n\xff\xfe\x00bad", "invalid request status=400 message=\"\uFFFDbad\""},
		{"long ids", "HTTP/1.1 200 OK\n\n{\"task_id\":\"" + huge[:1000] + "\"}", `in doubt status=200 cause="the answer names a task that cannot be asked for: its id has 1000 bytes, more than 200"`},
	}
	for _, test := range tests {
		s := play(t, test.answer)
		task, err := client(t, s.url).Submit(t.Context(), aCat)
		if diff := cmp.Diff(test.want, outcome(task, err)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.name, diff)
		}
	}
}

// A caller that knows of the sandbox gets its pictures.
func TestSubmitSandbox(t *testing.T) {
	s := play(t, "HTTP/1.1 200 OK\nGesso-Sandbox: 1\n\n{\"task_id\":\"T1\"}")
	c := client(t, s.url, func(cfg *Config) { cfg.Sandbox, cfg.Token = true, "" })
	if task, err := c.Submit(t.Context(), aCat); err != nil || task.ID != "T1" {
		t.Errorf("got %v, %v", task, err)
	}
	if auth, ok := s.requests()[0].Header["Authorization"]; ok {
		t.Errorf("without a token the header is %q", auth)
	}
}

func wantClass(t *testing.T, what string, err error, want provider.Class) {
	t.Helper()
	var failed *provider.Error
	switch {
	case !errors.As(err, &failed):
		t.Errorf("%s: got %v, want an error of class %v", what, err, want)
	case failed.Class != want:
		t.Errorf("%s: got class %v (%v), want %v", what, failed.Class, err, want)
	case strings.Contains(err.Error(), testToken):
		t.Errorf("%s: %v holds the token", what, err)
	}
}
