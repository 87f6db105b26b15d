package cli_test

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"gesso/runner/sandbox"
)

// gateway stands before a sandbox, and makes an API of it that is none: without
// the header, and with other addresses of pictures.
func gateway(t *testing.T, to *sandbox.Running) string {
	t.Helper()
	target, err := url.Parse(to.URL)
	if err != nil {
		t.Fatal(err)
	}
	proxy := &httputil.ReverseProxy{
		Rewrite: func(r *httputil.ProxyRequest) {
			r.Out.URL.Scheme, r.Out.URL.Host, r.Out.Host = target.Scheme, target.Host, r.In.Host
			r.Out.URL.Path = strings.Replace(r.In.URL.Path, "/results/", "/sandbox/pictures/", 1)
		},
		ModifyResponse: func(r *http.Response) error {
			r.Header.Del("Gesso-Sandbox")
			body, err := io.ReadAll(r.Body)
			body = bytes.ReplaceAll(body, []byte("/sandbox/pictures/"), []byte("/results/"))
			r.Body, r.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
			r.Header.Set("Content-Length", strconv.Itoa(len(body)))
			return err
		},
	}
	server := httptest.NewServer(proxy)
	t.Cleanup(server.Close)
	return server.URL
}

// What a picture counts as goes by what made it, not by an address: between any
// two places, what a plan that asks nobody says, and what the next purchase finds
// once the place has said what it is. A placeholder never counts as a picture
// that was bought, and nothing is paid where both places are the API.
func TestPlacesOfProviders(t *testing.T) {
	if raced {
		t.Skip("a large table of what one goroutine does")
	}
	t.Parallel()
	const free, paid = "No changes.", "1 paid (1 regenerate)"
	tests := []struct {
		before, after string
		plan          string
		bought        int // with one more image; -1 where nobody can be asked
	}{
		{"builtin", "builtin", free, 1},
		{"builtin", "sandbox", free, 1},
		{"builtin", "gateway", free, 2},
		{"builtin", "remote", paid, -1},
		{"sandbox", "builtin", free, 1},
		{"sandbox", "sandbox", free, 1},
		{"sandbox", "gateway", free, 2},
		{"sandbox", "remote", paid, -1},
		{"gateway", "builtin", paid, 2},
		{"gateway", "sandbox", free, 2},
		{"gateway", "gateway", free, 1},
		{"gateway", "remote", free, -1},
	}
	for _, test := range tests {
		t.Run(test.before+" to "+test.after, func(t *testing.T) {
			p := newProject(t, sandbox.Options{})
			places := map[string]string{
				"builtin": "sandbox", "sandbox": p.sandbox.URL, "gateway": gateway(t, p.sandbox), "remote": "https://api.test",
			}
			at := func(place string) {
				p.write("provider.hcl", fmt.Sprintf("provider \"flux\" {\n  endpoint      = %q\n  poll_interval = \"5ms\"\n}\n", places[place]))
			}
			p.write("main.hcl", "image \"a\" {\n  prompt = \"a mill\"\n}\n")
			at(test.before)
			p.run(0, "apply", "-auto-approve")
			at(test.after)
			p.asked()
			if said := p.run(0, "plan"); !strings.Contains(said, test.plan) {
				t.Errorf("want %q:\n%s", test.plan, said)
			}
			if test.plan == free {
				p.run(0, "apply", "-auto-approve")
			}
			p.silent()
			if test.bought < 0 {
				return
			}
			p.write("more.hcl", "image \"b\" {\n  prompt = \"a hill\"\n}\n")
			said := p.run(0, "apply", "-auto-approve")
			if !strings.Contains(said, fmt.Sprintf("Plan: %d paid", test.bought)) {
				t.Errorf("want %d paid:\n%s", test.bought, said)
			}
			if said := p.run(0, "plan"); !strings.Contains(said, free) {
				t.Errorf("after that:\n%s", said)
			}
		})
	}
}

// What a lost state told of a place the ledger tells still: a plan that asks
// nobody says what the run then does.
func TestPlaceOfLostState(t *testing.T) {
	for _, place := range []string{"sandbox", "gateway"} {
		t.Run(place, func(t *testing.T) {
			p := newProject(t, sandbox.Options{})
			places := map[string]string{"sandbox": p.sandbox.URL, "gateway": gateway(t, p.sandbox)}
			p.write("provider.hcl", fmt.Sprintf("provider \"flux\" {\n  endpoint      = %q\n  poll_interval = \"5ms\"\n}\n", places[place]))
			p.write("main.hcl", "image \"a\" {\n  count  = 2\n  prompt = \"a mill\"\n}\n")
			p.run(0, "apply", "-auto-approve")
			if err := os.Remove(filepath.Join(p.dir, "gesso.state")); err != nil {
				t.Fatal(err)
			}
			p.asked()
			if said, want := p.run(0, "plan"), "0 paid, 2 free (2 reuse)"; !strings.Contains(said, want) {
				t.Errorf("want %q:\n%s", want, said)
			}
			p.run(0, "apply", "-auto-approve")
			p.silent()
		})
	}
}
