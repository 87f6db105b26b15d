package browser

import (
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"
)

// Nothing is asked for but the page, from disk as over HTTP, whatever is looked at.
func TestNothingIsAskedForButThePage(t *testing.T) {
	g, s := eleven()
	url := write(t, g, s)
	server := httptest.NewServer(http.FileServer(http.Dir(strings.TrimSuffix(strings.TrimPrefix(url, "file://"), "/gallery.html"))))
	defer server.Close()
	for name, url := range map[string]string{"from disk": url, "over HTTP": server.URL + "/gallery.html"} {
		t.Run(name, func(t *testing.T) {
			b := newTab(t)
			b.open(url)
			b.keys("/")
			b.keys("otto")
			b.keys(kb.Enter + kb.Enter)
			b.await(loupeOpen)
			for _, key := range []string{"1", "2", "3", "4", " ", "b", "h", "t", "z", "p", kb.ArrowRight, "?"} {
				b.keys(key)
				b.settle()
			}
			if got := b.asked(); !slices.Equal(got, []string{url}) {
				t.Errorf("asked for %q", got)
			}
			b.calm()
		})
	}
}

// The page says what may run: its own script and style, by their hashes, and nothing else.
func TestOnlyOurScriptRuns(t *testing.T) {
	g, s := eleven()
	url := write(t, g, s)
	text, err := os.ReadFile(strings.TrimPrefix(url, "file://"))
	if err != nil {
		t.Fatal(err)
	}
	policy := regexp.MustCompile(`<meta http-equiv="Content-Security-Policy" content="([^"]*)"`).FindSubmatch(text)
	if policy == nil {
		t.Fatal("the page has no policy")
	}
	for _, want := range []string{"default-src 'none'", "base-uri 'none'", "form-action 'none'"} {
		if !strings.Contains(string(policy[1]), want) {
			t.Errorf("the policy %s lacks %s", policy[1], want)
		}
	}
	if strings.Contains(string(policy[1]), "unsafe") {
		t.Errorf("the policy is %s", policy[1])
	}
	for kind, element := range map[string]string{"script-src": `<script>([^<][\s\S]*?)</script>`, "style-src": `<style>([\s\S]*?)</style>`} {
		found := regexp.MustCompile(element).FindAllSubmatch(text, -1)
		if len(found) != 1 {
			t.Fatalf("%d elements for %s", len(found), kind)
		}
		sum := sha256.Sum256(found[0][1])
		if want := kind + " 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"; !strings.Contains(string(policy[1]), want) {
			t.Errorf("the policy %s lacks %s", policy[1], want)
		}
	}
	b := newTab(t)
	b.open(url)
	eval[bool](b, `(() => {
		const script = document.createElement("script"); script.textContent = "window.pwned = 1"; document.body.append(script)
		const box = document.createElement("div"); box.innerHTML = "<img src=x onerror='window.pwned = 2'><iframe srcdoc='<script>parent.pwned = 3</script>'></iframe>"; document.body.append(box)
		return true })()`)
	eval[bool](b, `new Promise(done => setTimeout(() => done(true), 300))`)
	if got := eval[int](b, `window.pwned || 0`); got != 0 {
		t.Errorf("an injected script ran: %d", got)
	}
}
