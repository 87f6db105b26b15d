package sandbox

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"testing/iotest"
	"testing/synctest"
	"time"

	"golang.org/x/sync/errgroup"
)

func start(t testing.TB, o Options) *Running {
	t.Helper()
	running, err := Start(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := running.Close(); err != nil {
			t.Error(err)
		}
	})
	return running
}

// fetchNew generates a picture over HTTP and downloads it.
func fetchNew(url, prompt, size string) ([]byte, error) {
	body, _ := json.Marshal(object{"action": "generate", "prompt": prompt, "model": "flux-2-pro", "size": size, "async": true})
	data, err := call("POST", url+"/flux/images", body)
	if err != nil {
		return nil, err
	}
	var accepted struct {
		TaskID string `json:"task_id"`
	}
	if err := json.Unmarshal(data, &accepted); err != nil {
		return nil, err
	}
	body, _ = json.Marshal(object{"action": "retrieve", "id": accepted.TaskID})
	if data, err = call("POST", url+"/flux/tasks", body); err != nil {
		return nil, err
	}
	_, rest, _ := bytes.Cut(data, []byte(`"image_url":"`))
	link, _, found := bytes.Cut(rest, []byte(`"`))
	if !found {
		return nil, fmt.Errorf("no picture in %s", data)
	}
	return call("GET", string(link), nil)
}

func call(method, url string, body []byte) ([]byte, error) {
	r, err := http.NewRequest(method, url, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	r.Header.Set("Authorization", "Bearer test")
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	data, err := io.ReadAll(response.Body)
	if response.StatusCode != http.StatusOK {
		err = errors.Join(err, fmt.Errorf("%s: %s", response.Status, data))
	}
	return data, err
}

func TestManyClientsAtOnce(t *testing.T) {
	running := start(t, Options{Latency: time.Microsecond, CacheBytes: 64 << 10})
	const clients, each = 16, 12
	var group errgroup.Group
	for c := range clients {
		group.Go(func() error {
			for i := range each {
				// Half of the requests are everyone's: their takes must still differ.
				prompt := fmt.Sprint("picture ", i)
				if i%2 == 0 {
					prompt += fmt.Sprint(" of client ", c)
				}
				if _, err := fetchNew(running.URL, prompt, "128x128"); err != nil {
					return err
				}
			}
			return nil
		})
	}
	if err := group.Wait(); err != nil {
		t.Fatal(err)
	}
	books, ids := running.Server.Books(), map[string]bool{}
	for _, call := range books.Calls {
		ids[call.Task] = true
	}
	if books.ChargedPictures != clients*each || books.Downloads != clients*each || len(ids) != clients*each {
		t.Errorf("%d charged, %d downloads, %d tasks; want %d of each", books.ChargedPictures, books.Downloads, len(ids), clients*each)
	}
}

func TestDroppedConnectionOverHTTP(t *testing.T) {
	running := start(t, Options{})
	body := []byte(`{"action": "generate", "prompt": "a fox [sandbox:drop]"}`)
	if data, err := call("POST", running.URL+"/flux/images", body); !errors.Is(err, io.EOF) {
		t.Errorf("got %q, %v", data, err)
	}
	if books := running.Server.Books(); books.Accepted != 1 || books.ChargedPictures != 1 || books.Requests != 1 {
		t.Errorf("%+v", books)
	}
}

// Thousands of pictures are thousands of recipes: what is drawn is bounded.
func TestMemoryStaysFlat(t *testing.T) {
	const bound = 256 << 10
	b := newBench(t, Options{CacheBytes: bound})
	heap := func() uint64 {
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	drawn := 0
	draw := func(from, to int) {
		for i := from; i < to; i++ {
			data, _ := b.download(b.generate(fmt.Sprint("picture ", i)))
			drawn += len(data)
		}
	}
	draw(0, 100)
	before := heap()
	draw(100, 600)
	if grown := int64(heap()) - int64(before); grown > 8*bound {
		t.Errorf("500 pictures more, %d KiB drawn, %d KiB of memory more", drawn>>10, grown>>10)
	}
	if drawn < 3*bound {
		t.Fatalf("only %d bytes were drawn: the test shows nothing", drawn)
	}
}

// An edit is the same picture whether its source was at hand or had to be drawn
// again, back to the beginning of a chain.
func TestCacheDoesNotShowInPictures(t *testing.T) {
	chain := func(cacheBytes int64, downloadAll bool) []byte {
		b := newBench(t, Options{CacheBytes: cacheBytes})
		url := b.generate("a fox")
		for i := range 6 {
			if downloadAll {
				b.download(url)
			}
			url = b.edit(fmt.Sprint("change ", i), url)
		}
		data, _ := b.download(url)
		return data
	}
	cached, drawn := chain(64<<20, true), chain(1, false)
	if !bytes.Equal(cached, drawn) {
		t.Error("the end of the chain depends on the cache")
	}
}

func TestServeEndsWithItsContext(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- Serve(ctx, l, Options{Latency: time.Hour}) }()
	url := "http://" + l.Addr().String()
	if _, err := call("GET", url+"/", nil); err != nil {
		t.Fatal(err)
	}
	waiting := make(chan error, 1)
	go func() {
		_, err := call("POST", url+"/flux/images", []byte(`{"action": "generate", "prompt": "a fox"}`))
		waiting <- err
	}()
	cancel()
	if err := <-done; err != nil {
		t.Errorf("Serve: %v", err)
	}
	if err := <-waiting; err == nil {
		t.Error("a call that waited for an hour was answered")
	}
}

func TestServeReportsABrokenListener(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	l.Close()
	if err := Serve(context.Background(), l, Options{}); !errors.Is(err, net.ErrClosed) {
		t.Errorf("got %v", err)
	}
}

func TestCloseRemovesUploads(t *testing.T) {
	s := New(Options{})
	b := &bench{t, s}
	opened, err := s.shelf.Find(path.Base(b.upload("x.png", []byte("x")))).Open()
	if err != nil {
		t.Fatal(err)
	}
	opened.Close()
	dir := filepath.Dir(opened.Name())
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(dir); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the folder is still there: %v", err)
	}
}

// BenchmarkServer is whole pictures: submitted, polled, drawn, downloaded.
func BenchmarkServer(b *testing.B) {
	running := start(b, Options{})
	b.RunParallel(func(pb *testing.PB) {
		for i := 0; pb.Next(); i++ {
			if _, err := fetchNew(running.URL, fmt.Sprintf("picture %p %d", pb, i), "1024x1024"); err != nil {
				b.Error(err)
				return
			}
		}
	})
}

// BenchmarkSubmit is the API alone: submitted and polled, not downloaded.
func BenchmarkSubmit(b *testing.B) {
	running := start(b, Options{})
	body := []byte(`{"action": "generate", "prompt": "a fox", "async": true}`)
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			if _, err := call("POST", running.URL+"/flux/images", body); err != nil {
				b.Error(err)
				return
			}
		}
	})
}

// timed is an answer that writes down which bounds its request's body was given.
type timed struct {
	*httptest.ResponseRecorder
	deadlines []time.Time
}

func (w *timed) SetReadDeadline(t time.Time) error {
	w.deadlines = append(w.deadlines, t)
	return nil
}

// A body that breaks off is not waited for again, when net/http reads the rest of it: its
// bound stays.
func TestBodiesThatBreakOffStayBounded(t *testing.T) {
	s := New(Options{})
	defer s.Close()
	form, contentType := form(t, "file", "x.png", []byte("x"))
	for path, kind := range map[string]string{"/flux/images": "application/json", "/flux/tasks": "application/json", "/api/v1/files/": contentType} {
		body := io.MultiReader(bytes.NewReader(form[:len(form)/2]), iotest.ErrReader(os.ErrDeadlineExceeded))
		r := httptest.NewRequest(http.MethodPost, path, body)
		r.Header.Set("Content-Type", kind)
		r.Header.Set("Authorization", "Bearer x")
		w := &timed{ResponseRecorder: httptest.NewRecorder()}
		s.ServeHTTP(w, r)
		if len(w.deadlines) == 0 || w.deadlines[len(w.deadlines)-1].IsZero() || w.Code < 400 {
			t.Errorf("%s: status %d, bounds %v", path, w.Code, w.deadlines)
		}
	}
}

// Every body has to come in time, also one that nobody reads; and what is
// answered after it was read may take as long as it takes.
func TestBodiesAreBoundedInTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := New(Options{Latency: time.Hour})
		defer s.Close()
		form, contentType := form(t, "file", "x.png", []byte("x"))
		for _, c := range []struct {
			name, path, body, kind, token string
			least                         time.Duration // the shortest bound
			ended                         bool
		}{
			{"a submission", "/flux/images", `{"action":"generate","prompt":"x"}`, "application/json", "x", jsonTime, true},
			{"a poll", "/flux/tasks", `{"id":"x"}`, "application/json", "x", jsonTime, true},
			{"an upload", "/api/v1/files/", string(form), contentType, "x", uploadTime, true},
			{"nobody's token", "/flux/images", `{}`, "application/json", "", uploadTime, false},
			{"nothing there", "/x", `{}`, "application/json", "x", uploadTime, false},
		} {
			r := httptest.NewRequest(http.MethodPost, c.path, strings.NewReader(c.body))
			r.Header.Set("Content-Type", c.kind)
			r.Header.Set("Authorization", "Bearer "+c.token)
			w, start := &timed{ResponseRecorder: httptest.NewRecorder()}, time.Now()
			s.ServeHTTP(w, r)
			shortest, last := time.Duration(1<<62), time.Time{}
			for _, last = range w.deadlines {
				if !last.IsZero() {
					shortest = min(shortest, last.Sub(start))
				}
			}
			if shortest != c.least || last.IsZero() != c.ended {
				t.Errorf("%s: bounds %v", c.name, w.deadlines)
			}
		}
	})
}
