package flux

import (
	"crypto/tls"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"gesso/runner/flux/internal/dial"
	"gesso/runner/provider"
)

func TestNewEndpoints(t *testing.T) {
	tests := []struct{ name, endpoint, upload, images, files string }{
		{"defaults", "", "", "https://api.acedata.cloud/flux/images", "https://platform.acedata.cloud/api/v1/files/"},
		{"the default, said", DefaultEndpoint + "/", "", "https://api.acedata.cloud/flux/images", "https://platform.acedata.cloud/api/v1/files/"},
		{"a gateway takes uploads too", "https://gate.test/ace/", "", "https://gate.test/ace/flux/images", "https://gate.test/ace/api/v1/files/"},
		{"both", "http://127.0.0.1:80", "https://up.test", "http://127.0.0.1:80/flux/images", "https://up.test/api/v1/files/"},
	}
	for _, test := range tests {
		c, err := New(Config{Endpoint: test.endpoint, UploadEndpoint: test.upload, Token: testToken})
		if err != nil {
			t.Errorf("%s: %v", test.name, err)
			continue
		}
		if c.images != test.images || c.files != test.files {
			t.Errorf("%s: got %s and %s", test.name, c.images, c.files)
		}
	}
}

func TestNewRefuses(t *testing.T) {
	tests := []struct {
		name string
		cfg  Config
		want provider.Class
	}{
		{"no token", Config{}, provider.Authentication},
		{"only blanks", Config{Token: " \n"}, provider.Authentication},
		{"two lines", Config{Token: testToken + "\nX-Evil: 1"}, provider.Authentication},
		{"not ASCII", Config{Token: testToken + "é"}, provider.Authentication},
		{"unknown mode", Config{Token: testToken, Mode: 7}, provider.Invalid},
		{"no scheme", Config{Token: testToken, Endpoint: "api.test"}, provider.Invalid},
		{"other scheme", Config{Token: testToken, Endpoint: "ftp://api.test"}, provider.Invalid},
		{"no host", Config{Token: testToken, Endpoint: "https://"}, provider.Invalid},
		{"credentials", Config{Token: testToken, Endpoint: "https://" + testToken + "@api.test"}, provider.Invalid},
		{"query", Config{Token: testToken, UploadEndpoint: "https://api.test?token=" + testToken}, provider.Invalid},
	}
	for _, test := range tests {
		_, err := New(test.cfg)
		wantClass(t, test.name, err, test.want)
	}
}

func TestNewTakesTokens(t *testing.T) {
	for name, cfg := range map[string]Config{
		"newline at the end":     {Token: testToken + "\n"},
		"none for a sandbox":     {Endpoint: "https://api.test", Sandbox: true},
		"none for this machine":  {Endpoint: "http://localhost:8080"},
		"none for IPv6 loopback": {Endpoint: "http://[::1]:8080"},
		"none for this network":  {Endpoint: "http://192.168.1.7"},
	} {
		if _, err := New(cfg); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Over HTTP/2 one broken connection would leave all requests in doubt.
func TestOwnTransportOfTheAPI(t *testing.T) {
	own := dial.API(&dial.Guard{})
	if own.Protocols.HTTP2() || !own.Protocols.HTTP1() || own.IdleConnTimeout >= 5*time.Second {
		t.Errorf("got %v, %v", own.Protocols, own.IdleConnTimeout)
	}
	if web := dial.Web(&dial.Guard{}, http.ProxyFromEnvironment); !web.DisableCompression {
		t.Error("a compressed picture has no length to check")
	}
}

// Both transports of the API say HTTP/1.1 in the handshake, and take it.
func TestHandshakeSaysHTTP1(t *testing.T) {
	said := make(chan []string, 1)
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprint(w, r.Proto)
	}))
	server.TLS = &tls.Config{GetConfigForClient: func(hello *tls.ClientHelloInfo) (*tls.Config, error) {
		said <- hello.SupportedProtos
		return nil, nil
	}}
	server.EnableHTTP2 = true
	server.StartTLS()
	defer server.Close()
	for _, transport := range []*http.Transport{dial.API(&dial.Guard{}), dial.Paid(&dial.Guard{})} {
		transport.TLSClientConfig.RootCAs = server.Client().Transport.(*http.Transport).TLSClientConfig.RootCAs
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, server.URL, nil)
		if err != nil {
			t.Fatal(err)
		}
		resp, err := transport.RoundTrip(req)
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		transport.CloseIdleConnections()
		if got := <-said; len(got) != 1 || got[0] != "http/1.1" || resp.ProtoMajor != 1 {
			t.Errorf("said %v, took %s", got, resp.Proto)
		}
	}
}

func TestModes(t *testing.T) {
	for _, mode := range []Mode{Async, Sync, Stream} {
		if got, ok := parseMode(mode.String()); !ok || got != mode {
			t.Errorf("%v: got %v, %v", mode, got, ok)
		}
	}
	if _, ok := parseMode("Async"); ok {
		t.Error("Async is a mode")
	}
}

func TestRetryAfter(t *testing.T) {
	now := time.Date(2026, 11, 2, 10, 0, 0, 0, time.UTC)
	date := func(d time.Duration) string { return now.Add(d).Format(http.TimeFormat) }
	tests := []struct {
		value, date string
		want        time.Duration
	}{
		{"", "", 0},
		{"7", "", 7 * time.Second},
		{" 1.5 ", "", 1500 * time.Millisecond},
		{"-7", "", 0},
		{"NaN", "", 0},
		{"-Inf", "", 0},
		{"Inf", "", maxRetryAfter},
		{"1e400", "", 0},
		{"99999999999999999999999", "", maxRetryAfter},
		{"soon", "", 0},
		{date(9 * time.Second), "", 9 * time.Second},
		{date(-time.Hour), "", 0},
		{date(time.Hour), "", maxRetryAfter},
		{date(time.Hour), date(time.Hour - time.Minute), time.Minute}, // their clock is ahead of ours
	}
	for _, test := range tests {
		h := http.Header{"Retry-After": {test.value}, "Date": {test.date}}
		if got := retryAfter(h, now); got != test.want {
			t.Errorf("%q at %q: got %v, want %v", test.value, test.date, got, test.want)
		}
	}
}

func TestCensor(t *testing.T) {
	c := newCensor(testToken)
	tests := []struct{ text, want string }{
		{"", ""},
		{"  two\r\n\tlines ", "two lines"},
		{"\x1b]0;title\a\x1b[31mred", "]0;title[31mred"},
		{"\u202eevil\u200b\ufeff", "evil"},
		{"图片 生成失败", "图片 生成失败"},
		{"a\xffb", "a\uFFFDb"},
		{"<" + testToken + ">" + testToken, "<[token]>[token]"},
		{strings.Repeat("é", maxLine), strings.Repeat("é", maxLine)},
		{strings.Repeat("é", maxLine+1), strings.Repeat("é", maxLine-1) + "…"},
		// No part of the token is left where the line ends.
		{strings.Repeat("x", maxLine-5) + testToken, strings.Repeat("x", maxLine-5) + "[tok…"},
	}
	for _, test := range tests {
		if got := c.line(test.text); got != test.want {
			t.Errorf("%q: got %q, want %q", test.text, got, test.want)
		}
	}
	if got := newCensor("a").line("a cat"); got != "a cat" {
		t.Errorf("a token of one character tears words apart: %q", got)
	}
}

// The length of a body that cannot be read is no way around its end.
func TestBody(t *testing.T) {
	b := &body{content: strings.NewReader("abc")}
	if b.seal() {
		t.Error("sent without being read")
	}
	b = &body{content: strings.NewReader("abc")}
	_, _ = b.Read(make([]byte, 1))
	if !b.seal() {
		t.Error("read without being sent")
	}
	if _, err := io.ReadAll(b); err != errSealed {
		t.Errorf("got %v", err)
	}
}
