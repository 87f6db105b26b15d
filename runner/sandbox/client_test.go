package sandbox

import (
	"bytes"
	"encoding/json"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"testing"

	"gesso/runner/picture"
)

// bench is a server under test and a client of it, without a network: requests go
// straight to the handler.
type bench struct {
	t *testing.T
	*Server
}

func newBench(t *testing.T, o Options) *bench {
	t.Helper()
	s := New(o)
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return &bench{t, s}
}

// object is a decoded JSON object.
type object = map[string]any

// send makes one request, as "Bearer test" unless a header says otherwise.
func (b *bench) send(method, path string, body any, headers ...string) *httptest.ResponseRecorder {
	b.t.Helper()
	data, isBytes := body.([]byte)
	if !isBytes && body != nil {
		var err error
		if data, err = json.Marshal(body); err != nil {
			b.t.Fatal(err)
		}
	}
	r := httptest.NewRequest(method, path, bytes.NewReader(data))
	r.Host = "sandbox.test"
	r.Header.Set("Authorization", "Bearer test")
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	b.ServeHTTP(w, r)
	if w.Header().Get("Gesso-Sandbox") != "1" {
		b.t.Errorf("%s %s: the answer does not say that it comes from a sandbox", method, path)
	}
	return w
}

// post makes a call that must succeed.
func (b *bench) post(path string, body object) object {
	b.t.Helper()
	w := b.send("POST", path, body)
	if w.Code != http.StatusOK {
		b.t.Fatalf("POST %s %v: %d %s", path, body, w.Code, w.Body)
	}
	return b.decode(w.Body)
}

func (b *bench) decode(r io.Reader) object {
	b.t.Helper()
	var o object
	if err := json.NewDecoder(r).Decode(&o); err != nil {
		b.t.Fatal(err)
	}
	return o
}

// small is what pictures are asked for as where their size does not matter: drawing
// takes its time under the race detector.
var small = object{"model": "flux-2-pro", "size": "128x128"}

// generate is the shortest synchronous call; it returns the first picture's URL.
func (b *bench) generate(prompt string, more ...object) string {
	b.t.Helper()
	body := object{"action": "generate", "prompt": prompt}
	for _, m := range append([]object{small}, more...) {
		maps.Copy(body, m)
	}
	return pictures(b.t, b.post("/flux/images", body))[0]["image_url"].(string)
}

// edit is a synchronous edit; it returns the picture's URL.
func (b *bench) edit(prompt, source string) string {
	b.t.Helper()
	body := object{"action": "edit", "prompt": prompt, "image_url": source}
	maps.Copy(body, small)
	return pictures(b.t, b.post("/flux/images", body))[0]["image_url"].(string)
}

// pictures reads a result's data in either shape.
func pictures(t *testing.T, result object) []object {
	t.Helper()
	switch data := result["data"].(type) {
	case []any:
		all := make([]object, len(data))
		for i := range data {
			all[i] = data[i].(object)
		}
		return all
	case object:
		return []object{data}
	}
	t.Fatalf("no data in %v", result)
	return nil
}

// download fetches a picture, which must be whole.
func (b *bench) download(url string) ([]byte, picture.Info) {
	b.t.Helper()
	w := b.send("GET", url, nil, "Authorization", "")
	if w.Code != http.StatusOK {
		b.t.Fatalf("GET %s: %d %s", url, w.Code, w.Body)
	}
	info, err := picture.Verify(bytes.NewReader(w.Body.Bytes()), 0)
	if err != nil {
		b.t.Fatalf("GET %s: %v", url, err)
	}
	if got := w.Header().Get("Content-Type"); got != "image/"+info.Format {
		b.t.Errorf("GET %s: %s is announced as %s", url, info.Format, got)
	}
	return w.Body.Bytes(), info
}

// refusal makes a call that must fail, and returns its status and code.
func (b *bench) refusal(method, path string, body any, headers ...string) (int, string) {
	b.t.Helper()
	w := b.send(method, path, body, headers...)
	o := b.decode(w.Body)
	switch e := o["error"].(type) {
	case object:
		if e["message"] == "" {
			b.t.Errorf("%s %s: an error without a message: %v", method, path, o)
		}
		return w.Code, e["code"].(string)
	case string:
		return w.Code, "bad_request" // the only code that the bare form stands for
	}
	b.t.Fatalf("%s %s: no error in %v", method, path, o)
	return 0, ""
}
