package flux

import (
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"gesso/runner/flux/internal/dial"
	"gesso/runner/provider"
)

// A proxy that refuses to pass a call on is told apart from a network that is
// down, and nothing was sent through it: with a tunnel and without.
func TestProxyRefuses(t *testing.T) {
	tests := []struct {
		status   int
		endpoint string
		want     provider.Class
	}{
		{407, "https://api.acedata.cloud", provider.OnTheWay},
		{403, "https://api.acedata.cloud", provider.OnTheWay},
		{502, "https://api.acedata.cloud", provider.Network},
		{429, "https://api.acedata.cloud", provider.Network},
		{407, "http://api.test", provider.OnTheWay},
		{403, "http://api.test", provider.OnTheWay},
	}
	for _, test := range tests {
		proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(test.status) }))
		at, err := url.Parse(proxy.URL)
		if err != nil {
			t.Fatal(err)
		}
		transport := dial.Paid(&dial.Guard{})
		transport.Proxy = http.ProxyURL(at)
		c := client(t, test.endpoint, func(cfg *Config) { cfg.Transport = transport })
		_, err = c.Submit(t.Context(), aCat)
		wantClass(t, test.endpoint, err, test.want)
		proxy.Close()
	}
}

// A certificate of nobody known is said to be one, with what helps in a company.
func TestCertificateHint(t *testing.T) {
	server := httptest.NewUnstartedServer(http.NotFoundHandler())
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.StartTLS()
	defer server.Close()
	c := client(t, server.URL)
	_, err := c.Submit(t.Context(), aCat)
	wantClass(t, "paid", err, provider.Network)
	if !strings.Contains(err.Error(), "SSL_CERT_FILE") {
		t.Errorf("got %v", err)
	}
	if _, err := c.Download(t.Context(), server.URL+"/a.png", io.Discard, 1<<20); err == nil || !strings.Contains(err.Error(), "SSL_CERT_FILE") {
		t.Errorf("a download: %v", err)
	}
}
