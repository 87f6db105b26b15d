package live

import (
	"bufio"
	"context"
	"errors"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"gesso/runner/gallery"
)

const shaA, shaB = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"

// shelf has one picture.
type shelf struct{ has string }

func (s shelf) Thumb(sha string) ([]byte, error) {
	if sha != s.has {
		return nil, fs.ErrNotExist
	}
	return []byte("thumb of " + sha[:1]), nil
}

func (s shelf) Preview(sha string) ([]byte, error) {
	if sha != s.has {
		return nil, fs.ErrNotExist
	}
	return []byte("preview of " + sha[:1]), nil
}

func image(address, artifact string, status gallery.Status) gallery.Image {
	return gallery.Image{Address: address, Block: "image.hero", Status: status, Artifact: artifact}
}

func of(images ...gallery.Image) *gallery.Gallery {
	return &gallery.Gallery{FormatVersion: gallery.Format, ID: "x", Title: "harbour", Groups: []gallery.Group{{Block: "image.hero"}}, Images: images}
}

// world is what the server follows. Tests change it while the server runs.
type world struct {
	mu      sync.Mutex
	stamp   string
	gallery *gallery.Gallery
	err     error
	asked   int // how often it was collected
}

func (w *world) set(stamp string, g *gallery.Gallery, err error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.stamp, w.gallery, w.err = stamp, g, err
}

func (w *world) look() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.stamp
}

func (w *world) collect(context.Context) (*gallery.Gallery, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.asked++
	return w.gallery, w.err
}

// start serves a world until the test ends.
func start(t *testing.T, w *world, with func(*Options)) *Server {
	t.Helper()
	l, err := Listen("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	o := Options{Listener: l, Pictures: shelf{shaA}, Collect: w.collect, Stamp: w.look, Decisions: filepath.Join(t.TempDir(), "gesso.decisions")}
	if with != nil {
		with(&o)
	}
	s, err := New(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	ctx, end := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- s.Serve(ctx) }()
	t.Cleanup(func() {
		end()
		if err := <-done; err != nil {
			t.Errorf("Serve: %v", err)
		}
	})
	return s
}

// ask sends a request as the page does, but for what change says.
func ask(t *testing.T, s *Server, method, path, body string, change func(*http.Request)) (*http.Response, string) {
	t.Helper()
	r, err := http.NewRequest(method, s.URL()+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	if method == http.MethodPost {
		r.Header.Set("Origin", "http://"+r.URL.Host)
	}
	if change != nil {
		change(r)
	}
	answer, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer, string(text)
}

func TestListenIsForThisMachineAlone(t *testing.T) {
	for _, address := range []string{"0.0.0.0:0", "[::]:0", ":0", "192.0.2.1:0", "example.com:0", "127.0.0.1", "localhost"} {
		if l, err := Listen(address); err == nil {
			l.Close()
			t.Errorf("%s is served", address)
		}
	}
	for _, address := range []string{"127.0.0.1:0", "localhost:0"} {
		l, err := Listen(address)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := Listen(l.Addr().String()); err == nil || !strings.Contains(err.Error(), "port 0 is any that is free") {
			t.Errorf("of a port that is taken it is said: %v", err)
		}
		l.Close()
	}
}

// TestThePageHasOneScript: two would each act on a key, and each with decisions of its own.
func TestThePageHasOneScript(t *testing.T) {
	s := start(t, &world{gallery: of(image("image.hero", shaA, gallery.New))}, nil)
	_, text := ask(t, s, "GET", "", "", nil)
	if n := strings.Count(text, "<script src="); n != 1 || !strings.Contains(text, `<script src="live.js">`) {
		t.Errorf("the page has %d scripts", n)
	}
}

func TestWhoIsAnswered(t *testing.T) {
	s := start(t, &world{gallery: of(image("image.hero", shaA, gallery.New))}, nil)
	header := func(name, value string) func(*http.Request) {
		return func(r *http.Request) { r.Header.Set(name, value) }
	}
	path := func(path string) func(*http.Request) {
		return func(r *http.Request) { r.URL.Path = path }
	}
	for name, c := range map[string]struct {
		method, path string
		change       func(*http.Request)
		want         int
	}{
		"the page":                {"GET", "", nil, 200},
		"its head":                {"HEAD", "", nil, 200},
		"its style":               {"GET", "gallery.css", nil, 200},
		"its script":              {"GET", "live.js", nil, 200},
		"localhost":               {"GET", "", func(r *http.Request) { r.Host = "localhost:" + r.URL.Port() }, 200},
		"its own fetch":           {"GET", "decisions", header("Sec-Fetch-Site", "same-origin"), 200},
		"typed in":                {"GET", "", header("Sec-Fetch-Site", "none"), 200},
		"a name that leads here":  {"GET", "", func(r *http.Request) { r.Host = "evil.example:" + r.URL.Port() }, 421},
		"another port's name":     {"GET", "", func(r *http.Request) { r.Host = "127.0.0.1:1" }, 421},
		"another origin":          {"GET", "", header("Origin", "http://evil.example"), 403},
		"an opaque origin":        {"GET", "", header("Origin", "null"), 403},
		"another site's picture":  {"GET", "thumbs/" + shaA + ".jpg", header("Sec-Fetch-Site", "cross-site"), 403},
		"the same site elsewhere": {"GET", "", header("Sec-Fetch-Site", "same-site"), 403},
		"a post from nowhere":     {"POST", "decisions", func(r *http.Request) { r.Header.Del("Origin") }, 403},
		"a foreign post":          {"POST", "decisions", header("Origin", "http://evil.example"), 403},
		"no token":                {"GET", "", path("/"), 404},
		"no token, a picture":     {"GET", "", path("/thumbs/" + shaA + ".jpg"), 404},
		"another token":           {"GET", "", path("/AAAAAAAAAAAAAAAAAAAAAAAAAA/"), 404},
		"the token without slash": {"GET", "", func(r *http.Request) { r.URL.Path = strings.TrimSuffix(r.URL.Path, "/") }, 404},
		"a picture":               {"GET", "thumbs/" + shaA + ".jpg", nil, 200},
		"a larger one":            {"GET", "previews/" + shaA + ".jpg", nil, 200},
		"one it does not show":    {"GET", "thumbs/" + shaB + ".jpg", nil, 404},
		"a folder":                {"GET", "thumbs/", nil, 404},
		"a file above":            {"GET", "thumbs/../../../etc/passwd", nil, 404},
		"another file":            {"GET", "gesso.state", nil, 404},
		"a source":                {"GET", "script/live.js", nil, 404},
		"a put":                   {"PUT", "decisions", nil, 405},
		"a post elsewhere":        {"POST", "", nil, 405},
		"a deletion":              {"DELETE", "thumbs/" + shaA + ".jpg", nil, 405},
		"events of no version":    {"GET", "events", nil, 400},
	} {
		t.Run(name, func(t *testing.T) {
			answer, text := ask(t, s, c.method, c.path, "", c.change)
			if answer.StatusCode != c.want {
				t.Errorf("%d, want %d: %s", answer.StatusCode, c.want, text)
			}
			for name, want := range map[string]string{"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer", "X-Frame-Options": "DENY", "Content-Security-Policy": policy} {
				if got := answer.Header.Get(name); got != want {
					t.Errorf("%s: %q", name, got)
				}
			}
		})
	}
}

const head = `{"gesso":"decisions","version":1,"reviewer":"design"}` + "\n"

func line(address, artifact, verdict string) string {
	return `{"address":"` + address + `","artifact":"` + artifact + `","verdict":"` + verdict + `"}` + "\n"
}

func TestDecisionsAreSaved(t *testing.T) {
	s := start(t, &world{gallery: of(image("image.hero", shaA, gallery.New))}, func(o *Options) {
		// Of an address that the page knows nothing of.
		if err := os.WriteFile(o.Decisions, []byte(head+line("image.old", shaB, "reject")), 0o666); err != nil {
			t.Fatal(err)
		}
	})
	saved := func() string {
		data, err := os.ReadFile(s.o.Decisions)
		if err != nil {
			t.Fatal(err)
		}
		return string(data)
	}
	answer, text := ask(t, s, "GET", "decisions", "", nil)
	tag := answer.Header.Get("ETag")
	if text != saved() {
		t.Errorf("the page is told %q", text)
	}
	post := func(body, tag string) (int, string) {
		answer, text := ask(t, s, "POST", "decisions", body, func(r *http.Request) { r.Header.Set("If-Match", tag) })
		return answer.StatusCode, text + answer.Header.Get("ETag")
	}
	code, next := post(head+line("image.hero", shaA, "approve"), tag)
	if want := head + line("image.hero", shaA, "approve") + line("image.old", shaB, "reject"); code != 204 || saved() != want {
		t.Fatalf("%d %s: %s", code, next, saved())
	}
	before := saved()
	for name, c := range map[string]struct {
		body, tag string
		want      int
	}{
		"of what was read before": {head, tag, 409},
		"without what was read":   {head, "", 409},
		"an unknown verdict":      {head + line("image.hero", shaA, "love"), next, 400},
		"no decisions":            {"hello", next, 400},
		"of two people":           {head + line("image.hero", shaA, "approve") + strings.Replace(head, "design", "art", 1) + line("image.b", shaA, "approve"), next, 400},
		"more than a megabyte":    {head + strings.Repeat(" \n", 1<<20), next, 413},
	} {
		if code, text := post(c.body, c.tag); code != c.want || saved() != before {
			t.Errorf("%s: %d %s", name, code, text)
		}
	}
	if code, text := post(head, next); code != 204 || strings.Contains(saved(), "image.hero") || !strings.Contains(saved(), "image.old") {
		t.Errorf("all taken back: %d %s: %s", code, text, saved())
	}
	left, err := os.ReadDir(filepath.Dir(s.o.Decisions))
	if err != nil || len(left) != 1 {
		t.Errorf("drafts are left: %v %v", left, err)
	}
}

func TestAFileThatIsNotThePagesIsLeftAlone(t *testing.T) {
	for name, text := range map[string]string{
		"something else":    "shopping list\n",
		"of several people": head + line("image.hero", shaA, "approve") + strings.Replace(head, "design", "art", 1) + line("image.b", shaA, "approve"),
		"in conflict":       head + "<<<<<<< ours\n" + line("image.hero", shaA, "approve"),
	} {
		t.Run(name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "gesso.decisions")
			if err := os.WriteFile(file, []byte(text), 0o666); err != nil {
				t.Fatal(err)
			}
			l, err := Listen("127.0.0.1:0")
			if err != nil {
				t.Fatal(err)
			}
			defer l.Close()
			w := &world{gallery: of()}
			if _, err := New(t.Context(), Options{Listener: l, Pictures: shelf{}, Collect: w.collect, Stamp: w.look, Decisions: file}); err == nil || !strings.Contains(err.Error(), "gesso.decisions") {
				t.Errorf("New: %v", err)
			}
		})
	}
}

// TestWhatChangesIsTold follows a world in fake time, without the network.
func TestWhatChangesIsTold(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		none, made := image("image.hero", "", gallery.NotMade), image("image.hero", shaA, gallery.New)
		w := &world{stamp: "1", gallery: of(none)}
		var complaints []string
		s := &Server{o: Options{Collect: w.collect, Stamp: w.look, Every: time.Second, Complain: func(err error) { complaints = append(complaints, err.Error()) }}, shown: map[string]bool{}, pages: map[chan struct{}]bool{}, fresh: make(chan struct{}, 1)}
		s.publish(w.gallery)
		ctx, end := context.WithCancel(t.Context())
		done := make(chan struct{})
		go func() { s.follow(ctx); close(done) }()
		told := func(since int) (string, int) {
			time.Sleep(1500 * time.Millisecond)
			synctest.Wait()
			text, version := s.since(since)
			return string(text), version
		}

		if text, version := told(1); text != "" || version != 1 {
			t.Errorf("nothing has changed, and the page is told %q", text)
		}
		w.set("2", of(made), nil)
		text, version := told(1)
		if version != 2 || !strings.HasPrefix(text, "id: 2\ndata: {") || !strings.HasSuffix(text, "}\n\n") || !strings.Contains(text, "thumbs/"+shaA) || !strings.Contains(text, `"numbers":[0]`) {
			t.Errorf("a picture was made: %d %s", version, text)
		}
		asked := w.asked
		if text, _ := told(2); text != "" || w.asked != asked {
			t.Errorf("collected for nothing, told %q", text)
		}
		w.set("3", nil, errors.New("half written"))
		if text, version = told(2); !strings.Contains(text, `"problem":"half written"`) || version != 3 {
			t.Errorf("it cannot be collected: %s", text)
		}
		w.set("3", of(made), nil)
		if text, version = told(3); strings.Contains(text, "problem") || version != 4 {
			t.Errorf("it can again: %d %s", version, text)
		}
		w.set("4", of(made, image("image.hero2", shaB, gallery.New)), nil)
		if text, _ = told(4); !strings.Contains(text, `"reload":true`) {
			t.Errorf("it is another page: %s", text)
		}
		if text, _ = told(99); !strings.Contains(text, `"reload":true`) {
			t.Errorf("a page of another server: %s", text)
		}
		if len(complaints) != 1 {
			t.Errorf("complaints: %q", complaints)
		}
		end()
		<-done
	})
}

// TestPagesDoNotWaitForPictures: the page is served while its pictures are looked at, which
// nobody waits for; what comes of that is told, but for what only a page that is opened shows.
func TestPagesDoNotWaitForPictures(t *testing.T) {
	changed := image("image.hero", shaA, gallery.Changed)
	changed.Before = &gallery.Before{Artifact: shaB}
	w := &world{stamp: "1", gallery: of(changed, image("image.plain", shaB, gallery.New))}
	began, proceed, looked := make(chan struct{}), make(chan struct{}), 0
	s := start(t, w, func(o *Options) {
		o.Every = time.Millisecond
		o.Look = func(ctx context.Context, g *gallery.Gallery) error {
			if looked++; looked == 1 {
				close(began)
			}
			select {
			case <-proceed:
			case <-ctx.Done():
				return ctx.Err()
			}
			share := 0.5
			for n := range g.Images {
				if g.Images[n].Colour = "#112233"; g.Images[n].Before != nil {
					g.Images[n].Differs = &share
				}
			}
			return nil
		}
	})
	<-began
	if answer, text := ask(t, s, "GET", "", "", nil); answer.StatusCode != 200 || strings.Contains(text, "#112233") {
		t.Fatalf("%d: %s", answer.StatusCode, text)
	}
	if answer, _ := ask(t, s, "GET", "thumbs/"+shaA+".jpg", "", nil); answer.StatusCode != 200 {
		t.Errorf("a picture: %d", answer.StatusCode)
	}
	close(proceed)
	answer, err := http.Get(s.URL() + "events?since=1")
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	lines := bufio.NewScanner(answer.Body)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		if text := lines.Text(); strings.HasPrefix(text, "data: ") {
			if !strings.Contains(text, `"differs":0.5`) || !strings.Contains(text, `"numbers":[0]`) {
				t.Errorf("told %s", text)
			}
			break
		}
	}
	if _, text := ask(t, s, "GET", "", "", nil); !strings.Contains(text, "#112233") || strings.Contains(text, `"colour":null`) {
		t.Errorf("a page that is opened now has no colours: %s", text)
	}
	// What is collected anew still has what is known of the same pictures.
	w.set("2", of(changed, image("image.plain", shaA, gallery.New)), nil)
	for {
		g, _ := s.current()
		if g.Images[1].Artifact == shaA {
			if g.Images[0].Differs == nil {
				t.Error("what was known of a picture is forgotten")
			}
			break
		}
		runtime.Gosched()
	}
}

// A page hears of a change while it listens, and the server ends although it does.
func TestEvents(t *testing.T) {
	w := &world{stamp: "1", gallery: of(image("image.hero", "", gallery.NotMade))}
	s := start(t, w, func(o *Options) { o.Every = time.Millisecond })
	answer, err := http.Get(s.URL() + "events?since=1")
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	w.set("2", of(image("image.hero", shaA, gallery.New)), nil)
	lines := bufio.NewScanner(answer.Body)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		if strings.HasPrefix(lines.Text(), "data: ") {
			if !strings.Contains(lines.Text(), shaA) {
				t.Errorf("told %s", lines.Text())
			}
			return
		}
	}
	t.Fatalf("the stream ended: %v", lines.Err())
}
