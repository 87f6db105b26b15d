package flux

import (
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"testing"

	"gesso/runner/provider"
)

func TestGuardAllow(t *testing.T) {
	tests := []struct {
		addr          string
		public, local bool
	}{
		{"93.184.216.34", true, true},
		{"2606:2800:220:1::1", true, true},
		{"198.18.0.7", true, true}, // what a fake-IP proxy resolves names to
		{"127.0.0.1", false, true},
		{"::1", false, true},
		{"::ffff:127.0.0.1", false, true},
		{"10.1.2.3", false, true},
		{"172.16.0.1", false, true},
		{"192.168.1.1", false, true},
		{"fd00::1", false, true},
		{"169.254.169.254", false, false},
		{"::ffff:169.254.169.254", false, false},
		{"fe80::1%eth0", false, false},
		{"0.0.0.0", false, false},
		{"::", false, false},
		{"224.0.0.1", false, false},
		{"0.1.2.3", false, true},
		{"100.63.255.255", true, true},
		{"100.64.0.1", false, true},
		{"100.127.255.255", false, true},
		{"100.128.0.0", true, true},
		{"192.0.0.8", false, true},
		{"192.0.1.1", true, true},
		{"240.0.0.1", false, true},
		{"255.255.255.255", false, false},
		{"::ffff:100.64.0.1", false, true},
		{"::7f00:1", false, true},
		{"::ffff:0:7f00:1", false, true},
		{"64:ff9b::7f00:1", false, false},
		{"64:ff9b::5db8:d822", false, false},
		{"64:ff9b:1::a00:1", false, true},
		{"2002:7f00:1::", false, true},
		{"2001:0:53aa:64c::1", false, true},
		{"2001:4860:4860::8888", true, true},
		{"ff02::1", false, false},
	}
	for _, test := range tests {
		addr := netip.MustParseAddr(test.addr)
		if got := (&guard{}).allow(addr) == nil; got != test.public {
			t.Errorf("%v: allowed %v", addr, got)
		}
		if got := (&guard{local: true}).allow(addr) == nil; got != test.local {
			t.Errorf("%v, with a local endpoint: allowed %v", addr, got)
		}
	}
}

// Where the API itself is reached through NAT64, so are pictures; what is private
// without it is so through it.
func TestGuardKnowsNAT64(t *testing.T) {
	g := &guard{}
	if err := g.noteAPI("tcp6", "[64:ff9b::5db8:d822]:443", nil); err != nil {
		t.Fatal(err)
	}
	for addr, want := range map[string]bool{"64:ff9b::5db8:d822": true, "64:ff9b::7f00:1": false, "64:ff9b::a9fe:a9fe": false, "64:ff9b:1::5db8:d822": false} {
		if got := g.allow(netip.MustParseAddr(addr)) == nil; got != want {
			t.Errorf("%s: allowed %v", addr, got)
		}
	}
}

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
	transport := webTransport(&guard{}, none)
	_, err := (&http.Client{Transport: transport}).Get(s.url)
	var refused *refusal
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
	transport := webTransport(c.guard, http.ProxyURL(at))
	defer transport.CloseIdleConnections()
	c.web.Transport = transport
	if _, err := c.Download(t.Context(), "http://cdn.test/a.png", io.Discard, 1<<20); err != nil || asked != "http://cdn.test/a.png" {
		t.Errorf("got %v, asked %q", err, asked)
	}
}

func TestHostPort(t *testing.T) {
	for proxy, want := range map[string]string{
		"http://proxy": "proxy:80", "https://proxy": "proxy:443", "socks5://proxy": "proxy:1080", "http://[::1]:3128": "[::1]:3128",
	} {
		u, err := url.Parse(proxy)
		if err != nil {
			t.Fatal(err)
		}
		if got := hostPort(u); got != want {
			t.Errorf("%s: got %s, want %s", proxy, got, want)
		}
	}
}
