package browser

import (
	"bufio"
	"bytes"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"

	"github.com/chromedp/chromedp/kb"

	"gesso/runner/review"
)

// project is a configuration with six images, that of a chain among them.
const project = `variable "fox" { default = "a fox" }
provider "flux" {
  endpoint      = ENDPOINT
  poll_interval = "50ms"
  price         = { "flux-dev" = 0.02, "flux-kontext-pro" = 0.04 }
}
image "hero" {
  for_each = toset(["ada", "bo", "cy", "di"])
  prompt   = "portrait of ${each.key}"
  size     = "256x256"
  tags     = { kind = "hero" }
}
image "fox" {
  prompt = var.fox
  size   = "256x256"
}
image "night" {
  source = image.fox
  prompt = "by night"
  model  = "flux-kontext-pro"
}
`

// newProject writes the configuration, with a provider's endpoint.
func newProject(t *testing.T, endpoint string) string {
	t.Helper()
	dir := t.TempDir()
	text := strings.Replace(project, "ENDPOINT", quoted(endpoint), 1)
	if err := os.WriteFile(filepath.Join(dir, "main.hcl"), []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	return dir
}

// startGesso runs gesso until the test ends, and returns what it says first that a pattern
// matches, on either output.
func startGesso(t *testing.T, dir string, says *regexp.Regexp, args ...string) string {
	t.Helper()
	command := exec.Command(gesso, args...)
	command.Dir = dir
	read, write, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	command.Stdout, command.Stderr = write, write
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	write.Close()
	found, done := make(chan string, 1), make(chan struct{})
	go func() {
		defer close(done)
		for lines := bufio.NewScanner(read); lines.Scan(); {
			if m := says.FindString(lines.Text()); m != "" && len(found) == 0 {
				found <- m
			}
		}
	}()
	t.Cleanup(func() {
		_ = command.Process.Signal(syscall.SIGTERM)
		<-done
		_ = command.Wait()
	})
	select {
	case m := <-found:
		return m
	case <-done:
		t.Fatalf("gesso %s ended without saying %s", strings.Join(args, " "), says)
		return ""
	}
}

var (
	pageURL    = regexp.MustCompile(`http://127\.0\.0\.1:\d+/\w+/`)
	sandboxURL = regexp.MustCompile(`http://127\.0\.0\.1:\d+`)
)

// While an apply makes pictures in another process, they turn up in the page, and nobody but
// the page is answered.
func TestLive(t *testing.T) {
	endpoint := startGesso(t, t.TempDir(), sandboxURL, "sandbox", "-listen=127.0.0.1:0", "-latency=700ms")
	dir := newProject(t, endpoint)
	url := startGesso(t, dir, pageURL, "gallery", "-serve")
	b := newTab(t)
	b.open(url)
	made := `[...document.querySelectorAll(".card img")].filter(i => i.complete && i.naturalWidth).length`
	if n := eval[int](b, made); n != 0 {
		t.Fatalf("%d pictures are there before anything was made", n)
	}
	eval[bool](b, `(window.same = true)`)
	apply := exec.Command(gesso, "apply", "-auto-approve", "-parallelism=1")
	apply.Dir = dir
	var said bytes.Buffer
	apply.Stdout, apply.Stderr = &said, &said
	if err := apply.Start(); err != nil {
		t.Fatal(err)
	}
	b.await(`(n => n > 0 && n < 6)(` + made + `)`) // in the midst of it
	b.shot("live")
	if err := apply.Wait(); err != nil {
		t.Fatalf("apply: %v\n%s", err, said.String())
	}
	b.await(made + ` == 6`)
	if chips := eval[string](b, `document.querySelector("#statuses").textContent.replace(/\s+/g, " ")`); !strings.Contains(chips, "new 6") {
		t.Errorf("the chips say %q", chips)
	}
	if !eval[bool](b, `window.same === true`) {
		t.Error("the page was loaded anew, and not told of each picture")
	}
	for what, change := range map[string]func(*http.Request){
		"another token":    func(r *http.Request) { r.URL.Path = "/" + strings.Repeat("A", 26) + "/" },
		"a foreign name":   func(r *http.Request) { r.Host = "evil.example" },
		"a foreign origin": func(r *http.Request) { r.Header.Set("Origin", "http://evil.example") },
	} {
		r, err := http.NewRequest("GET", url, nil)
		if err != nil {
			t.Fatal(err)
		}
		change(r)
		answer, err := http.DefaultTransport.RoundTrip(r)
		if err != nil {
			t.Fatal(err)
		}
		answer.Body.Close()
		if answer.StatusCode < 400 {
			t.Errorf("%s is answered with %s", what, answer.Status)
		}
	}
	b.calm()
}

// What is decided in a page that is served is in the file at once, and is there again when
// the page is opened again. What somebody else writes is not written over.
func TestLiveDecisions(t *testing.T) {
	dir := newProject(t, "sandbox")
	runGesso(t, dir, "apply", "-auto-approve")
	url := startGesso(t, dir, pageURL, "gallery", "-serve")
	file := filepath.Join(dir, "gesso.decisions")
	b := newTab(t)
	b.open(url)
	saved := func(want ...string) {
		t.Helper()
		b.await(`fetch("decisions").then(r => r.text()).then(t => window.saved = t), (window.saved || "").split("\n").length == ` + string(rune('0'+len(want)+2)))
		f, err := os.Open(file)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		read, err := review.Read(f, "gesso.decisions")
		if err != nil || len(read) != len(want) {
			t.Fatalf("%v %v", read, err)
		}
		for i, d := range read {
			if got := d.Address + " " + string(d.Verdict); got != want[i] {
				t.Errorf("saved is %s, want %s", got, want[i])
			}
		}
	}
	b.tabTo(".card a")
	b.keys("p")
	b.keys("x")
	saved(`image.fox approve`, `image.hero["ada"] reject`)
	b.keys("z", 2) // Ctrl
	saved(`image.fox approve`)
	again := newTab(t) // of another browser, which has kept nothing
	again.open(url)
	again.await(`document.querySelector('[id="image.fox"]').dataset.v == "approve"`)
	again.tabTo(".card a")
	again.keys(kb.ArrowRight)
	again.keys("r")
	again.await(`fetch("decisions").then(r => r.text()).then(t => window.saved = t), (window.saved || "").includes("again")`)
	before, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	b.keys("x") // in the first window, which knows nothing of that
	b.await(`document.querySelector(".top .problem:not([hidden])").textContent.includes("Not saved")`)
	if now, err := os.ReadFile(file); err != nil || string(now) != string(before) {
		t.Errorf("the file was written over: %s\nit was %s", now, before)
	}
	// Whatever else is told afterwards, this stays.
	runGesso(t, dir, "apply", "-auto-approve", "-replace=image.fox")
	b.await(`document.querySelector('[id="image.fox"] .badge').textContent == "changed"`)
	if !eval[bool](b, `document.querySelector(".top").textContent.includes("Not saved")`) {
		t.Error("that nothing is saved is told no longer")
	}
	again.calm()
}
