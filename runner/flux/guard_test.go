package flux

import (
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"

	"gesso/runner/flux/internal/dial"
	"gesso/runner/provider"
)

// From a public endpoint no address leads into this machine, in no spelling.
func TestDownloadRefusesPrivateAddresses(t *testing.T) {
	s := play(t, "HTTP/1.1 200 OK\n\n"+png)
	port := s.url[len("http://127.0.0.1"):]
	c := client(t, "https://api.acedata.cloud")
	for _, address := range []string{
		s.url, "http://localhost" + port, "http://x.localhost" + port, "http://[::1]" + port, "http://[::ffff:127.0.0.1]" + port,
		"http://0.0.0.0" + port, "http://169.254.169.254/latest/meta-data", "ftp://cdn.test/a", "file:///etc/passwd", "/etc/passwd", "http://", ":",
	} {
		_, err := c.Download(t.Context(), address, io.Discard, 1<<20)
		wantClass(t, address, err, provider.BadPicture)
		if c.Alive(t.Context(), address) {
			t.Errorf("%s is alive", address)
		}
	}
	s.calls(t, 0)
}

// An address on the way is as forbidden as the first one.
func TestDownloadRefusesPrivateRedirects(t *testing.T) {
	calls := 0
	c := client(t, "https://api.test", func(cfg *Config) {
		cfg.Transport = roundTripper(func(req *http.Request) (*http.Response, error) {
			calls++
			return answered(req, http.StatusFound, "", "Location", "http://192.168.1.1/admin"), nil
		})
	})
	_, err := c.Download(t.Context(), "https://cdn.test/a.png", io.Discard, 1<<20)
	wantClass(t, "redirect", err, provider.BadPicture)
	if calls != 1 {
		t.Errorf("%d calls", calls)
	}
}

// The dial is the last word: here nothing looked at the address before.
func TestWebTransportGuardsTheDial(t *testing.T) {
	s := play(t, "HTTP/1.1 200 OK\n\n"+png)
	none := func(*http.Request) (*url.URL, error) { return nil, nil }
	transport := dial.Web(&dial.Guard{}, none)
	_, err := (&http.Client{Transport: transport}).Get(s.url)
	var refused *dial.Refusal
	var op *net.OpError
	if !errors.As(err, &refused) || !errors.As(err, &op) {
		t.Errorf("got %v", err)
	}
	s.calls(t, 0)
}

// The user's own proxy may be anywhere.
func TestWebTransportUsesPrivateProxy(t *testing.T) {
	asked := ""
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked = r.URL.String()
		_, _ = io.WriteString(w, png)
	}))
	defer proxy.Close()
	at, err := url.Parse(proxy.URL)
	if err != nil {
		t.Fatal(err)
	}
	c := client(t, "https://api.acedata.cloud")
	transport := dial.Web(c.guard, http.ProxyURL(at))
	defer transport.CloseIdleConnections()
	c.web.Transport = transport
	if _, err := c.Download(t.Context(), "http://cdn.test/a.png", io.Discard, 1<<20); err != nil || asked != "http://cdn.test/a.png" {
		t.Errorf("got %v, asked %q", err, asked)
	}
}
