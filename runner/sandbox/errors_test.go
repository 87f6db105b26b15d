package sandbox

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"gesso/runner/sandbox/fault"
)

func TestEveryDocumentedRefusal(t *testing.T) {
	b := newBench(t, Options{})
	page := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { w.Write([]byte("<html>")) }))
	defer page.Close()
	away := httptest.NewServer(http.RedirectHandler("http://192.0.2.1/x.png", http.StatusFound))
	defer away.Close()
	text := b.upload("notes.txt", []byte("not a picture"))
	edit := func(url string) object {
		return object{"action": "edit", "prompt": "p", "model": "flux-kontext-pro", "size": "1:1", "image_url": url}
	}
	generate := func(key string, value any) object {
		return object{"action": "generate", "prompt": "p", key: value}
	}
	sized := func(model, size string) object {
		return object{"action": "generate", "prompt": "p", "model": model, "size": size}
	}
	for name, body := range map[string]any{
		"no JSON":                   []byte("{"),
		"another type":              []byte(`{"action": "generate", "prompt": 7}`),
		"no action":                 object{"prompt": "p"},
		"an unknown action":         object{"action": "upscale", "prompt": "p"},
		"no prompt":                 object{"action": "generate"},
		"a blank prompt":            object{"action": "generate", "prompt": " \n"},
		"no pictures":               generate("count", 0),
		"half a picture":            generate("count", 1.5),
		"too many pictures":         generate("count", 101),
		"a size in words":           generate("size", "large"),
		"a foreign ratio":           generate("size", "7:5"),
		"100x100 anywhere":          generate("size", "100x100"),
		"no multiple of 32":         generate("size", "1000x1000"),
		"too large":                 generate("size", "1472x1024"),
		"a ratio for pro-1.1":       sized("flux-pro-1.1", "16:9"),
		"1792 for pro-1.1":          sized("flux-pro-1.1", "1792x1024"),
		"pixels for ultra":          sized("flux-pro-1.1-ultra", "1024x1024"),
		"no size for 2-pro":         sized("flux-2-pro", ""),
		"pixels for kontext":        sized("flux-kontext-max", "1024x1024"),
		"no size for 2-flex":        sized("flux-2-flex", ""),
		"an edit without a source":  object{"action": "edit", "prompt": "p", "model": "flux-kontext-pro", "size": "1:1"},
		"a model that cannot edit":  object{"action": "edit", "prompt": "p", "model": "flux-pro-1.1", "image_url": "http://127.0.0.1/x"},
		"a source elsewhere":        edit("https://example.com/x.png"),
		"a source that is no URL":   edit("photos/cat.png"),
		"a source that leads away":  edit(away.URL),
		"a source that is a page":   edit(page.URL),
		"a source that is text":     edit(text),
		"a lost picture":            edit("http://sandbox.test/sandbox/pictures/0.png"),
		"a lost upload":             edit("http://sandbox.test/sandbox/files/0.png"),
		"a source nobody serves":    edit("http://127.0.0.1:1/x.png"),
		"a callback to nowhere":     generate("callback_url", "https://"),
		"a callback with no scheme": generate("callback_url", "127.0.0.1:80"),
	} {
		if status, code := b.refusal("POST", "/flux/images", body); status != 400 || code != "bad_request" {
			t.Errorf("%s: %d %s", name, status, code)
		}
	}
	if books := b.Books(); books.Accepted != 0 || books.ChargedPictures != 0 || books.Refused != books.Submissions {
		t.Errorf("something of it was charged: %+v", books)
	}
}

// Where the provider's two guides differ, either is right.
func TestWhatEitherGuideAllowsIsTaken(t *testing.T) {
	b := newBench(t, Options{})
	for _, c := range [][2]string{
		{"", ""}, {"flux-dev", "16:9"}, {"flux-dev", "256x1440"}, {"flux-dev", "1024x1792"}, {"flux-pro", "1792x1024"},
		{"flux-pro-1.1", ""}, {"flux-pro-1.1", "1440x256"}, {"flux-pro-1.1-ultra", "21:9"}, {"flux-kontext-max", "9:21"},
		{"flux-pro-1.1-ultra", ""}, {"flux-kontext-pro", ""},
		{"flux-2-pro", "64x64"}, {"flux-2-flex", "4:5"}, {"flux-2-klein", ""}, {"flux-2-klein", "96x128"},
		{"flux-3-of-next-year", "512x512"}, {"flux-3-of-next-year", "3:2"},
	} {
		b.post("/flux/images", object{"action": "generate", "prompt": "p", "model": c[0], "size": c[1]})
	}
}

func TestTokens(t *testing.T) {
	strict, open := newBench(t, Options{Token: "secret"}), newBench(t, Options{})
	for _, c := range []struct {
		server *bench
		header string
		status int
		code   string
	}{
		{strict, "", 400, "no_token"},
		{strict, "Bearer ", 400, "no_token"},
		{strict, "Basic c2VjcmV0", 400, "no_token"},
		{strict, "Bearer wrong", 401, "invalid_token"},
		{open, "", 400, "no_token"},
	} {
		for _, path := range []string{"/flux/images", "/flux/tasks", "/api/v1/files/"} {
			status, code := c.server.refusal("POST", path, object{}, "Authorization", c.header)
			// A bare-string error of status 400 hides its code; the status is right.
			if status != c.status || code != c.code && code != "bad_request" {
				t.Errorf("%s with %q: %d %s", path, c.header, status, code)
			}
		}
	}
	w := strict.send("POST", "/flux/images", object{"action": "generate", "prompt": "p"}, "Authorization", "Bearer secret")
	if w.Code != 200 {
		t.Errorf("the right token: %d %s", w.Code, w.Body)
	}
}

func TestUnknownPathsAndMethods(t *testing.T) {
	b := newBench(t, Options{})
	for _, c := range [][2]string{{"POST", "/flux/image"}, {"GET", "/flux/images"}, {"PUT", "/flux/tasks"}, {"POST", "/"}, {"GET", "/v1/x"}} {
		if status, code := b.refusal(c[0], c[1], nil); status != 404 || code != "no_api" {
			t.Errorf("%s %s: %d %s", c[0], c[1], status, code)
		}
	}
}

func TestUploadsThatAreNone(t *testing.T) {
	b := newBench(t, Options{})
	wrongField, kind := form(t, "picture", "x.png", []byte("x"))
	for name, c := range map[string]struct {
		body        any
		contentType string
	}{"JSON": {object{}, "application/json"}, "another field": {wrongField, kind}, "half a form": {wrongField[:20], kind}} {
		if status, code := b.refusal("POST", "/api/v1/files/", c.body, "Content-Type", c.contentType); status != 400 || code != "bad_request" {
			t.Errorf("%s: %d %s", name, status, code)
		}
	}
}

func TestBalance(t *testing.T) {
	balance := 3
	b := newBench(t, Options{Balance: &balance})
	b.generate("two", object{"count": 2})
	if status, code := b.refusal("POST", "/flux/images", object{"action": "generate", "prompt": "p", "count": 2}); status != 403 || code != "used_up" {
		t.Errorf("two pictures with one left: %d %s", status, code)
	}
	b.generate("the last")
	if status, code := b.refusal("POST", "/flux/images", object{"action": "generate", "prompt": "p"}); status != 403 || code != "used_up" {
		t.Errorf("with nothing left: %d %s", status, code)
	}
	if balance != 3 {
		t.Error("the caller's number was changed")
	}
	if books := b.Books(); books.ChargedPictures != 3 || books.Refused != 2 {
		t.Errorf("%+v", books)
	}
}

func TestRefuseAndFaults(t *testing.T) {
	down := false
	b := newBench(t, Options{
		Refuse: func(s fault.Submission) *fault.Failure {
			if s.Prompt == "forbidden" {
				return &fault.Failure{Status: 403, Code: "moderation", Message: "no"}
			}
			return nil
		},
		Faults: fault.Faults{
			Arrive: func(*http.Request) *fault.Failure {
				if down {
					return &fault.Failure{Status: 429, Code: "too_many_requests", Message: "slow down", RetryAfter: 1500 * time.Millisecond}
				}
				return nil
			},
			Submit: func(s fault.Submission) fault.Fate {
				if s.Number == 2 {
					return fault.Fate{Refuse: &fault.Failure{Status: 502, HTML: "<html>Bad Gateway"}}
				}
				return fault.Fate{}
			},
			Deliver: func(fault.Download) fault.Parcel {
				return fault.Parcel{Refuse: &fault.Failure{Status: 410, Code: "gone", Message: "expired"}}
			},
		},
	})
	body := func(prompt string) object { return object{"action": "generate", "prompt": prompt} }
	if status, code := b.refusal("POST", "/flux/images", body("forbidden")); status != 403 || code != "moderation" {
		t.Errorf("%d %s", status, code)
	}
	w := b.send("POST", "/flux/images", body("fine"))
	if w.Code != 502 || !strings.HasPrefix(w.Header().Get("Content-Type"), "text/html") || w.Body.String() != "<html>Bad Gateway" {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	if got := b.send("GET", b.generate("fine"), nil); got.Code != 410 {
		t.Errorf("an expired picture: %d", got.Code)
	}
	down = true
	w = b.send("POST", "/flux/images", body("fine"))
	if w.Code != 429 || w.Header().Get("Retry-After") != "2" {
		t.Errorf("%d, retry after %q", w.Code, w.Header().Get("Retry-After"))
	}
	if books := b.Books(); books.Submissions != 4 || books.Refused != 3 || books.Accepted != 1 {
		t.Errorf("%+v", books)
	}
}
