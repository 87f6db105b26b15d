package flux

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"gesso/runner/flux/internal/transfer"
	"gesso/runner/provider"
)

// png is the beginning of a picture and 2,000 bytes more.
var png = "\x89PNG\r\n\x1a\n" + strings.Repeat("0123456789", 200)

// pictureAnswer is the answer with a picture of which some bytes are sent.
func pictureAnswer(content string, sent int) string {
	return fmt.Sprintf("HTTP/1.1 200 OK\nContent-Length: %d\n\n%s", len(content), content[:sent])
}

func TestDownload(t *testing.T) {
	other := strings.Replace(png, "0123456789", "9876543210", 1)
	const limit = 1 << 20
	tests := []struct {
		name    string
		answers []string
		limit   int64
		calls   int
		want    string // the error, "" for none
	}{
		{"whole", []string{pictureAnswer(png, len(png))}, limit, 1, ""},
		{"exactly the limit", []string{pictureAnswer(png, len(png))}, int64(len(png)), 1, ""},
		{"without a length", []string{"HTTP/1.1 200 OK\n\n" + png}, limit, 1, ""},
		{"announced as something else", []string{"HTTP/1.1 200 OK\nContent-Type: text/html\n\n" + png}, limit, 1, ""},
		{"unknown format", []string{"HTTP/1.1 200 OK\nContent-Type: image/avif\n\n\x00\x00\x00\x20ftypavif" + png}, limit, 1, ""},
		{"truncated, then whole", []string{pictureAnswer(png, 1500), pictureAnswer(png, len(png))}, limit, 2, ""},
		{"truncated early, then whole", []string{pictureAnswer(png, 20), pictureAnswer(png, len(png))}, limit, 2, ""},
		{"truncated twice, less and less", []string{pictureAnswer(png, 1900), pictureAnswer(png, 900), pictureAnswer(png, len(png))}, limit, 3, ""},
		{"reset, then whole", []string{pictureAnswer(png, 1500) + "[reset]\n", pictureAnswer(png, len(png))}, limit, 2, ""},
		{"busy, then whole", []string{"HTTP/1.1 503 Busy\n\n", "HTTP/1.1 429 Slow\n\n", pictureAnswer(png, len(png))}, limit, 3, ""},
		{"page, then whole", []string{"HTTP/1.1 200 OK\n\n<html>wait</html>", pictureAnswer(png, len(png))}, limit, 2, ""},

		{"truncated", []string{pictureAnswer(png, 1500)}, limit, 3, `bad picture message="the picture broke off after 1500 bytes"`},
		{"truncated before its kind is seen", []string{pictureAnswer(png, 3)}, limit, 3, `bad picture message="the picture broke off after 3 bytes"`},
		{"another one after the break", []string{pictureAnswer(png, 1500), pictureAnswer(other, len(other))}, limit, 2,
			`bad picture message="the address gave another picture after the download broke off"`},
		{"a shorter one after the break", []string{pictureAnswer(png, 1500), pictureAnswer(png[:800], 800)}, limit, 2,
			`bad picture message="the address gave another picture after the download broke off"`},
		{"announced over the limit", []string{pictureAnswer(png, 600)}, 1000, 1, `bad picture message="the picture has 2008 bytes, more than the limit of 1000"`},
		{"over the limit", []string{"HTTP/1.1 200 OK\n\n" + png}, 1000, 1, `bad picture message="the picture has more bytes than the limit of 1000"`},
		{"page", []string{"HTTP/1.1 200 OK\nContent-Type: image/png\n\n<html>gone</html>"}, limit, 3, `bad picture message="the answer is no picture but text/html"`},
		{"JSON", []string{"HTTP/1.1 200 OK\nContent-Type: application/json\n\n{\"error\":1}"}, limit, 3, `bad picture message="the answer is no picture but text/plain"`},
		{"archive", []string{"HTTP/1.1 200 OK\n\nPK\x03\x04" + png}, limit, 3, `bad picture message="the answer is no picture but application/zip"`},
		{"empty", []string{"HTTP/1.1 200 OK\nContent-Length: 0\n\n"}, limit, 3, `bad picture message="the answer is empty"`},
		{"no content", []string{"HTTP/1.1 204 No Content\n\n"}, limit, 3, `bad picture status=204`},
		{"not found", []string{"HTTP/1.1 404 Not Found\n\n"}, limit, 1, "gone status=404"},
		{"gone", []string{"HTTP/1.1 410 Gone\n\n"}, limit, 1, "gone status=410"},
		{"expired", []string{"HTTP/1.1 403 Forbidden\n\n<Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>"}, limit, 1,
			`gone status=403 message="the answer is a page, not JSON"`},
		{"blocked", []string{"HTTP/1.1 403 Forbidden\n\nsecret-token-of-the-test"}, limit, 3, `bad picture status=403 message="[token]"`},
		{"down", []string{"HTTP/1.1 500 Oops\n\n"}, limit, 3, "server status=500"},
		{"refused scheme", []string{"HTTP/1.1 302 Found\nLocation: file:///etc/passwd\n\n"}, limit, 1,
			`bad picture message="a picture's address has the scheme \"file\", not http or https"`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s := play(t, test.answers...)
			var w bytes.Buffer
			n, err := client(t, s.url).Download(t.Context(), s.url+"/a.png?sig=1", &w, test.limit)
			got := ""
			var failed *provider.Error
			if errors.As(err, &failed) {
				if got = outcome(provider.Task{}, err); failed.Charge() != provider.AlreadyPaid {
					t.Errorf("%v, for a picture that is paid for", failed.Charge())
				}
			}
			if got != test.want {
				t.Errorf("got  %s\nwant %s", got, test.want)
			}
			if err == nil && !strings.HasSuffix(w.String(), png) || n != int64(w.Len()) {
				t.Errorf("got %d bytes, and says %d", w.Len(), n)
			}
			s.calls(t, test.calls)
			for _, r := range s.requests() {
				if auth, ok := r.Header["Authorization"]; ok {
					t.Errorf("the token went to a picture's address: %q", auth)
				}
			}
		})
	}
}

// The trouble of the caller's own writer is no reason to fetch again.
func TestDownloadToFullDisk(t *testing.T) {
	full := errors.New("no space left on device")
	s := play(t, pictureAnswer(png, len(png)))
	n, err := client(t, s.url).Download(t.Context(), s.url, failingWriter{full}, 1<<20)
	if err != full || n != 3 {
		t.Errorf("got %d, %v", n, err)
	}
	s.calls(t, 1)
}

// failingWriter takes three bytes.
type failingWriter struct{ err error }

func (w failingWriter) Write([]byte) (int, error) { return 3, w.err }

// Redirects are followed, but neither for ever nor with the address as referer.
func TestDownloadRedirects(t *testing.T) {
	hops, referers := 0, 0
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Referer() != "" {
			referers++
		}
		if r.URL.Path == "/0" {
			_, _ = io.WriteString(w, png)
			return
		}
		hops++
		var n int
		_, _ = fmt.Sscanf(r.URL.Path, "/%d", &n)
		http.Redirect(w, r, fmt.Sprintf("/%d", n-1), http.StatusFound)
	}))
	defer server.Close()
	c := client(t, server.URL)
	if _, err := c.Download(t.Context(), server.URL+"/5", io.Discard, 1<<20); err != nil || hops != 5 {
		t.Errorf("five redirects: %v after %d", err, hops)
	}
	hops = 0
	_, err := c.Download(t.Context(), server.URL+"/6", io.Discard, 1<<20)
	wantClass(t, "six redirects", err, provider.BadPicture)
	if hops != 6 || referers != 0 {
		t.Errorf("%d redirects asked for, %d referers sent", hops, referers)
	}
}

// A server that stops, or drips, is left and asked again.
func TestDownloadStalls(t *testing.T) {
	for name, rate := range map[string]int{"silent": 0, "dripping": transfer.Slowest / 2, "slow": transfer.Slowest * 2} {
		synctest.Test(t, func(t *testing.T) {
			start, calls := time.Now(), 0
			big := png + strings.Repeat("x", 300<<10)
			c := client(t, "https://api.test", func(cfg *Config) {
				cfg.Transport = roundTripper(func(req *http.Request) (*http.Response, error) {
					resp := answered(req, http.StatusOK, "")
					resp.ContentLength = int64(len(big))
					content := strings.NewReader(big)
					if calls++; calls > 1 {
						rate = len(big)
					}
					resp.Body = io.NopCloser(io.MultiReader(io.LimitReader(content, 600), drip{req.Context(), content, rate}))
					return resp, nil
				})
			})
			var w bytes.Buffer
			_, err := c.Download(t.Context(), "https://cdn.test/a.png", &w, 1<<20)
			if err != nil || w.String() != big {
				t.Errorf("%s: got %d bytes, %v", name, w.Len(), err)
			}
			wantCalls := 2
			if name == "slow" {
				wantCalls = 1
			}
			if calls != wantCalls {
				t.Errorf("%s: %d calls in %v, want %d", name, calls, time.Since(start), wantCalls)
			}
		})
	}
}

// drip gives rate bytes a second until its context ends.
type drip struct {
	ctx  context.Context
	from io.Reader
	rate int
}

func (d drip) Read(p []byte) (int, error) {
	wait := time.NewTimer(time.Second)
	if d.rate == 0 {
		wait.Stop()
	}
	select {
	case <-d.ctx.Done():
		return 0, context.Cause(d.ctx)
	case <-wait.C:
		return d.from.Read(p[:min(len(p), d.rate)])
	}
}

func TestAlive(t *testing.T) {
	tests := []struct {
		name    string
		answers []string
		calls   int
		want    bool
	}{
		{"whole", []string{"HTTP/1.1 200 OK\n\n" + png}, 1, true},
		{"part", []string{"HTTP/1.1 206 Partial Content\nContent-Length: 512\n\n" + png[:512]}, 1, true},
		{"cut", []string{"[reset]\n", "HTTP/1.1 200 OK\n\n" + png}, 1, false},
		{"page", []string{"HTTP/1.1 200 OK\n\n<html>"}, 1, false},
		{"gone", []string{"HTTP/1.1 404 Not Found\n\n"}, 1, false},
		{"down", []string{"HTTP/1.1 500 Oops\n\n"}, 1, false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s := play(t, test.answers...)
			if got := client(t, s.url).Alive(t.Context(), s.url+"/a.png"); got != test.want {
				t.Errorf("got %v", got)
			}
			s.calls(t, test.calls)
			r := s.requests()[0]
			if r.Method != "GET" || r.Header.Get("Range") != "bytes=0-511" || r.Header.Get("Authorization") != "" {
				t.Errorf("asked %s with %v", r.Method, r.Header)
			}
		})
	}
}
