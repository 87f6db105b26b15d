package providertest

import (
	"bytes"
	"errors"
	"net/http"
	"net/http/httptest"
	"testing"

	"gesso/runner/provider"
)

// pictureBytes bounds the suite's downloads.
const pictureBytes = 64 << 20

// picture makes one, and returns where it is and what is there.
func (b *bench) picture(t *testing.T) (url string, content []byte) {
	t.Helper()
	task := b.ended(t, b.submit(t, 1))
	if len(task.Pictures) != 1 {
		t.Fatalf("one picture was asked for, and there are %d", len(task.Pictures))
	}
	url = task.Pictures[0].URL
	answer := httptest.NewRecorder()
	b.service.Handler.ServeHTTP(answer, httptest.NewRequest(http.MethodGet, url, nil))
	if answer.Code != http.StatusOK || answer.Body.Len() == 0 {
		t.Fatalf("the harness's service has no picture at %s: %d", url, answer.Code)
	}
	return url, answer.Body.Bytes()
}

func testPictures(t *testing.T, h Harness) {
	h.need(t, Links)
	b := h.bench(t)
	url, want := b.picture(t)
	b.front.calls()
	var got bytes.Buffer
	n, err := b.client.Download(t.Context(), url, &got, pictureBytes)
	if err != nil || n != int64(len(want)) || !bytes.Equal(got.Bytes(), want) {
		t.Errorf("got %d bytes and %v, want the picture's %d", n, err, len(want))
	}
	if !b.client.Alive(t.Context(), url) {
		t.Error("the picture's address does not answer")
	}
	for _, call := range b.front.calls() {
		if call.secret {
			t.Errorf("the token is sent to a picture's address: %s %s", call.method, call.path)
		}
	}
	got.Reset()
	if _, err = b.client.Download(t.Context(), url, &got, 10); err == nil || got.Len() > 10 {
		t.Errorf("of at most 10 bytes there are %d, and the error is %v", got.Len(), err)
	}
	full := errors.New("the disk is full")
	if _, err = b.client.Download(t.Context(), url, brokenWriter{full}, pictureBytes); !errors.Is(err, full) {
		t.Errorf("got %v, want the writer's own error", err)
	}
	b.charged(t, 1)
}

type brokenWriter struct{ err error }

func (w brokenWriter) Write([]byte) (int, error) { return 0, w.err }

// testDeliveries: what is fetched badly is paid for all the same, and is no
// picture.
func testDeliveries(t *testing.T, h Harness) {
	h.need(t, Links)
	image := http.Header{"Content-Type": {"image/png"}}
	for name, test := range map[string]struct {
		mood mood
		want []provider.Class
	}{
		"no answer":     {loses, []provider.Class{provider.Network, provider.BadPicture, provider.Server}},
		"half of it":    {breaksOff, []provider.Class{provider.Network, provider.BadPicture, provider.Server}},
		"no such thing": {says(http.StatusNotFound, plain, page), []provider.Class{provider.Gone}},
		"for ever gone": {says(http.StatusGone, plain, page), []provider.Class{provider.Gone}},
		"503":           {says(http.StatusServiceUnavailable, plain, page), []provider.Class{provider.Server}},
		"a page":        {says(http.StatusOK, plain, page), []provider.Class{provider.BadPicture}},
		"nothing":       {says(http.StatusOK, image, ""), []provider.Class{provider.BadPicture}},
		"a file of this machine": {
			says(http.StatusFound, http.Header{"Location": {"file:///etc/passwd"}}, ""), []provider.Class{provider.BadPicture},
		},
	} {
		t.Run(name, func(t *testing.T) {
			b := h.bench(t)
			url, _ := b.picture(t)
			b.front.be(test.mood, -1)
			var got bytes.Buffer
			_, err := b.client.Download(t.Context(), url, &got, pictureBytes)
			if e := failed(t, err, test.want...); e != nil && e.Charge() != provider.AlreadyPaid {
				t.Errorf("%v is said to be %v, and the picture is paid for", err, e.Charge())
			}
			b.charged(t, 1)
		})
	}
}
