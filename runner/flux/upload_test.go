package flux

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gesso/runner/provider"
)

func TestUpload(t *testing.T) {
	var name, kind, content string
	calls := 0
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		file, header, err := r.FormFile("file")
		if calls++; err != nil || r.URL.Path != "/api/v1/files/" || r.Header.Get("Authorization") != "Bearer "+testToken {
			t.Errorf("%v at %v with %v", err, r.URL, r.Header)
			return
		}
		data, _ := io.ReadAll(file)
		name, kind, content = header.Filename, header.Header.Get("Content-Type"), string(data)
		if calls == 1 {
			w.WriteHeader(http.StatusBadGateway)
			return
		}
		_, _ = io.WriteString(w, `{"url":"https://cdn.test/x.png"}`)
	}))
	defer server.Close()
	// What comes before the place where the reader stands is not sent, and a
	// retry starts from there.
	source := strings.NewReader("skipped:picture bytes")
	_, _ = source.Seek(8, io.SeekStart)
	got, err := client(t, server.URL).Upload(t.Context(), `photos/my "cat".PNG`, source, 13)
	if err != nil || got != "https://cdn.test/x.png" || calls != 2 {
		t.Errorf("got %q, %v after %d calls", got, err, calls)
	}
	if diff := cmp.Diff([]string{`my "cat".PNG`, "image/png", "picture bytes"}, []string{name, kind, content}); diff != "" {
		t.Errorf("form (-want +got):\n%s", diff)
	}
}

func TestUploadFailures(t *testing.T) {
	tests := []struct {
		name, answer string
		content      io.Reader
		size         int64
		calls        int
		want         provider.Class
	}{
		{"nothing to send", "", strings.NewReader(""), 0, 0, provider.Invalid},
		{"no address", jsonAnswer("200 OK", `{"success":true}`), strings.NewReader("abc"), 3, 1, provider.Invalid},
		{"a page", jsonAnswer("200 OK", `<html><title>Sign in</title>`), strings.NewReader("abc"), 3, 1, provider.Invalid},
		{"nothing", jsonAnswer("201 Created", ``), strings.NewReader("abc"), 3, 1, provider.Invalid},
		{"address of a file", jsonAnswer("200 OK", `{"url":"file:///x"}`), strings.NewReader("abc"), 3, 1, provider.Invalid},
		{"cut", "HTTP/1.1 200 OK\nContent-Length: 99\n\n{\"file_url\":", strings.NewReader("abc"), 3, 3, provider.Network},
		{"the platform's own refusal", jsonAnswer("403 No", `{"detail":"Authentication credentials were not provided."}`), strings.NewReader("abc"), 3, 1, provider.Authentication},
		{"a firewall", jsonAnswer("403 No", `<html><title>Blocked`), strings.NewReader("abc"), 3, 1, provider.OnTheWay},
		{"refused", jsonAnswer("200 OK", `{"success":false,"error":{"code":"used_up"}}`), strings.NewReader("abc"), 3, 1, provider.Balance},
		{"too large", jsonAnswer("413 Too Large", ``), strings.NewReader("abc"), 3, 1, provider.Invalid},
		{"a stream is sent once", jsonAnswer("500 Oops", ``), io.LimitReader(strings.NewReader("abc"), 3), 3, 1, provider.Server},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s := play(t, test.answer)
			_, err := client(t, s.url).Upload(t.Context(), "x.png", test.content, test.size)
			wantClass(t, test.name, err, test.want)
			if test.calls > 0 && !strings.Contains(err.Error(), "the upload of x.png") {
				t.Errorf("%v does not say that it is the upload's", err)
			}
			s.calls(t, test.calls)
		})
	}
}

// A file that became shorter is the caller's trouble, not the network's.
func TestUploadShortContent(t *testing.T) {
	s := play(t, jsonAnswer("200 OK", `{"url":"https://cdn.test/x.png"}`))
	_, err := client(t, s.url).Upload(t.Context(), "x.png", strings.NewReader("abc"), 5)
	if !errors.Is(err, io.ErrUnexpectedEOF) || errors.As(err, new(*provider.Error)) {
		t.Errorf("got %v", err)
	}
	s.calls(t, 0)
}

// The address comes under several names.
func TestUploadAnswers(t *testing.T) {
	for answer, want := range map[string]string{
		`{"file_url":"https://cdn.test/x.png"}`:                                   "https://cdn.test/x.png",
		`{"url":"https://cdn.test/x.png"}`:                                        "https://cdn.test/x.png",
		`{"url":"https://cdn.test/page","file_url":"https://cdn.test/x.png"}`:     "https://cdn.test/x.png",
		`{"file_url":null,"url":"https://cdn.test/x.png"}`:                        "https://cdn.test/x.png",
		`{"file_url":7,"data":{"file_url":"https://cdn.test/x.png"}}`:             "https://cdn.test/x.png",
		`{"success":true,"data":{"url":"https://cdn.test/x.png","expires_at":1}}`: "https://cdn.test/x.png",
	} {
		s := play(t, jsonAnswer("200 OK", answer))
		if got, err := client(t, s.url).Upload(t.Context(), "x.png", strings.NewReader("abc"), 3); err != nil || got != want {
			t.Errorf("%s: got %q, %v", answer, got, err)
		}
	}
}

// The platform's token goes to uploads alone, and the API's does where there is
// no other.
func TestUploadToken(t *testing.T) {
	s := play(t, jsonAnswer("200 OK", `{"file_url":"https://cdn.test/x.png","task_id":"T1"}`))
	for _, upload := range []string{"", "secret-token-of-the-platform\n"} {
		c := client(t, s.url, func(cfg *Config) { cfg.UploadToken = upload })
		if _, err := c.Upload(t.Context(), "x.png", strings.NewReader("abc"), 3); err != nil {
			t.Fatal(err)
		}
		if _, err := c.Submit(t.Context(), aCat); err != nil {
			t.Fatal(err)
		}
	}
	var got []string
	for _, r := range s.requests() {
		got = append(got, strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer "))
	}
	if diff := cmp.Diff([]string{testToken, testToken, "secret-token-of-the-platform", testToken}, got); diff != "" {
		t.Errorf("tokens (-want +got):\n%s", diff)
	}
	s = play(t, jsonAnswer("401 No", `{"detail":"no such token secret-token-of-the-platform"}`))
	_, err := client(t, s.url, func(cfg *Config) { cfg.UploadToken = "secret-token-of-the-platform" }).Upload(t.Context(), "x.png", strings.NewReader("abc"), 3)
	if err == nil || strings.Contains(err.Error(), "secret") || strings.Contains(err.Error(), "PLATFORM_TOKEN") {
		t.Errorf("got %v", err)
	}
}
