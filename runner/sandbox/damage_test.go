package sandbox

import (
	"bytes"
	"crypto/x509"
	"errors"
	"io"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"gesso/runner/picture"
	"gesso/runner/sandbox/fault"
)

// Each damage is one that a client has to notice in another way.
func TestDamagedDownloads(t *testing.T) {
	whole := newBench(t, Options{})
	want, _ := whole.download(whole.generate("a fox"))
	for name, is := range map[string]func(data []byte, kind string, err error) bool{
		"truncated": func(data []byte, _ string, err error) bool {
			return errors.Is(err, io.ErrUnexpectedEOF) && bytes.HasPrefix(want, data) && len(data) < len(want)
		},
		"wrong-length": func(data []byte, _ string, err error) bool {
			return err == nil && bytes.HasPrefix(want, data) && len(data) < len(want)
		},
		"page": func(data []byte, kind string, err error) bool {
			return err == nil && kind == "text/html; charset=utf-8" && bytes.HasPrefix(data, []byte("<!doctype"))
		},
		"zero": func(data []byte, _ string, err error) bool { return err == nil && len(data) == 0 },
		"text": func(data []byte, kind string, err error) bool {
			return err == nil && kind == "image/png" && len(data) > 0
		},
		"wrong-size": func(data []byte, _ string, err error) bool {
			info, broken := picture.Verify(bytes.NewReader(data), 0)
			return err == nil && broken == nil && info.Width == 64 && info.Height == 64
		},
		"bomb": func(data []byte, _ string, err error) bool {
			info, broken := picture.Inspect(bytes.NewReader(data), 0)
			var problem *picture.Error
			return err == nil && errors.As(broken, &problem) && problem.Problem == picture.TooLarge && info.Width == 50_000
		},
		"huge": func(data []byte, _ string, err error) bool {
			return err == nil && bytes.HasPrefix(data, want) && len(data) == 4<<20
		},
	} {
		options, _ := every(name).Options()
		running := start(t, options)
		url := (&bench{t, running.Server}).generate("a fox")
		response, err := http.Get(running.URL + url[len("http://sandbox.test"):])
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(io.LimitReader(response.Body, 4<<20))
		response.Body.Close()
		if !is(data, response.Header.Get("Content-Type"), err) {
			t.Errorf("%s: %d bytes of %d, %v, %v", name, len(data), len(want), response.Header, err)
		}
	}
}

func TestDrip(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		options, _ := every("drip").Options()
		s := New(options)
		defer s.Close()
		b := &bench{t, s}
		url, begun := b.generate("a fox"), time.Now()
		data, _ := b.download(url)
		if took := time.Since(begun); took != time.Duration(len(data))*time.Second {
			t.Errorf("%d bytes took %v", len(data), took)
		}
	})
}

func TestDownloadsThatLeadElsewhere(t *testing.T) {
	for name, want := range map[string]struct {
		status   int
		location string
	}{
		"redirect-file": {302, "file:///etc/passwd"}, "redirect-private": {302, fault.LinkLocal}, "download-500": {500, ""},
	} {
		b := weathered(t, every(name))
		w := b.send("GET", b.generate("a fox"), nil)
		if w.Code != want.status || w.Header().Get("Location") != want.location {
			t.Errorf("%s: %d %s", name, w.Code, w.Header())
		}
	}
}

// A client that checks certificates gets nothing, and one that does not meets nobody.
func TestCertificate(t *testing.T) {
	b := weathered(t, every("certificate"))
	w := b.send("GET", b.generate("a fox"), nil)
	to := w.Header().Get("Location")
	var unknown x509.UnknownAuthorityError
	if _, err := http.Get(to); w.Code != http.StatusFound || !errors.As(err, &unknown) {
		t.Errorf("%d to %q: %v", w.Code, to, err)
	}
	if again := b.send("GET", b.generate("a hen"), nil).Header().Get("Location"); again != to {
		t.Errorf("then to %q", again)
	}
}

func TestGoneAndExpiredOnce(t *testing.T) {
	b := newBench(t, Options{})
	gone := b.generate("a fox [sandbox:gone=1]")
	if first, second := b.send("GET", gone, nil).Code, b.send("GET", gone, nil).Code; first != 404 || second != 404 {
		t.Errorf("gone: %d, %d", first, second)
	}
	id := b.submit("a hen [sandbox:expired-once=1]")
	link := func() string {
		return pictures(t, b.post("/flux/tasks", object{"action": "retrieve", "id": id})["response"].(object))[0]["image_url"].(string)
	}
	old := link()
	for range 2 {
		if code := b.send("GET", old, nil).Code; code != 404 && code != 403 {
			t.Errorf("the link that expired: %d", code)
		}
	}
	b.download(link())
}
