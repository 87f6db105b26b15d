package front

import (
	"bufio"
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

func shown(t *testing.T, state State) (body string, header http.Header) {
	t.Helper()
	p := &Page{State: func(*http.Request) State { return state }}
	w := httptest.NewRecorder()
	p.ServeHTTP(w, httptest.NewRequest("GET", "/", nil))
	return w.Body.String(), w.Header()
}

// What prompts say is text, in every place of the page.
func TestHostilePrompts(t *testing.T) {
	clean, _ := shown(t, State{Latest: []Call{{Number: 1, Prompt: "a fox", Mood: Good, Pictures: []string{"a.png"}}, {Number: 2, Mood: Bad}}})
	tags := regexp.MustCompile(`<[^>]*>`)
	values := regexp.MustCompile(`alt="[^"]*"| tabindex="0"`)
	bare := func(page string) []string {
		return tags.FindAllString(values.ReplaceAllString(page, ""), -1)
	}
	want := strings.Join(bare(clean), "\n")
	for _, prompt := range []string{
		`<script>alert(1)</script>`, `"><img src=x onerror=alert(1)>`, `' onload='x`, `</p></li><style>*{}</style>`,
		`<!--`, `]]>`, `{{.}}`, `javascript:alert(1)`, "\u202egnp.exe\x00", strings.Repeat("<b>", 4000),
	} {
		hostile := Call{Number: 1, Prompt: prompt, Model: prompt, Size: prompt, Source: prompt, Outcome: prompt, Mood: Good, Pictures: []string{"a.png"}}
		refused := hostile
		refused.Number, refused.Pictures, refused.Mood = 2, nil, Bad
		page, _ := shown(t, State{Latest: []Call{hostile, refused}})
		if got := strings.Join(bare(page), "\n"); got != want {
			t.Errorf("%.30q changes the page's elements", prompt)
		}
		if strings.ContainsAny(page, "\u202e\x00") || len(page) > 1<<18 {
			t.Errorf("%.30q is on the page as it is", prompt)
		}
	}
}

// What may be cut can be focused, and nothing else stops whoever goes from picture to picture.
func TestLongPromptsCanBeSeenWhole(t *testing.T) {
	for prompt, want := range map[string]bool{"a fox": false, "": false, "a\nfox": true, strings.Repeat("a fox ", 20): true} {
		page, _ := shown(t, State{Latest: []Call{{Number: 1, Prompt: prompt}}})
		if got := strings.Contains(page, `<p class="prompt" dir="auto" tabindex="0">`); got != want {
			t.Errorf("%q can be focused: %t", prompt, got)
		}
	}
}

// The policy names what the page has, and lets it run nothing else.
func TestPolicy(t *testing.T) {
	page, header := shown(t, State{Base: "http://127.0.0.1:1"})
	if !strings.Contains(page, "<script>"+script+"</script>") || !strings.Contains(page, "<style>"+style+"</style>") {
		t.Error("the style and the script are on the page in other words than those that were hashed")
	}
	csp := header.Get("Content-Security-Policy")
	if !strings.HasPrefix(csp, "default-src 'none'") || strings.Contains(csp, "unsafe") || strings.Count(csp, "sha256-") != 2 {
		t.Errorf("the policy is %q", csp)
	}
	if n := strings.Count(page, "<script"); n != 1 {
		t.Errorf("%d scripts", n)
	}
}

func TestLook(t *testing.T) {
	for name, want := range map[string]int{"a.png": 200, "b.png": 404, "broken.png": 500} {
		p := &Page{Draw: func(_ context.Context, name string) ([]byte, error) {
			switch name {
			case "a.png":
				return []byte("\x89PNG\x0d\x0a\x1a\x0a"), nil
			case "broken.png":
				return nil, errors.New("broken")
			}
			return nil, nil
		}}
		r := httptest.NewRequest("GET", LooksPath+name, nil)
		r.SetPathValue("name", name)
		w := httptest.NewRecorder()
		if p.Look(w, r); w.Code != want || want == 200 && w.Header().Get("Content-Type") != "image/png" {
			t.Errorf("%s: %d, %v", name, w.Code, w.Header())
		}
	}
}

// flow is an answer that is read as it is written.
type flow struct {
	http.ResponseWriter
	lines chan string
}

func (f flow) Write(p []byte) (int, error) {
	for scan := bufio.NewScanner(strings.NewReader(string(p))); scan.Scan(); {
		if scan.Text() != "" {
			f.lines <- scan.Text()
		}
	}
	return len(p), nil
}

func (f flow) Unwrap() http.ResponseWriter { return f.ResponseWriter }

// Many changes at once are one event, none is missed, and all ends with the sandbox.
func TestEvents(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		news, ended, done := make(chan struct{}), make(chan struct{}), make(chan struct{})
		current := news
		p := &Page{Changed: func() <-chan struct{} { return current }, Ended: ended, After: time.After}
		f := flow{httptest.NewRecorder(), make(chan string, 10)}
		go func() {
			p.Events(f, httptest.NewRequest("GET", EventsPath, nil))
			close(done)
		}()
		expect := func(want string, after time.Duration) {
			t.Helper()
			began := time.Now()
			if got := <-f.lines; got != want || time.Since(began) != after {
				t.Fatalf("%q after %v, want %q after %v", got, time.Since(began), want, after)
			}
		}
		expect(": this is the sandbox", 0)
		synctest.Wait()
		current = make(chan struct{})
		close(news)
		expect("data: ", calm)
		expect(":", pulse)
		close(ended)
		<-done
	})
}
