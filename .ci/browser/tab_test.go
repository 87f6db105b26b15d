package browser

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// tab is a page in a browser context of its own: it shares no storage with the
// other tests. Its methods end the test where the browser fails.
type tab struct {
	t         *testing.T
	ctx       context.Context
	downloads string

	mu       sync.Mutex
	requests []string // what was asked for, but for data:
	troubles []string // exceptions, and errors on the console
	dialogs  []string // what alert, confirm or prompt said
}

// patience is how long one step may take before the browser is taken to hang.
const patience = 60 * time.Second

func newTab(t *testing.T) *tab {
	t.Helper()
	b := &tab{t: t, downloads: t.TempDir()}
	ctx, end := chromedp.NewContext(chromium, chromedp.WithNewBrowserContext(), chromedp.WithListener(b.hear))
	t.Cleanup(end)
	b.ctx = ctx
	if err := chromedp.Do(ctx); err != nil { // the first call's context is the tab's life: it may have no limit
		t.Fatal(err)
	}
	b.do(chromedp.EmulateViewport(1280, 900))
	b.do(func(ctx context.Context, c *chromedp.Target) (chromedp.Void, error) {
		_, err := cdp.Call(ctx, c, log.Enable, cdp.Empty{})
		return chromedp.Void{}, err
	})
	_, err := chromedp.CallBrowser(ctx, browser.SetDownloadBehavior, browser.SetDownloadBehaviorParams{
		Behavior: browser.SetDownloadBehaviorBehaviorAllow, DownloadPath: b.downloads,
		BrowserContextID: chromedp.FromContext(ctx).BrowserContextID,
	})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// hear keeps what the page does. It runs in the loop that reads what the browser says.
func (b *tab) hear(event any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch e := event.(type) {
	case *network.EventRequestWillBeSent:
		if !strings.HasPrefix(e.Request.URL, "data:") {
			b.requests = append(b.requests, e.Request.URL)
		}
	case *runtime.EventExceptionThrown:
		b.troubles = append(b.troubles, e.ExceptionDetails.Text+" "+description(e.ExceptionDetails.Exception))
	case *runtime.EventConsoleAPICalled:
		for _, arg := range e.Args {
			b.troubles = append(b.troubles, fmt.Sprintf("console.%s: %s", e.Type, arg.Value))
		}
	case *log.EventEntryAdded:
		if e.Entry.Level == log.EntryLevelInfo || e.Entry.Level == log.EntryLevelVerbose {
			return
		}
		b.troubles = append(b.troubles, fmt.Sprintf("%s %s: %s", e.Entry.Source, e.Entry.Level, e.Entry.Text))
	case *page.EventJavascriptDialogOpening:
		b.dialogs = append(b.dialogs, e.Message)
		go func() { // a call from here would wait for this very loop
			_, _ = chromedp.Call(b.ctx, page.HandleJavaScriptDialog, page.HandleJavaScriptDialogParams{Accept: true})
		}()
	}
}

func description(o *runtime.RemoteObject) string {
	if o == nil {
		return ""
	}
	return o.Description
}

func (b *tab) do(steps ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	ctx, end := context.WithTimeout(b.ctx, patience)
	defer end()
	if err := chromedp.Do(ctx, steps...); err != nil {
		b.t.Fatal(err)
	}
}

// open shows a URL and waits until it is loaded.
func (b *tab) open(url string) {
	b.t.Helper()
	b.do(chromedp.Navigate(url))
}

// onDisk is the URL of a file.
func onDisk(file string) string {
	return (&url.URL{Scheme: "file", Path: filepath.ToSlash(file)}).String()
}

// eval is the value of a JavaScript expression in the page.
func eval[T any](b *tab, js string) T {
	b.t.Helper()
	ctx, end := context.WithTimeout(b.ctx, patience)
	defer end()
	v, err := chromedp.Run(ctx, chromedp.Evaluate[T](js, chromedp.EvalAwaitPromise))
	if err != nil {
		b.t.Fatalf("%v\n%s", err, js)
	}
	return v
}

// await waits until a JavaScript expression is true. It asks within the page and by
// no function made of text, which the page's policy forbids.
func (b *tab) await(js string) {
	b.t.Helper()
	done := eval[bool](b, `new Promise(done => {
		const until = performance.now() + 20000
		const look = () => {
			let is = false
			try { is = !!(`+js+`) } catch {}
			if (is || performance.now() > until) done(is); else setTimeout(look, 15)
		}
		look()
	})`)
	if !done {
		b.shot("gave-up-" + strings.ReplaceAll(b.t.Name(), "/", "-"))
		b.t.Fatalf("this did not become true: %s\ntroubles: %q", js, b.troubles)
	}
}

// keys presses keys one after the other: letters as they are, kb.Enter and others. As with a
// real keyboard, what the page does itself with a key is not typed as well.
func (b *tab) keys(keys string, modifiers ...chromedp.Modifier) {
	b.t.Helper()
	for _, r := range keys {
		events := kb.Encode(r)
		for i, event := range events {
			if event.Type == input.DispatchKeyEventTypeChar {
				continue
			}
			for _, m := range modifiers {
				event.Modifiers |= int64(m)
			}
			command := event.Modifiers&int64(chromedp.ModifierCtrl|chromedp.ModifierAlt|chromedp.ModifierMeta) != 0
			if i == 0 && len(events) == 3 && !command {
				event.Type, event.Text, event.UnmodifiedText = input.DispatchKeyEventTypeKeyDown, events[1].Text, events[1].UnmodifiedText
			}
			if _, err := chromedp.Call(b.ctx, input.DispatchKeyEvent, *event); err != nil {
				b.t.Fatal(err)
			}
		}
	}
}

func (b *tab) viewport(width, height int64) {
	b.t.Helper()
	b.do(chromedp.EmulateViewport(width, height))
}

// media says what a person has asked the system for: "prefers-color-scheme", "dark".
func (b *tab) media(pairs ...string) {
	b.t.Helper()
	var p emulation.SetEmulatedMediaParams
	for feature := range slices.Chunk(pairs, 2) {
		p.Features = append(p.Features, &emulation.MediaFeature{Name: feature[0], Value: feature[1]})
	}
	if _, err := chromedp.Call(b.ctx, emulation.SetEmulatedMedia, p); err != nil {
		b.t.Fatal(err)
	}
}

// scriptsOff is a browser in which no script of a page runs. What the tests ask for runs.
func (b *tab) scriptsOff() {
	b.t.Helper()
	if _, err := chromedp.Call(b.ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true}); err != nil {
		b.t.Fatal(err)
	}
}

// asked is what was asked for since the tab was opened, the page itself too.
func (b *tab) asked() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return slices.Clone(b.requests)
}

// calm fails where the page threw, complained on the console or opened a dialog.
func (b *tab) calm() {
	b.t.Helper()
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.troubles) > 0 || len(b.dialogs) > 0 {
		b.t.Errorf("the page complains: %q, and says in dialogs: %q", b.troubles, b.dialogs)
	}
}

// shot keeps what is seen, where somebody has asked for it.
func (b *tab) shot(name string) {
	b.t.Helper()
	if os.Getenv("GESSO_SHOTS") == "" {
		return
	}
	ctx, end := context.WithTimeout(b.ctx, patience)
	defer end()
	png, err := chromedp.Run(ctx, chromedp.CaptureScreenshot())
	if err != nil {
		b.t.Fatal(err)
	}
	keep(b.t, name+".png", png)
}

// keep writes a file for people into GESSO_SHOTS.
func keep(t *testing.T, name string, data []byte) {
	t.Helper()
	dir := os.Getenv("GESSO_SHOTS")
	if dir == "" {
		return
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, name), data, 0o644); err != nil {
		t.Fatal(err)
	}
}

// quoted is a text as JavaScript has it.
func quoted(s string) string {
	b, err := json.Marshal(s)
	if err != nil {
		panic(err)
	}
	return string(b)
}
