package providertest

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"gesso/runner/provider"
)

func testUploads(t *testing.T, h Harness) {
	h.need(t, Uploads)
	b := h.bench(t)
	want := bytes.Repeat([]byte("a picture, as far as anybody knows. "), 1000)
	for name, m := range map[string]mood{
		"at once":           nil,
		"again after a 503": says(http.StatusServiceUnavailable, plain, page),
		"again after a cut": loses,
	} {
		b.front.be(m, 1)
		url, err := b.client.Upload(t.Context(), "source.png", bytes.NewReader(want), int64(len(want)))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		answer := httptest.NewRecorder()
		b.service.Handler.ServeHTTP(answer, httptest.NewRequest(http.MethodGet, url, nil))
		if !bytes.Equal(answer.Body.Bytes(), want) {
			t.Errorf("%s: at %s are %d bytes (status %d), want the %d that were uploaded", name, url, answer.Body.Len(), answer.Code, len(want))
		}
	}
	b.charged(t, 0)
}

// testLists: a list tells of what was asked for, and asking for one buys nothing.
func testLists(t *testing.T, h Harness) {
	h.need(t, Lists)
	b := h.bench(t)
	lister, ok := b.client.(provider.Lister)
	if !ok {
		t.Fatalf("a %T has no list", b.client)
	}
	first, second := b.submit(t, 1), b.submit(t, 2)
	now := time.Now()
	list, _, err := lister.List(t.Context(), now.Add(-time.Hour), now.Add(time.Hour))
	if err != nil {
		t.Fatal(err)
	}
	prompts := map[string]string{}
	for _, l := range list {
		prompts[l.Task] = l.Prompt
	}
	for task, n := range map[string]int{first.ID: 1, second.ID: 2} {
		if prompts[task] != h.request(n).Prompt {
			t.Errorf("the list has %q for the task %s, want %q", prompts[task], task, h.request(n).Prompt)
		}
	}
	b.front.be(says(http.StatusNotImplemented, plain, page), -1)
	if _, whole, err := lister.List(t.Context(), now.Add(-time.Hour), now); err == nil || whole {
		t.Error("a list that is refused is none")
	}
	b.charged(t, 2)
}
