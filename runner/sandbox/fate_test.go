package sandbox

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"gesso/runner/sandbox/fault"
)

// every is a weather in which one fault strikes always.
func every(name string) Weather { return Weather{Faults: map[string]float64{name: 1}} }

func TestRefusals(t *testing.T) {
	for name, want := range map[string]struct {
		status int
		code   string
	}{
		"400": {400, "bad_request"}, "401": {401, "invalid_token"}, "403": {403, "used_up"}, "404": {404, "no_api"},
		"429": {429, "too_many_requests"}, "refuse": {403, "moderation"}, "500-refused": {500, "api_error"},
	} {
		b := weathered(t, every(name))
		if status, code := b.refusal("POST", "/flux/images", object{"action": "generate", "prompt": "p"}); status != want.status || code != want.code {
			t.Errorf("%s: %d %s", name, status, code)
		}
		if books := b.Books(); books.Accepted != 0 || books.ChargedPictures != 0 || books.RefusedBy[want.code] != 1 {
			t.Errorf("%s: %+v", name, books)
		}
	}
	b := weathered(t, every("html"))
	if w := b.send("POST", "/flux/images", object{"action": "generate", "prompt": "p"}); w.Code != 502 || !strings.Contains(w.Body.String(), "nginx") {
		t.Errorf("html: %d %s", w.Code, w.Body)
	}
}

// An answer that does not come leaves a task that is charged and can be had.
func TestSpoiltAnswers(t *testing.T) {
	for name, want := range map[string]struct {
		outcome string
		is      error
	}{"drop": {OutcomeDropped, io.EOF}, "reset": {OutcomeReset, syscall.ECONNRESET}, "500": {OutcomeServerError, nil}} {
		options, _ := every(name).Options()
		running := start(t, options)
		data, err := call("POST", running.URL+"/flux/images", []byte(`{"action": "generate", "prompt": "a fox", "async": true}`))
		// The reset may overtake the half of the answer, and is one in any case.
		if err == nil || want.is != nil && !errors.Is(err, want.is) && !errors.Is(err, io.ErrUnexpectedEOF) {
			t.Errorf("%s: %q, %v", name, data, err)
		}
		books := running.Server.Books()
		if books.ChargedPictures != 1 || books.Calls[0].Outcome != want.outcome || bytes.Contains(data, []byte(books.Calls[0].Task)) {
			t.Errorf("%s: %q, %+v", name, data, books)
		}
	}
}

func TestHang(t *testing.T) {
	options, _ := every("hang").Options()
	running := start(t, options)
	ctx, cancel := context.WithCancel(t.Context())
	go func() { // gives up once it is charged
		for running.Server.Books().Accepted == 0 {
			runtime.Gosched()
		}
		cancel()
	}()
	r, _ := http.NewRequestWithContext(ctx, "POST", running.URL+"/flux/images", strings.NewReader(`{"action": "generate", "prompt": "a fox", "async": true}`))
	r.Header.Set("Authorization", "Bearer test")
	if _, err := http.DefaultClient.Do(r); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	if got := running.Server.Books().Calls[0].Outcome; got != OutcomeHung {
		t.Error(got)
	}
}

// countOf asks for a task with one call of retrieve_batch.
func (b *bench) countOf(id string) int {
	return len(b.post("/flux/tasks", object{"action": "retrieve_batch", "ids": []string{id}})["items"].([]any))
}

func TestTaskFaults(t *testing.T) {
	now := &fixed{time.Unix(1736304669, 0)}
	task := func(name string) (*bench, object) {
		options, _ := every(name).Options()
		options.Clock = now
		b := newBench(t, options)
		id := b.post("/flux/images", object{"action": "generate", "prompt": "a fox", "count": 2, "async": true})["task_id"]
		now.t = now.t.Add(10 * 365 * 24 * time.Hour)
		return b, b.post("/flux/tasks", object{"action": "retrieve", "id": id})
	}
	if b, got := task("stuck"); hasData(got) || b.Books().Calls[0].Outcome != OutcomeStuck || b.Books().ChargedPictures != 2 {
		t.Errorf("stuck: %v", got)
	}
	if b, got := task("fail"); got["response"].(object)["success"] != false || b.Books().ChargedPictures != 0 || b.Books().Accepted != 1 {
		t.Errorf("fail: %v", got)
	}
	for name, count := range map[string]int{"short": 1, "extra": 3} {
		b, got := task(name)
		if n := len(pictures(t, got["response"].(object))); n != count || b.Books().ChargedPictures != count || len(b.Books().Calls[0].Pictures) != count {
			t.Errorf("%s: %d pictures, %+v", name, n, b.Books())
		}
	}
	b, got := task("omit")
	for range fault.Omissions {
		if n := b.countOf(got["id"].(string)); n != 0 {
			t.Errorf("omit: it was answered for")
		}
	}
	if b.countOf(got["id"].(string)) != 1 {
		t.Error("omit: it is left out for ever")
	}
}

func TestCallbackFaults(t *testing.T) {
	for name, want := range map[string]int{"callback-lost": 0, "callback-twice": 2} {
		posted := make(chan bool, 9)
		receiver := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { posted <- true }))
		options, _ := every(name).Options()
		s := New(options)
		b := &bench{t, s}
		b.post("/flux/images", object{"action": "generate", "prompt": "a fox", "callback_url": receiver.URL})
		s.callbacks.Wait()
		if len(posted) != want || s.Books().Callbacks != want {
			t.Errorf("%s: %d", name, len(posted))
		}
		receiver.Close()
		s.Close()
	}
}

// Words are how a configuration rehearses: for always, or for the first times.
func TestWordsNameFaults(t *testing.T) {
	b := newBench(t, Options{})
	ask := func() int {
		return b.send("POST", "/flux/images", object{"action": "generate", "prompt": "[sandbox:429=2] [sandbox:html=1] a fox", "async": true}).Code
	}
	if first, second, third := ask(), ask(), ask(); first != 429 || second != 429 || third != 200 {
		t.Error(first, second, third)
	}
	url := b.generate("[sandbox:download-500=1] a fox")
	if first, second := b.send("GET", url, nil).Code, b.send("GET", url, nil).Code; first != 500 || second != 200 {
		t.Error(first, second)
	}
}

func TestLinksExpire(t *testing.T) {
	for name, renewed := range map[string]bool{"": true, "lost": false} {
		synctest.Test(t, func(t *testing.T) {
			options, _ := Weather{Expire: time.Minute, Faults: map[string]float64{"lost": map[bool]float64{false: 1}[renewed]}}.Options()
			s := New(options)
			defer s.Close()
			b := &bench{t, s}
			id := b.submit("a fox")
			link := func() string {
				return pictures(t, b.post("/flux/tasks", object{"action": "retrieve", "id": id})["response"].(object))[0]["image_url"].(string)
			}
			old := link()
			b.download(old)
			time.Sleep(time.Minute)
			if code := b.send("GET", old, nil).Code; code != 404 && code != 403 {
				t.Errorf("%q: the old link answers %d", name, code)
			}
			if code := b.send("GET", link(), nil).Code; (code == 200) != renewed {
				t.Errorf("%q: the new link answers %d", name, code)
			}
			edit := object{"action": "edit", "prompt": "p", "model": "flux-kontext-pro", "image_url": old}
			if status, _ := b.refusal("POST", "/flux/images", edit); status != 400 {
				t.Errorf("%q: an edit of a dead link: %d", name, status)
			}
		})
	}
}

func TestBooksTellFaultsApart(t *testing.T) {
	b := newBench(t, Options{})
	b.send("POST", "/flux/images", object{"action": "generate", "prompt": "[sandbox:html]"})
	b.post("/flux/images", object{"action": "generate", "prompt": "[sandbox:extra]"})
	var books Books
	if err := json.Unmarshal(b.send("GET", booksPath, nil).Body.Bytes(), &books); err != nil {
		t.Fatal(err)
	}
	if books.RefusedBy["html"] != 1 || len(books.Calls[1].Pictures) != 2 || books.Calls[1].Task == "" {
		t.Errorf("%+v", books)
	}
}
