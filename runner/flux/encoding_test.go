package flux

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"gesso/runner/provider"
)

// compressed writes text through a compressor.
func compressed(t *testing.T, encoding, text string) string {
	t.Helper()
	var b bytes.Buffer
	var w io.WriteCloser
	switch encoding {
	case "gzip":
		w = gzip.NewWriter(&b)
	case "zlib":
		w = zlib.NewWriter(&b)
	case "flate":
		w, _ = flate.NewWriter(&b, flate.BestSpeed)
	default:
		return text
	}
	if _, err := io.WriteString(w, text); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// Compression is not asked for, and undone when it comes all the same: of a paid
// answer, a free one, a refusal and a picture.
func TestCompressedAnswers(t *testing.T) {
	tests := []struct{ header, encoding string }{
		{"gzip", "gzip"}, {"x-gzip", "gzip"}, {"GZIP", "gzip"}, {"identity, gzip", "gzip"},
		{"deflate", "zlib"}, {"deflate", "flate"}, {"gzip", "none"}, {"deflate", "none"}, {"", "none"},
	}
	for _, test := range tests {
		t.Run(test.header+" "+test.encoding, func(t *testing.T) {
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if got := r.Header.Get("Accept-Encoding"); got != "identity" {
					t.Errorf("%s asks for the encoding %q", r.URL.Path, got)
				}
				_, _ = io.Copy(io.Discard, r.Body)
				if test.header != "" {
					w.Header().Set("Content-Encoding", test.header)
				}
				body := `{"task_id":"T1"}`
				switch r.URL.Path {
				case "/flux/tasks":
					body = `{"items":[{"id":"T1"}],"count":1}`
				case "/picture":
					body = string(png)
				case "/refused/flux/images":
					w.WriteHeader(http.StatusForbidden)
					body = `{"success":false,"error":{"code":"used_up"}}`
				}
				_, _ = io.WriteString(w, compressed(t, test.encoding, body))
			}))
			defer server.Close()
			c := client(t, server.URL)
			if task, err := c.Submit(t.Context(), aCat); err != nil || task.ID != "T1" {
				t.Errorf("submission: got %v, %v", task, err)
			}
			if tasks, err := c.Poll(t.Context(), []string{"T1"}); err != nil || len(tasks) != 1 {
				t.Errorf("poll: got %v, %v", tasks, err)
			}
			_, err := client(t, server.URL+"/refused").Submit(t.Context(), aCat)
			wantClass(t, "refusal", err, provider.Balance)
			if test.encoding == "none" && test.header == "deflate" {
				return // a picture's first bytes do not tell it from raw deflate
			}
			var got bytes.Buffer
			if _, err := c.Download(t.Context(), server.URL+"/picture", &got, 1<<20); err != nil || got.String() != string(png) {
				t.Errorf("download: got %d bytes, %v", got.Len(), err)
			}
		})
	}
}

// A small answer cannot grow beyond what any answer may have.
func TestCompressionBomb(t *testing.T) {
	bomb := compressed(t, "gzip", `{"task_id":"`+strings.Repeat("x", 8*maxAnswer))
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		w.Header().Set("Content-Encoding", "gzip")
		_, _ = io.WriteString(w, bomb)
	}))
	defer server.Close()
	_, err := client(t, server.URL).Submit(t.Context(), aCat)
	wantClass(t, "bomb", err, provider.InDoubt)
	if !strings.Contains(err.Error(), "longer than") {
		t.Errorf("got %v", err)
	}
}
