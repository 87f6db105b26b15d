package browser

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"
)

// The harness itself is tested, or a test that sees nothing would pass.
func TestTheHarnessSees(t *testing.T) {
	file := filepath.Join(t.TempDir(), "a page#1.html")
	text := `<!doctype html><title>x</title><link rel=icon href="data:,"><input id=i><p id=p></p>
		<script>i.onkeydown = e => p.textContent += e.key; i.focus(); window.ran = 1</script>`
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	t.Run("keys", func(t *testing.T) {
		b := newTab(t)
		b.open(onDisk(file))
		b.keys("px?")
		b.await(`p.textContent == "px?"`)
		b.shot("harness")
		b.calm()
	})
	t.Run("requests, exceptions and dialogs", func(t *testing.T) {
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/" {
				w.Header().Set("Content-Type", "text/html")
				_, _ = w.Write([]byte(`<link rel=icon href="data:,"><img src=a.png><script>alert("hello"); nothing.there()</script>`))
			}
		}))
		defer server.Close()
		b := newTab(t)
		b.open(server.URL + "/")
		b.await(`document.readyState == "complete"`)
		if got := b.asked(); len(got) != 2 {
			t.Errorf("the page and its picture were asked for, and the harness saw %q", got)
		}
		b.mu.Lock()
		defer b.mu.Unlock()
		if len(b.dialogs) != 1 || len(b.troubles) == 0 {
			t.Errorf("dialogs %q, troubles %q", b.dialogs, b.troubles)
		}
	})
	t.Run("dark and without scripts", func(t *testing.T) {
		b := newTab(t)
		b.media("prefers-color-scheme", "dark")
		b.scriptsOff()
		b.open(onDisk(file))
		if !eval[bool](b, `matchMedia("(prefers-color-scheme: dark)").matches && !window.ran`) {
			t.Error("it is light, or scripts run")
		}
	})
}
